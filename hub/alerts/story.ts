/** What was done about one alert, and who was told. */
import { Fault } from "../../core/fault.ts";
import type { AlertId } from "../../core/id.ts";
import type { AlertStory } from "../http/views.ts";
import { noticePage } from "../notify/view.ts";
import type { Tables } from "../store/store.ts";
import type { Alert } from "./alert.ts";
import type { Occurrence } from "./history.ts";

/** As far back as anybody reads. */
const mostTold = 100;

/** Throws `NOT_FOUND`. */
export async function alertStory(tables: Tables, id: AlertId, now: number): Promise<AlertStory> {
  const alert = await tables.alerts.find(id);
  if (alert === null) throw new Fault("NOT_FOUND", `alert ${id}`);
  const told = await noticePage(tables, { ticket: alert.ticket, limit: mostTold, sort: "newest" }, now);
  return { ...doneTo(alert), told: told.rows };
}

/** The rule's earlier alerts are in the same history; only what names this one's occurrences is its own. */
function doneTo({ id, raisedAt, history, history: { acknowledgements, shelvings } }: Alert): Omit<AlertStory, "told"> {
  const own = history.occurrences.filter((one) => startOf(one) >= raisedAt);
  const names = new Set(own.map((one) => one.id));
  return {
    id,
    raised: own.map(raisedView),
    acknowledgements: acknowledgements.filter((one) => names.has(one.names)).map(({ at, by }) => ({ at, by })),
    shelvings: shelvings
      .filter((one) => names.has(one.names))
      .map(({ at, by, until, reason }) => ({ at, by, reason, ...(until === null ? {} : { until }) })),
  };
}

function startOf({ raisedAt, clearedAt }: Occurrence): number {
  return raisedAt ?? clearedAt ?? 0;
}

function raisedView({ raisedAt, clearedAt, value, severity }: Occurrence): AlertStory["raised"][number] {
  return {
    ...{ value, severity },
    ...(raisedAt === null ? {} : { raisedAt }),
    ...(clearedAt === null ? {} : { clearedAt }),
  };
}
