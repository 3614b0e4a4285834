/** What people at the gateway did, written into the hub's one ticket: in event order, beside what operators did meanwhile. */
import { createHash } from "node:crypto";
import type { PersonEvent } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { noteTicket } from "./hear.ts";
import type { noteOn } from "./ticket.ts";

type Line = Parameters<typeof noteOn>[1];

/** Throws `BATCH_INVALID` when its alert is not one of this gateway's; a line that is in the story already changes nothing. */
export async function hearPerson(
  tables: Tables,
  gateway: GatewayId,
  event: PersonEvent,
  changes: Changes,
  now: number,
): Promise<void> {
  if (await tables.tickets.hasEvent(event.id)) return;
  // It began here, as a command, and is in the story by its own line.
  if ((await tables.commands.find(gateway, event.id)) !== null) return;
  const episode = await tables.alerts.findEpisode(event.alert);
  const alert = episode === null ? null : await tables.alerts.find(episode.alert);
  if (alert === null || alert.gateway !== gateway)
    throw new Fault("BATCH_INVALID", `alert ${event.alert} of "${event.kind}" is not known`);
  const { at, by, id } = event;
  await noteTicket(
    tables,
    alert.ticket,
    { at, actor: by, event: id, ...(await lineOf(tables, gateway, event)) },
    changes,
    now,
  );
}

async function lineOf(
  tables: Tables,
  gateway: GatewayId,
  event: PersonEvent,
): Promise<Pick<Line, "move" | "reason" | "photo">> {
  switch (event.kind) {
    case "acknowledged":
      return { move: "acknowledge" };
    case "noted":
      return { move: "note", reason: event.text };
    case "shelved":
      return { move: event.until === null ? "unshelve" : "shelve", reason: event.reason };
    case "photographed":
      return { move: "photo", ...(await keepPhoto(tables, gateway, event)) };
  }
}

/** A photo whose parts did not all come, or not whole, is a line without a picture. */
async function keepPhoto(
  tables: Tables,
  gateway: GatewayId,
  { photo, type }: Extract<PersonEvent, { kind: "photographed" }>,
): Promise<{ photo?: string }> {
  const body = Buffer.concat(await tables.photos.takeParts(gateway, photo));
  if (createHash("sha256").update(body).digest("hex") !== photo) return {};
  await tables.photos.put(photo, { type, body });
  return { photo };
}
