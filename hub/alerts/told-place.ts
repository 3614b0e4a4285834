/** Where an alarm itself says it is: a panel hangs in one place and speaks of many. Which point tells it is data of the model. */
import type { Rule } from "../../core/rule.ts";
import type { Tables } from "../store/store.ts";
import type { Alert } from "./alert.ts";

type Found = Pick<Alert, "gateway" | "device" | "raisedAt" | "lastRaisedAt" | "clearedAt">;

/** What began together is told together, give or take the clocks of its parts. */
const togetherMs = 60_000;
const mostRead = 200;
const mostNamed = 3;
const longest = 60;

/** The places told since it was raised, in the order they came; "" where its rule names no such point, or nothing was told. */
export async function toldPlace(tables: Tables, alert: Found, rule: Rule | undefined): Promise<string> {
  if (rule?.placeFrom === undefined) return "";
  const { gateway, device, raisedAt, lastRaisedAt, clearedAt } = alert;
  const series = await tables.series.find({ gateway, device, point: rule.placeFrom });
  if (series === null) return "";
  const began = Math.max(raisedAt, lastRaisedAt) - (rule.raiseAfterMs ?? 0);
  const to = clearedAt === null || clearedAt < began ? Number.MAX_SAFE_INTEGER : clearedAt + 1;
  const query = { from: began - togetherMs, to, limit: mostRead, keep: "oldest" as const };
  const told = (await tables.readings.query(series.id, query)).map(([, value]) => String(value).trim());
  return namedOf([...new Set(told.filter((one) => one !== ""))]);
}

function namedOf(places: readonly string[]): string {
  const named = places.slice(0, mostNamed).map((one) => [...one].slice(0, longest).join(""));
  return named.join("、") + (places.length > mostNamed ? `等 ${places.length} 处` : "");
}
