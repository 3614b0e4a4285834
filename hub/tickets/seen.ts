/** Read receipts: who of the unit that a ticket was sent to has opened it, once a person; no line of its story. */
import type { Session } from "../accounts/session.ts";
import type { Changes } from "../changes.ts";
import type { TicketStory } from "../http/views.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "./ticket.ts";

/** Who is not of the unit may look as often as they like: nothing is kept. Answers whether it was. */
export async function keepSeen(
  tables: Tables,
  ticket: Ticket,
  { account }: Pick<Session, "account">,
  changes: Changes,
  now: number,
): Promise<boolean> {
  const unit = (await tables.accounts.find(account))?.unit ?? null;
  const isTheirs = (unit !== null && unit === ticket.unit) || ticket.assignee === account;
  if (!isTheirs || !(await tables.receipts.add({ ticket: ticket.id, account, at: now }))) return false;
  changes.tickets.add(ticket.id);
  return true;
}

export async function seenByOf(tables: Tables, id: Ticket["id"]): Promise<TicketStory["seenBy"]> {
  const rows = await tables.receipts.of(id);
  const named = async ({ account, at }: (typeof rows)[number]) => ({
    ...{ account, at },
    name: (await tables.accounts.find(account))?.display ?? account,
  });
  return Promise.all(rows.map(named));
}
