/** Who of a unit has opened a ticket that was sent to it: once a person, the first time stays. */
import type { TicketId } from "../../core/id.ts";

export type Receipt = { ticket: TicketId; account: string; at: number };

export type Receipts = {
  /** False when that person's is there already. */
  add(receipt: Receipt): Promise<boolean>;
  /** The earliest first. */
  of(ticket: TicketId): Promise<Receipt[]>;
};
