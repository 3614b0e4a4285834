/** How long a drill takes from step to step: told to siren and page, on the card, acknowledged by the hub. */
import type { Hops } from "../../core/alert-event.ts";
import type { AlertId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";

type Walk = { began: number; offset: number | null; hops: Hops };

export type HopsOfDrills = {
  /** People were told; it began at `began` on the monotonic clock. */
  shown(alert: AlertId, began: number): void;
  /** It lies on the card, in the alert lane at `offset`. */
  journaled(alert: AlertId, offset: number): void;
  of(alert: AlertId): Hops | null;
  follow(changed: (alert: AlertId, hops: Hops) => void): void;
  close(): void;
};

/** Drills are rare; what the oldest of so many still waits for is not told any more. */
const mostDrills = 64;
const leastLookMs = 100;
const mostLookMs = 10_000;
/** The hub says what it has in its own time: looked for again after a twentieth of what has been waited. */
const lookShare = 20;

/** `isAtHub`: whether the hub has committed the record at this offset of the alert lane. */
export function followHops(clock: Clock, isAtHub: (offset: number) => boolean): HopsOfDrills {
  const walks = new Map<AlertId, Walk>();
  const followers: ((alert: AlertId, hops: Hops) => void)[] = [];
  let cancelLook: (() => void) | null = null;

  function put(alert: AlertId, walk: Walk): void {
    walks.set(alert, walk);
    const [oldest] = walks.keys();
    if (walks.size > mostDrills && oldest !== undefined) walks.delete(oldest);
    for (const tell of followers) tell(alert, walk.hops);
  }

  function look(): void {
    cancelLook = null;
    for (const [alert, walk] of waiting())
      if (isAtHub(walk.offset)) put(alert, { ...walk, hops: { ...walk.hops, hubMs: clock.monotonic() - walk.began } });
    const youngest = Math.max(...waiting().map(([, { began }]) => began));
    if (!Number.isFinite(youngest)) return;
    const pause = (clock.monotonic() - youngest) / lookShare;
    cancelLook = clock.after(Math.min(mostLookMs, Math.max(leastLookMs, pause)), look);
  }

  function waiting(): [AlertId, Walk & { offset: number }][] {
    return [...walks].filter((entry): entry is [AlertId, Walk & { offset: number }] => {
      const [, { offset, hops }] = entry;
      return offset !== null && hops.hubMs === undefined;
    });
  }

  return {
    shown: (alert, began) => put(alert, { began, offset: null, hops: { shownMs: clock.monotonic() - began } }),
    journaled(alert, offset) {
      const walk = walks.get(alert);
      if (walk === undefined || walk.offset !== null) return;
      put(alert, { ...walk, offset, hops: { ...walk.hops, journaledMs: clock.monotonic() - walk.began } });
      cancelLook?.();
      look();
    },
    of: (alert) => walks.get(alert)?.hops ?? null,
    follow: (changed) => void followers.push(changed),
    close: () => cancelLook?.(),
  };
}
