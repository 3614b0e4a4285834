/** Files are brought to a ticket first and named by a move then: what no move names is in no story. */
import { createHash } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Tables } from "../store/store.ts";
import { type Attachment, mostAttachmentBytes } from "./attachment.ts";
import { kindOf } from "./file-kind.ts";
import { safeName } from "./file-name.ts";

/** Files of one ticket that wait for the move that names them. */
const mostWaiting = 36;

export type Brought = { ticket: TicketId; body: Buffer; name: string; by: string };

/** The same file again is the same attachment, under its first name. Throws `NOT_FOUND` or `ATTACHMENT_REFUSED`. */
export async function bringAttachment(tables: Tables, brought: Brought, now: number): Promise<Attachment> {
  const { ticket, body, name, by } = brought;
  if ((await tables.tickets.find(ticket)) === null) throw new Fault("NOT_FOUND", `ticket ${ticket}`);
  const file = fileOf(body, name);
  const known = await tables.photos.findAttachment(ticket, file.id);
  if (known !== null) return known;
  if ((await tables.photos.countWaiting(ticket)) >= mostWaiting)
    throw refused(`${mostWaiting} files of ticket ${ticket} wait for a move that names them`);
  await tables.photos.put(file.id, { type: file.type, body });
  await tables.photos.attach(ticket, file.id, { name: file.name, by, at: now });
  return file;
}

/** What the bytes are, whatever they are said to be. Throws `ATTACHMENT_REFUSED`. Pure. */
export function fileOf(body: Buffer, name: string): Attachment {
  if (body.length > mostAttachmentBytes)
    throw refused(`it has ${body.length} bytes, at most ${mostAttachmentBytes} are taken`);
  const type = kindOf(body);
  return { id: createHash("sha256").update(body).digest("hex"), name: safeName(name, type), type, size: body.length };
}

/** What a move names, in its order; from here on it waits no longer. Throws `ATTACHMENT_MISSING`. */
export async function takeAttachments(tables: Tables, ticket: TicketId, ids: readonly string[]): Promise<Attachment[]> {
  const taken: Attachment[] = [];
  for (const id of ids) {
    const found = await tables.photos.findAttachment(ticket, id);
    if (found === null) throw new Fault("ATTACHMENT_MISSING", `ticket ${ticket} has no file ${id}`);
    taken.push(found);
  }
  if (ids.length > 0) await tables.photos.nameAttachments(ticket, ids);
  return taken;
}

function refused(detail: string): Fault {
  return new Fault("ATTACHMENT_REFUSED", detail);
}
