/** An alert and what explains it, whichever is heard first: it has its cause, and its case is part of the cause's. */
import type { SensorEvent } from "../../core/alert-event.ts";
import type { AlertId, GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { joinCase } from "../tickets/hear.ts";
import { type Alert, explain } from "./alert.ts";

/** So long an alert may be on its way behind the one that explains it: longer than any gateway keeps its journal. */
const patienceMs = 90 * 86_400_000;

/** With the cause that its gateway named before the event itself was heard. */
export async function withCause(tables: Tables, gateway: GatewayId, event: SensorEvent): Promise<SensorEvent> {
  const cause = await tables.alerts.expectedCause(gateway, event.alert);
  return cause === null ? event : { ...event, cause };
}

/** A cause is raised: those that named it before it was heard of are part of its case. */
export async function joinWaiting(
  tables: Tables,
  root: Alert,
  id: AlertId,
  changes: Changes,
  now: number,
): Promise<void> {
  for (const alert of await tables.alerts.listExplainedBy([id])) {
    if (alert.id === root.id) continue;
    changes.alerts.add(alert.id);
    changes.gateways.add(alert.gateway);
    await joinCase(tables, alert, root, changes, now);
  }
}

/** An alert that was known learned its cause from its own raise. */
export async function joinCauseOf(tables: Tables, alert: Alert, changes: Changes, now: number): Promise<void> {
  const root = alert.cause === null ? null : await alertOf(tables, alert.cause);
  if (root !== null && root.id !== alert.id) await joinCase(tables, alert, root, changes, now);
}

/** What a gateway says about another's alerts is left aside: the alarm itself counts. Of one that was never heard of it is kept. */
export async function explainThose(
  tables: Tables,
  gateway: GatewayId,
  { explained, cause }: { explained: readonly AlertId[]; cause: AlertId },
  changes: Changes,
  now: number,
): Promise<void> {
  for (const id of explained) {
    const alert = await alertOf(tables, id);
    if (alert === null) await tables.alerts.expect(id, { gateway, cause, at: now }, now - patienceMs);
    else if (alert.gateway === gateway) await explainOne(tables, alert, { names: id, cause }, changes, now);
  }
}

/** `names` is the occurrence of the alert that `cause` explains. */
export async function explainOne(
  tables: Tables,
  alert: Alert,
  { names, cause }: { names: AlertId; cause: AlertId },
  changes: Changes,
  now: number,
): Promise<void> {
  const root = await alertOf(tables, cause);
  const next = explain(alert, cause, now, names);
  if (root === null || root.id === alert.id || next === alert) return;
  await tables.alerts.put(next);
  changes.alerts.add(alert.id).add(root.id);
  changes.gateways.add(alert.gateway);
  if (next.cause === cause) await joinCase(tables, next, root, changes, now);
}

async function alertOf(tables: Tables, id: AlertId): Promise<Alert | null> {
  const episode = await tables.alerts.findEpisode(id);
  return episode === null ? null : tables.alerts.find(episode.alert);
}
