/** A case that no sensor saw: from patrol, a hotline, a third party's analytics, the district. */
import { Fault } from "../../core/fault.ts";
import type { EventId, TicketId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Severity } from "../../core/rule.ts";
import type { Changes } from "../changes.ts";
import { handOver } from "../flows/hand-over.ts";
import { areaOf, findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import { findClass } from "../rulebook/classes.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { Tables } from "../store/store.ts";
import { policyOf } from "./classify.ts";
import { keepTicket } from "./keep.ts";
import { isKnownEvent } from "./move.ts";
import type { Position } from "./position.ts";
import { reportTicket } from "./report.ts";
import type { TicketSource } from "./source.ts";
import type { Ticket } from "./ticket.ts";

export type Report = {
  id: TicketId;
  source: Exclude<TicketSource, "sensor">;
  /** What it is, in a few words. */
  title: Bilingual;
  place: string;
  severity: Severity;
  class?: string | undefined;
  area?: string | undefined;
  openedAt: number;
  /** Who reports it. */
  by: string;
  details?: string | undefined;
  /** Where who reports it stood. */
  position?: Position | undefined;
  /** The same report sent again changes nothing. */
  event: EventId;
};

/** No hub is older; what is stamped before is in seconds, or nobody set the clock. */
const earliest = Date.parse("2020-01-01T00:00:00+08:00");
/** Reporters' clocks may be ahead by so much. */
const mostAheadMs = 5 * 60_000;

/** Answers the ticket's id; a report that is known already changes nothing. Throws `INPUT_INVALID` for a class or an area that no table knows, or a time that cannot be. */
export async function openTicket(tables: Tables, report: Report, changes: Changes, now: number): Promise<TicketId> {
  const { class: code, area, by, details, event, position, ...rest } = report;
  const known = await tables.tickets.find(report.id);
  if (known !== null) return sameReport(tables, known, report);
  await isKnownEvent(tables, event, report.id);
  if (report.openedAt < earliest || report.openedAt > now + mostAheadMs)
    throw new Fault("INPUT_INVALID", "/openedAt must be ms since 1970, from 2020-01-01 to 5 minutes from now");
  const books = await readBooks(tables);
  const found = classFor(books, code, report.source);
  if (area !== undefined && findArea(books.areas, area) === null)
    throw new Fault("INPUT_INVALID", `/area "${area}" is no area of the rulebook`);
  const birth = { ...rest, alert: null, gateway: null, device: null, rule: null, drill: false };
  const outcome = reportTicket(
    {
      ...birth,
      ...{ class: found.code, area: area ?? areaOf(books.areas, null, report.place)?.id ?? null },
      ...{ policy: policyOf(found), actor: by, event, ...(details === undefined ? {} : { reason: details }) },
      ...(position === undefined ? {} : { position }),
    },
    now,
  );
  const isSent = books.dispatch.auto.includes(report.source);
  await keepTicket(tables, outcome, changes, now);
  if (isSent) await handOver(tables, report.id, changes, now);
  return report.id;
}

/** The same again is no fault; another report by the same name would be lost without a word. Throws `INPUT_INVALID`. */
async function sameReport({ tickets }: Tables, known: Ticket, { event, by, ...report }: Report): Promise<TicketId> {
  const first = (await tickets.story(known.id)).find(({ move }) => move === "report");
  const isSame =
    first?.event === event &&
    first.actor === by &&
    known.source === report.source &&
    known.title?.zh === report.title.zh &&
    known.place === report.place;
  if (isSame) return known.id;
  throw new Fault(
    "INPUT_INVALID",
    `/id "${known.id}" was used for another report; send this one under an id of its own`,
  );
}

function classFor({ classes }: Books, code: string | undefined, source: TicketSource) {
  const found = findClass(classes, code ?? (source === "patrol" ? classes.patrol : classes.otherwise));
  if (found === null) throw new Fault("INPUT_INVALID", `/class "${code}" is no class of the rulebook`);
  return found;
}
