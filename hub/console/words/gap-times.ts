/** When the records of a gap were measured, as far as the gateway could tell. */
import type { LedgerGap } from "../../http/views.ts";
import type { Language } from "../i18n/pick-language.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import { momentText } from "./moment.ts";

type Times = Pick<LedgerGap, "firstAt" | "lastAt">;

export function gapTimes({ firstAt, lastAt }: Times, now: number, { ledger }: Dictionary, language: Language): string {
  if (firstAt === undefined || lastAt === undefined) return ledger.measuredUnknown;
  const text = (at: number) => momentText(at, now, language);
  return firstAt === lastAt ? ledger.measuredAt(text(firstAt)) : ledger.measured(text(firstAt), text(lastAt));
}
