/** What a move was about, in words for its line of the story: until when, how much more, to whom, into which. Pure. */
import type { Bilingual } from "../../core/point.ts";
import type { Books } from "../rulebook/kinds.ts";
import { parentOf } from "../rulebook/units.ts";
import type { Basis } from "./clock/limit.ts";
import type { TicketMove } from "./moves.ts";
import type { Ticket, TicketEvent } from "./ticket.ts";

/** `into`: what the other case is called. */
type Said = Pick<TicketEvent, "until" | "amount" | "stillInAlarm"> & { into?: Bilingual | undefined };
type Words = (ticket: Ticket, said: Said, books: Books) => Bilingual | null;

const bases: Record<Basis, Bilingual> = {
  urgent_hour: { zh: "紧急工作时", en: "urgent hours" },
  work_hour: { zh: "工作时", en: "working hours" },
  work_day: { zh: "个工作日", en: "working days" },
  calendar_day: { zh: "天", en: "days" },
};

const tiers: Record<number, Bilingual> = {
  2: { zh: "街道", en: "the street" },
  3: { zh: "区", en: "the district" },
};

const alarming: Words = (_ticket, { stillInAlarm }) =>
  stillInAlarm === null
    ? null
    : { zh: `结案时还在报警：${stillInAlarm}`, en: `Still in alarm when it was closed: ${stillInAlarm}` };

const words: Partial<Record<TicketMove, Words>> = {
  suspend: (_ticket, { until }) =>
    until === undefined ? null : { zh: `挂账到 ${whenZh(until)}`, en: `Suspended until ${whenEn(until)}` },
  extend: ({ clock }, { amount }) => {
    if (clock === null || amount === undefined) return null;
    const { zh, en } = bases[clock.limit.basis];
    return { zh: `延长 ${amount} ${zh}`, en: `${amount} more ${en}` };
  },
  escalate: ({ tier, unit }, _said, books) => {
    const to = tiers[tier + 1];
    const above = parentOf(books.units, unit);
    if (to === undefined) return null;
    return {
      zh: `上提到${to.zh}${above === null ? "" : `，由${above.name}督办`}`,
      en: `Raised to ${to.en}${above === null ? "" : `, ${above.name} answers for it`}`,
    };
  },
  merge: (_ticket, { into }) => (into === undefined ? null : { zh: `并入${into.zh}`, en: `Part of ${into.en}` }),
  close: alarming,
  conclude: alarming,
};

/** Null where the line says it all. */
export function moveWords(ticket: Ticket, move: TicketMove, said: Said, books: Books): Bilingual | null {
  return words[move]?.(ticket, said, books) ?? null;
}

const offsetMs = 8 * 3_600_000;

/** In Shanghai. */
function whenEn(at: number): string {
  return new Date(at + offsetMs).toISOString().slice(0, 16).replace("T", " ");
}

function whenZh(at: number): string {
  const [date = "", time = ""] = whenEn(at).split(" ");
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day}日 ${time}`;
}
