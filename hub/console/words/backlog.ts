/** What waits at a gateway, since when, and how long it will take. */
import type { Language } from "../i18n/pick-language.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import { ageText } from "./age.ts";
import { countText } from "./count.ts";
import { durationText } from "./duration.ts";

type Backlog = { waiting: number; oldest?: number | undefined; leftMs: number | null };

const minute = 60_000;

/** Without a time left nothing is promised. */
export function backlogText(
  { waiting, oldest, leftMs }: Backlog,
  now: number,
  t: Dictionary,
  language: Language,
): string {
  const words = t.gateways;
  const age = oldest === undefined ? "" : words.backlogOldest(ageText(oldest, now, t.age));
  return words.backlogProgress(countText(waiting, language)) + age + leftText(leftMs, t);
}

function leftText(leftMs: number | null, { gateways, duration }: Dictionary): string {
  if (leftMs === null) return "";
  if (leftMs < minute) return gateways.backlogSoon;
  return gateways.backlogEta(durationText(Math.ceil(leftMs / minute) * minute, duration));
}
