/** How many things wait for someone now. */
import { openCases } from "./order/urgency.ts";
import { useAlerts, useTickets } from "./queries.ts";

export function useOpenCount(): number {
  const tickets = useTickets("open").data ?? [];
  const alerts = useAlerts("open").data ?? [];
  return openCases(tickets, alerts, 0).length;
}
