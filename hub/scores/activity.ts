/** When alerts come, by hour and weekday, and how busy each scene was, month by month. */
import type { HourCount } from "../store/case-facts.ts";
import type { Tables } from "../store/store.ts";
import type { Span } from "./read.ts";
import scenes from "./scenes.json" with { type: "json" };
import { type CaseFacts, monthOf } from "./score.ts";

export type SceneRow = { id: string; title: { zh: string; en: string }; months: { month: string; cases: number }[] };
export type Activity = { hours: HourCount[]; scenes: SceneRow[] };

export async function readActivity({ caseFacts }: Tables, span: Span): Promise<Activity> {
  return { hours: await caseFacts.alertHours(span), scenes: scenesOf(await caseFacts.within(span)) };
}

/** Every month in which any scene had a case is named for each of them: a zero is said. */
export function scenesOf(cases: readonly Pick<CaseFacts, "class" | "openedAt">[]): SceneRow[] {
  const sceneOf = new Map(scenes.scenes.flatMap(({ id, classes }) => classes.map((code) => [code, id])));
  const counts = new Map<string, number>();
  const months = new Set<string>();
  for (const { class: code, openedAt } of cases) {
    const month = monthOf(openedAt);
    const key = `${sceneOf.get(code)} ${month}`;
    months.add(month);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const named = [...months].sort();
  return scenes.scenes.map(({ id, title }) => ({
    ...{ id, title },
    months: named.map((month) => ({ month, cases: counts.get(`${id} ${month}`) ?? 0 })),
  }));
}
