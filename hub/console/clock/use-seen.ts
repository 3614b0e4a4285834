/** Computes something from the last moment this screen knew anything: while the line to the hub is lost, time stands still. */
import { useLive } from "../live/live-context.tsx";
import { useTicking } from "./use-ticking.ts";

export function useSeen<Result extends string | number | boolean>(compute: (seen: number) => Result): Result {
  const { state } = useLive();
  return useTicking((now) => compute(state.name === "lost" ? Math.min(now, state.since) : now));
}
