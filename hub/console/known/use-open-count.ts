/** How many things wait for someone now. */
import { useOverview } from "../pages/overview/queries.ts";
import { useAwaiting } from "../pages/tasks/use-awaiting.ts";

export function useOpenCount(): number {
  const overview = useOverview().data;
  const awaiting = useAwaiting().total;
  if (!overview) return awaiting;
  return awaiting + overview.tickets.open + overview.cases.filter(({ ticket }) => ticket === undefined).length;
}
