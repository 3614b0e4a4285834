/** What each move of a ticket is called: as its button says it, and as the story tells that it was done. */
import type { TicketMove } from "../../http/views.ts";
import type { Language } from "../i18n/pick-language.ts";

type Pair = readonly [button: string, told: string];

const table = {
  admit: { zh: ["受理", "受理"], en: ["Admit", "Admitted"] },
  verify: { zh: ["派人核实", "派人核实"], en: ["Send to verify", "Sent to verify"] },
  verified: { zh: ["核实完成", "核实完成"], en: ["Verified", "Verified"] },
  register: { zh: ["立案", "立案"], en: ["Register", "Registered"] },
  dispatch: { zh: ["派遣", "派遣"], en: ["Dispatch", "Dispatched"] },
  transfer: { zh: ["转派", "转派"], en: ["Transfer", "Transferred"] },
  accept: { zh: ["接单", "接单"], en: ["Accept", "Accepted"] },
  arrive: { zh: ["到场", "到场"], en: ["On site", "On site"] },
  submit: { zh: ["处置完成", "处置完成"], en: ["Work done", "Work done"] },
  check: { zh: ["派人核查", "派人核查"], en: ["Send to check", "Sent to check"] },
  checked: { zh: ["核查完成", "核查完成"], en: ["Checked", "Checked"] },
  review: { zh: ["一审通过", "一审通过"], en: ["Pass first review", "First review passed"] },
  close: { zh: ["结案", "结案"], en: ["Close", "Closed"] },
  conclude: { zh: ["外单位办结", "外单位办结"], en: ["Concluded elsewhere", "Concluded elsewhere"] },
  return: { zh: ["退单", "退单"], en: ["Return", "Returned"] },
  extend: { zh: ["延期", "延期"], en: ["Extend", "Extended"] },
  suspend: { zh: ["挂账", "挂账"], en: ["Suspend", "Suspended"] },
  resume: { zh: ["恢复", "恢复处置"], en: ["Resume", "Resumed"] },
  escalate: { zh: ["上提一级", "上提一级"], en: ["Escalate", "Escalated"] },
  supervise: { zh: ["督办", "督办"], en: ["Supervise", "Supervised"] },
  urge: { zh: ["催办", "催办"], en: ["Urge", "Urged"] },
  merge: { zh: ["并案", "并案"], en: ["Merge", "Merged"] },
  void: { zh: ["作废", "作废"], en: ["Void", "Voided"] },
  reopen: { zh: ["重开", "重开"], en: ["Reopen", "Reopened"] },
  feedback: { zh: ["反馈", "反馈"], en: ["Feed back", "Fed back"] },
  archive: { zh: ["存档", "存档"], en: ["Archive", "Archived"] },
} as const satisfies Partial<Record<TicketMove, { zh: Pair; en: Pair }>>;

export type NamedMove = keyof typeof table;
type Names = Record<NamedMove, string>;

function namesIn(language: "zh" | "en", which: 0 | 1): Names {
  return Object.fromEntries(Object.entries(table).map(([move, names]) => [move, names[language][which]])) as Names;
}

const inLanguages = (which: 0 | 1): Record<Language, Names> => ({
  "zh-CN": namesIn("zh", which),
  en: namesIn("en", which),
});

export const moveNames = inLanguages(0);
export const moveEvents = inLanguages(1);
