/** A ticket as who asks may see it. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Session } from "../accounts/session.ts";
import { may } from "../accounts/sight.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "../tickets/ticket.ts";

/** Throws `NOT_FOUND`: who may not see it does not learn that it is there. */
export async function findSeen(tables: Tables, id: TicketId, session: Session): Promise<Ticket> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null || !may(session, ticket.area)) throw new Fault("NOT_FOUND", `ticket ${id}`);
  return ticket;
}
