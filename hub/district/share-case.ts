/** Each line of a case's story goes to the district, in the order it was written. */
import type { Bilingual } from "../../core/point.ts";
import type { Rule } from "../../core/rule.ts";
import { isOwnAffair } from "../alerts/rules/hub-rules.ts";
import { toldPlace } from "../alerts/told-place.ts";
import { placeOf, titleOf } from "../alerts/view.ts";
import { readDistrict } from "../rulebook/district.ts";
import type { Tables } from "../store/store.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";
import type { CaseLine } from "./case-port.ts";

export const caseLane = "district/cases";

/** What stands in the outbox; the line itself is in `case_lines`. */
export type LineName = { case: Ticket["id"]; seq: number };

/** Runs in the transaction that keeps the line. A case that began before the district was connected is told from its start. */
export async function shareCase(tables: Tables, ticket: Ticket, entry: StoryEntry, now: number): Promise<void> {
  if (ticket.drill || isOwnAffair(ticket.rule) || (await readDistrict(tables)).book.state === "off") return;
  const isBirth = entry.from === null;
  if (!isBirth && (await tables.caseLines.count(ticket.id)) === 0) await tellStory(tables, ticket, now);
  else await tell(tables, ticket, entry, now);
}

/** The whole story as it stands, of a case the district was told nothing of. */
export async function tellStory(tables: Tables, ticket: Ticket, now: number): Promise<void> {
  if (isOwnAffair(ticket.rule)) return;
  for (const entry of await tables.tickets.story(ticket.id)) await tell(tables, ticket, entry, now);
}

async function tell(tables: Tables, ticket: Ticket, entry: StoryEntry, now: number): Promise<void> {
  const seq = await tables.caseLines.add(ticket.id, await lineOf(tables, ticket, entry));
  const body: LineName = { case: ticket.id, seq };
  await tables.outbox.add({ lane: caseLane, key: ticket.id, id: `${ticket.id}/${seq}`, body, at: now });
}

/** All of it but its number. */
async function lineOf(tables: Tables, ticket: Ticket, entry: StoryEntry): Promise<Omit<CaseLine, "seq">> {
  const { at, actor, move, from, to, reason, assignee, unit, why, due, photo, attachments } = entry;
  return {
    ...{ case: ticket.id, at, actor, move, from, to, reason, assignee },
    ...(unit === undefined ? {} : { unit }),
    ...(why === undefined ? {} : { why }),
    ...(due === undefined ? {} : { due }),
    ...(photo === undefined ? {} : { photo }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map(({ id: sha256, ...one }) => ({ sha256, ...one })) }),
    about: await aboutOf(tables, ticket),
  };
}

async function aboutOf(tables: Tables, ticket: Ticket): Promise<CaseLine["about"]> {
  const { source, class: code, area, severity, gateway, device, openedAt } = ticket;
  const named = gateway === null || device === null ? null : `${gateway}/${device}`;
  const rule = await ruleOf(tables, ticket);
  const title = ticket.title ?? titleFor(ticket, rule);
  const place = await placeFor(tables, ticket, rule);
  return { source, class: code, area, severity, title, place, device: named, openedAt };
}

async function ruleOf({ devices }: Tables, { gateway, device, rule }: Ticket): Promise<Rule | undefined> {
  if (gateway === null || device === null || rule === null) return undefined;
  return (await devices.find(gateway, device))?.document?.rules.find(({ id }) => id === rule);
}

function titleFor({ gateway, device, rule, class: code }: Ticket, words: Rule | undefined): Bilingual {
  if (gateway === null || device === null || rule === null) return { zh: code, en: code };
  return titleOf(words, { rule, drill: false });
}

async function placeFor(tables: Tables, { alert: id, rule, place }: Ticket, words: Rule | undefined): Promise<string> {
  const alert = id === null || words?.placeFrom === undefined ? null : await tables.alerts.find(id);
  return alert === null || rule === null
    ? place
    : placeOf({ rule }, undefined, place, await toldPlace(tables, alert, words));
}
