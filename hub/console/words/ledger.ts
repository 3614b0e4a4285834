/** The sentence that says what became of the records. */
import type { Language } from "../i18n/pick-language.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import type { Sums } from "../order/ledger.ts";
import { countText } from "./count.ts";

type Speech = { t: Dictionary; language: Language };
/** `span`: only what was measured in it is counted. `device`: what waits is known of a whole gateway alone. */
type Scope = { span: boolean; device: boolean };

export function ledgerSentence(sums: Sums, { span, device }: Scope, { t, language }: Speech): string {
  const words = t.ledger;
  const count = (n: number) => countText(n, language);
  return [
    sums.accepted === undefined ? "" : words.accepted(count(sums.accepted)),
    span ? words.storedInSpan(count(sums.delivered)) : words.stored(count(sums.delivered)),
    device || span ? "" : sums.waiting === 0 ? words.waitingNone : words.waiting(count(sums.waiting)),
    sums.lost === 0 ? words.lostNone : words.lost(count(sums.lost)),
  ].join("");
}
