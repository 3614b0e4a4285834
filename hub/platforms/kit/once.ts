/** By what a message is known when it is sent again: each platform says it once, the intake does it. */

export type Once =
  /** The sender's own id of it: whatever else it says, whenever it comes. */
  | { id: string }
  /**
   * It has none: what says the same by the same way within so many ms of the first is that one, later it is another; 0:
   * always another. `anyWay`: whichever way it comes, for a device that dials in anew has another address.
   */
  | { sameForMs: number; anyWay?: true };

/** What says the same holds a moment, or an id: it is the same for ever. */
export const sameForEver: Once = { sameForMs: Number.POSITIVE_INFINITY };

/** By its own id; where it has none it is the same for ever. */
export function byId(id: string | null): Once {
  return id === null ? sameForEver : { id };
}
