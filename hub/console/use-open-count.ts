/** How many things wait for someone now. */
import { useOverview } from "./pages/overview/queries.ts";

export function useOpenCount(): number {
  const overview = useOverview().data;
  if (!overview) return 0;
  return overview.tickets.open + overview.cases.filter(({ ticket }) => ticket === undefined).length;
}
