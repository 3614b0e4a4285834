/** The present minute: for orders that change with time, but need not every second. */
import { useSeen } from "./use-seen.ts";

const minute = 60_000;

export function useMinute(): number {
  return useSeen((seen) => Math.floor(seen / minute) * minute);
}
