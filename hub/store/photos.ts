/** Photos that people at the gateways took, and the parts of those still on their way. */
import type { PhotoPart } from "../../core/alert-event.ts";
import type { GatewayId, TicketId } from "../../core/id.ts";

export type Photo = { type: string; body: Uint8Array };

export type Photos = {
  addPart(gateway: GatewayId, part: Pick<PhotoPart, "photo" | "part" | "body">): Promise<void>;
  /** The parts that came, in order, and are held no longer. */
  takeParts(gateway: GatewayId, photo: string): Promise<Uint8Array[]>;
  put(photo: string, content: Photo): Promise<void>;
  /** Null unless the ticket's story shows it. */
  find(ticket: TicketId, photo: string): Promise<Photo | null>;
  /** Whatever names it. */
  read(photo: string): Promise<{ type: string; body: Uint8Array } | null>;
};
