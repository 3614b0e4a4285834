/** Each line of a case's story goes to the district, in the order it was written. */
import type { Bilingual } from "../../core/point.ts";
import { readDistrict } from "../rulebook/district.ts";
import type { Tables } from "../store/store.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";
import type { CaseLine } from "./case-port.ts";

export const caseLane = "district/cases";

/** What stands in the outbox; the line itself is in `case_lines`. */
export type LineName = { case: Ticket["id"]; seq: number };

/** Runs in the transaction that keeps the line. A case that began before the district was connected is told from its start. */
export async function shareCase(tables: Tables, ticket: Ticket, entry: StoryEntry, now: number): Promise<void> {
  if (ticket.drill || (await readDistrict(tables)).book.state === "off") return;
  const isBirth = entry.from === null;
  if (!isBirth && (await tables.caseLines.count(ticket.id)) === 0) await tellStory(tables, ticket, now);
  else await tell(tables, ticket, entry, now);
}

/** The whole story as it stands, of a case the district was told nothing of. */
export async function tellStory(tables: Tables, ticket: Ticket, now: number): Promise<void> {
  for (const entry of await tables.tickets.story(ticket.id)) await tell(tables, ticket, entry, now);
}

async function tell({ caseLines, outbox }: Tables, ticket: Ticket, entry: StoryEntry, now: number): Promise<void> {
  const seq = await caseLines.add(ticket.id, lineOf(ticket, entry));
  const body: LineName = { case: ticket.id, seq };
  await outbox.add({ lane: caseLane, key: ticket.id, id: `${ticket.id}/${seq}`, body, at: now });
}

/** All of it but its number. */
export function lineOf(ticket: Ticket, entry: StoryEntry): Omit<CaseLine, "seq"> {
  const { at, actor, move, from, to, reason, assignee, unit, why, due, photo } = entry;
  return {
    ...{ case: ticket.id, at, actor, move, from, to, reason, assignee },
    ...(unit === undefined || unit === null ? {} : { unit }),
    ...(why === undefined ? {} : { why }),
    ...(due === undefined ? {} : { due }),
    ...(photo === undefined ? {} : { photo }),
    about: aboutOf(ticket),
  };
}

function aboutOf(ticket: Ticket): CaseLine["about"] {
  const { source, class: code, area, severity, title, place, gateway, device, openedAt } = ticket;
  const named: Bilingual = title;
  const deviceName = gateway === null || device === null ? null : `${gateway}/${device}`;
  return { source, class: code, area, severity, title: named, place, device: deviceName, openedAt };
}
