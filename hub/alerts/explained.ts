/** What stood before its cause was known: from now on it is explained by it, and its case is part of the cause's. */
import type { AlertId, GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { joinCase } from "../tickets/hear.ts";
import { type Alert, explain } from "./alert.ts";

/** What a gateway says about another's alerts, or about one that was never heard of, is left aside: the alarm itself counts. */
export async function explainThose(
  tables: Tables,
  gateway: GatewayId,
  { explained, cause }: { explained: readonly AlertId[]; cause: AlertId },
  changes: Changes,
  now: number,
): Promise<void> {
  for (const id of explained) {
    const alert = await alertOf(tables, id);
    if (alert?.gateway === gateway) await explainOne(tables, alert, { names: id, cause }, changes, now);
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
