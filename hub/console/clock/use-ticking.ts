/** Computes something from the present time and renders again only when the result changes. */
import { useSyncExternalStore } from "react";
import { now, onTick } from "./clock.ts";

/** `compute` must return a primitive: it is compared by identity each second. */
export function useTicking<Result extends string | number | boolean>(compute: (now: number) => Result): Result {
  return useSyncExternalStore(onTick, () => compute(now()));
}
