/** What a notice says of a case: where, what, what to do first, and what was measured. */
import { isInAlarm } from "../../core/alert-state.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Rule } from "../../core/rule.ts";
import type { Alert } from "../alerts/alert.ts";
import { toldPlace } from "../alerts/told-place.ts";
import { deviceFinder, hubAdvice, placeOf, titleOf } from "../alerts/view.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { sentence } from "./words.ts";

export type CaseFacts = {
  ticket: Ticket;
  alert: Alert | null;
  place: string;
  title: Bilingual;
  /** What to do first; empty where nobody wrote it. */
  advice: Bilingual | null;
  /** `水位 1.32 m`; null where a number says nothing. */
  measured: Bilingual | null;
};

export async function caseFacts(tables: Tables, ticket: Ticket): Promise<CaseFacts> {
  const { gateway, device } = ticket;
  const alert = ticket.alert === null ? null : await tables.alerts.find(ticket.alert);
  const row = gateway === null || device === null ? null : await tables.devices.find(gateway, device);
  const document = row?.document ?? null;
  const owner = gateway === null ? null : await deviceFinder(tables).gateway(gateway);
  const rule = document?.rules.find(({ id }) => id === ticket.rule);
  const point = document?.points.find(({ id }) => id === alert?.point);
  return {
    ...{ ticket, alert },
    title: ticket.title ?? (ticket.rule === null ? unnamed : titleOf(rule, { rule: ticket.rule, drill: false }, owner)),
    place: await placeFor(tables, ticket, alert, { rule, place: document?.place ?? owner?.place }),
    advice: rule?.advice ?? (alert === null ? null : (hubAdvice(alert, owner, document?.title) ?? null)),
    measured: alert !== null && point?.unit !== undefined && isInAlarm(alert) ? measuredWords(alert, point) : null,
  };
}

type Stands = { rule: Rule | undefined; place: string | undefined };

async function placeFor(tables: Tables, ticket: Ticket, alert: Alert | null, { rule, place }: Stands): Promise<string> {
  if (ticket.rule === null) return ticket.place;
  const told = alert === null ? "" : await toldPlace(tables, alert, rule);
  if (told === "" && ticket.place !== "") return ticket.place;
  return placeOf({ rule: ticket.rule }, alert?.value, ticket.place || place, told);
}

const unnamed: Bilingual = { zh: "待核实的事", en: "Something to be looked at" };

/** [UCUM] The units that people write otherwise. */
const unitWords: Record<string, string> = { Cel: "℃", "m3/h": "m³/h", "mm/h": "毫米/小时" };

function measuredWords({ value }: Alert, { title, unit = "" }: { title: Bilingual; unit?: string }): Bilingual | null {
  if (typeof value !== "number") return null;
  const words = `${Math.round(value * 1000) / 1000} ${unitWords[unit] ?? unit}`;
  return { zh: `${title.zh} ${words}`, en: `${title.en} ${words}` };
}

/** `3号楼 502 烟雾报警。先敲门确认，有明火打 119，人先撤。` */
export function firstLine({ place, title, advice }: CaseFacts): Bilingual {
  const zh = sentence(`${place} ${title.zh}`.trim(), "。");
  const en = sentence(`${place} ${title.en}`.trim(), ".");
  const more = { zh: afterTitle(advice?.zh, title.zh), en: afterTitle(advice?.en, title.en) };
  return {
    zh: more.zh === "" ? zh : zh + sentence(more.zh, "。"),
    en: more.en === "" ? en : `${en} ${sentence(more.en, ".")}`,
  };
}

/** Advice that begins with the title's own words says them once. */
function afterTitle(advice = "", title: string): string {
  if (title === "" || !advice.startsWith(title)) return advice;
  return /^[。，,.!！]\s*/.test(advice.slice(title.length))
    ? advice.slice(title.length).replace(/^[。，,.!！]\s*/, "")
    : advice;
}

/** Place and title alone, for lists. */
export function shortLine({ place, title }: CaseFacts): Bilingual {
  return { zh: `${place} ${title.zh}`.trim(), en: `${place} ${title.en}`.trim() };
}
