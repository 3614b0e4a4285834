/** Somebody writes something down about a case that moves nothing: more about it, photos, a wish for more time. */
import { Fault } from "../../core/fault.ts";
import type { EventId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { takeAttachments } from "./attach.ts";
import { keepLine } from "./keep.ts";
import { isKnownEvent } from "./move.ts";
import { isOver } from "./moves.ts";
import type { Position } from "./position.ts";
import { noteOn, type Ticket } from "./ticket.ts";

/** `add`: more about it. `time`: more time is asked for; who reviews gives it by `extend`. */
export const noteKinds = ["add", "time"] as const;
export type NoteKind = (typeof noteKinds)[number];

export type Note = {
  kind: NoteKind;
  actor: string;
  event: EventId;
  text: string;
  attachments?: readonly string[] | undefined;
  position?: Position | undefined;
};

const whys: Record<NoteKind, Bilingual | null> = {
  add: null,
  time: { zh: "申请延时", en: "More time is asked for" },
};

/** A note whose `event` is in the story already changes nothing. Throws `INPUT_INVALID`, `MOVE_NOT_ALLOWED`, `REASON_REQUIRED`, `ATTACHMENT_MISSING`. */
export async function writeNote(
  tables: Tables,
  ticket: Ticket,
  note: Note,
  changes: Changes,
  now: number,
): Promise<void> {
  const { kind, actor, event, attachments: named = [], position } = note;
  if (await isKnownEvent(tables, event, ticket.id)) return;
  if (ticket.drill || isOver(ticket.state))
    throw new Fault("MOVE_NOT_ALLOWED", `ticket ${ticket.id} is ${ticket.state}`);
  const text = note.text.trim();
  if (text === "" && (kind === "time" || named.length === 0)) throw new Fault("REASON_REQUIRED", "a note needs words");
  const attachments = await takeAttachments(tables, ticket.id, named);
  const line = {
    ...{ at: now, actor, event, move: "note" as const, reason: text === "" ? undefined : text },
    ...(whys[kind] === null ? {} : { why: whys[kind] as Bilingual }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(position === undefined ? {} : { position }),
  };
  await keepLine(tables, ticket, noteOn(ticket, line), changes, now);
}
