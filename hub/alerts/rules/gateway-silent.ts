/** A gateway that cannot be reached: one root alert of the gateway itself, all its devices unknown. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { AlertId, RuleId } from "../../../core/id.ts";
import type { Alert } from "../alert.ts";
import { type GatewayFacts, type HubFacts, selfId } from "./facts.ts";
import { type HubRules, heardPoint, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.gatewaySilent;

/** Since when nothing was heard of it, or null. One that went said so; one that hangs has its session, but is quiet. */
export function silentSince(
  { isOnline, since, lastSeen }: GatewayFacts,
  { quietAfterMs }: HubRules["gatewaySilent"],
  hasListened: boolean,
  now: number,
): number | null {
  if (!isOnline) return since;
  const heard = heardAt({ since, lastSeen });
  return hasListened && now - heard >= quietAfterMs ? heard : null;
}

export function heardAt({ since, lastSeen }: Pick<GatewayFacts, "since" | "lastSeen">): number {
  return Math.max(since, lastSeen);
}

/** A word that came after the alert ends it, not the lack of a reason for a new one. */
export function isHeardAgain(gateway: GatewayFacts, { lastRaisedAt }: Alert): boolean {
  return gateway.isOnline && heardAt(gateway) > lastRaisedAt;
}

function isGateway({ quietAfterMs }: GatewayFacts): boolean {
  return quietAfterMs === null;
}

/** `causes`: the alert that explains the silence of a gateway, where one does. */
export function judgeGateways(
  { gateways, open, hasListened }: HubFacts,
  rules: HubRules,
  causes: ReadonlyMap<string, AlertId>,
  now: number,
): HubEvent[] {
  const { severity, raiseAfterMs } = rules.gatewaySilent;
  return gateways.filter(isGateway).flatMap((gateway) => {
    const { id, devices: affected } = gateway;
    const since = silentSince(gateway, rules.gatewaySilent, hasListened, now);
    const standing = standingOf(open, id, rule);
    if (standing !== undefined) return isHeardAgain(gateway, standing) ? [cleared(standing, heardAt(gateway))] : [];
    if (since === null || now < since + raiseAfterMs) return [];
    const at = since + raiseAfterMs;
    const about = { gateway: id, device: selfId, rule, point: heardPoint, severity, since, at };
    return [raised({ ...about, value: "silent", cause: causes.get(id), affected })];
  });
}

export function standingOf(open: readonly Alert[], gateway: string, of: RuleId): Alert | undefined {
  return open.find((alert) => alert.gateway === gateway && alert.rule === of && isInAlarm(alert));
}
