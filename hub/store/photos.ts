/** Photos that people at the gateways took, the parts of those still on their way, and what operators brought to tickets. */
import type { PhotoPart } from "../../core/alert-event.ts";
import type { GatewayId, TicketId } from "../../core/id.ts";
import type { Attachment } from "../tickets/attachment.ts";

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
  /** A file that was put is brought to a ticket; its first name there stays. */
  attach(ticket: TicketId, photo: string, brought: { name: string; by: string; at: number }): Promise<void>;
  /** Null unless it was brought to this ticket. */
  findAttachment(ticket: TicketId, photo: string): Promise<Attachment | null>;
  /** How many were brought to it that no move has named yet. */
  countWaiting(ticket: TicketId): Promise<number>;
  /** A move named them. */
  nameAttachments(ticket: TicketId, photos: readonly string[]): Promise<void>;
};
