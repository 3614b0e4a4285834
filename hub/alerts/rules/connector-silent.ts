/** A platform from which nothing comes any more: one root alert of its connector, its devices unknown. Pure. */
import { type GatewayFacts, type HubFacts, selfId } from "./facts.ts";
import { heardAt, isHeardAgain, standingOf } from "./gateway-silent.ts";
import { type HubRules, heardPoint, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.connectorSilent;

/** Since when it has stopped, or null: its line is down, or nothing came for longer than it may be quiet. */
function stoppedSince(connector: GatewayFacts, quietAfterMs: number, hasListened: boolean, now: number): number | null {
  if (!connector.isOnline) return Number.isFinite(quietAfterMs) ? connector.since : null;
  const heard = heardAt(connector);
  return hasListened && now - heard >= quietAfterMs ? heard + quietAfterMs : null;
}

export function judgeConnectors({ gateways, open, hasListened }: HubFacts, rules: HubRules, now: number): HubEvent[] {
  const { severity, raiseAfterMs } = rules.connectorSilent;
  return gateways.flatMap((connector) => {
    const { id, devices: affected, quietAfterMs } = connector;
    if (quietAfterMs === null) return [];
    const since = stoppedSince(connector, quietAfterMs, hasListened, now);
    const standing = standingOf(open, id, rule);
    if (standing !== undefined)
      return since === null || isHeardAgain(connector, standing) ? [cleared(standing, heardAt(connector))] : [];
    const at = since === null ? null : since + (connector.isOnline ? 0 : raiseAfterMs);
    if (since === null || at === null || now < at) return [];
    const about = { gateway: id, device: selfId, rule, point: heardPoint, severity, since, at };
    return [raised({ ...about, value: heardAt(connector), affected })];
  });
}
