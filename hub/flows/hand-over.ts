/** Asks the flows about a case, in the transaction that reports it. */
import type { TicketId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";

/** The row is the promise that it is sent: by a flow's answer, or without one by the hub. Asked already, nothing changes. */
export async function handOver(tables: Tables, ticket: TicketId, changes: Changes, now: number): Promise<void> {
  if (await tables.handovers.ask(ticket, now)) changes.handovers.add(ticket);
}
