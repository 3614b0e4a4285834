/** Whether a change of links and sensors may stay: what worked before must work again in time, sensors and uplink. */
import type { DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";

export type TrialOf = {
  /** Devices on links that were begun anew, which were well before. */
  awaited: readonly { id: DeviceId; everyMs: number }[];
  wasOnline: boolean;
  withinMs: number;
};

export type TrialEvents = {
  isOnline(): boolean;
  /** Called once: null when all is well, else what is not. */
  onEnd(why: string | null): void;
};

export type Trial = { heard(device: DeviceId): void; close(): void };

/** A slow sensor is given so many of its intervals, and the uplink is looked at so often. */
const intervals = 3;
const lookEveryMs = 1000;

export function openTrial({ awaited, wasOnline, withinMs }: TrialOf, events: TrialEvents, clock: Clock): Trial {
  const missing = new Set(awaited.map(({ id }) => id));
  const slowestMs = Math.max(0, ...awaited.map(({ everyMs }) => everyMs));
  const until = clock.monotonic() + Math.max(withinMs, intervals * slowestMs);
  let cancel = clock.after(0, look);

  function look(): void {
    const isCut = wasOnline && !events.isOnline();
    if (missing.size === 0 && !isCut) events.onEnd(null);
    else if (clock.monotonic() >= until) events.onEnd(whyNot(isCut));
    else cancel = clock.after(Math.min(lookEveryMs, Math.max(1, until - clock.monotonic())), look);
  }

  function whyNot(isCut: boolean): string {
    const silent = missing.size === 0 ? [] : [`${[...missing].join(", ")} no longer answer`];
    return [...silent, ...(isCut ? ["the hub is no longer reached"] : [])].join(", and ");
  }

  return { heard: (device) => void missing.delete(device), close: () => cancel() };
}
