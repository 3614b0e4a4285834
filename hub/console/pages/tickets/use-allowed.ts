/** A ticket with the moves that this person may make: the work, and where two must say yes or no, the right to review. */
import type { TicketView } from "../../../http/views.ts";
import { useMe } from "../../client/queries.ts";
import { withRights } from "../../order/moves.ts";

export function useAllowed(): <Some extends TicketView>(ticket: Some) => Some {
  const rights = useMe().data?.rights ?? [];
  return (ticket) => withRights(ticket, rights);
}
