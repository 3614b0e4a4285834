/** Which sensors a change must not lose: known once each has answered or failed since the start, or had its time to. */
import type { DeviceId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import type { Reading } from "../../core/reading.ts";
import type { Clock } from "../clock/clock.ts";

export type WhoWorks = {
  hear(reading: Pick<Reading, "device" | "point" | "value">): void;
  /** False for what has failed and not answered since; who was not heard of yet may work. */
  mayWork(device: DeviceId): boolean;
  /** Whether there is nobody left to wait for. */
  isKnown(devices: readonly DeviceId[]): boolean;
  /** Resolves when there is nobody left, or after `withinMs`. */
  known(devices: () => readonly DeviceId[], withinMs: number): Promise<void>;
  close(): void;
};

export function whoWorks(clock: Pick<Clock, "after">): WhoWorks {
  const heard = new Set<DeviceId>();
  const failing = new Set<DeviceId>();
  let isOver = false;
  let waiting: (() => void)[] = [];
  let cancel: (() => void) | null = null;

  function look(): void {
    const due = waiting;
    waiting = [];
    for (const one of due) one();
  }

  function isKnown(devices: readonly DeviceId[]): boolean {
    return isOver || devices.every((id) => heard.has(id));
  }

  function begin(withinMs: number): void {
    cancel ??= clock.after(withinMs, () => {
      isOver = true;
      look();
    });
  }

  return {
    isKnown,
    mayWork: (device) => !failing.has(device),
    hear({ device, point, value }) {
      const isFault = point === faultPoint && value !== "";
      if (isFault) failing.add(device);
      else if (point !== faultPoint) failing.delete(device);
      // The end of a fault is told before anything was read.
      if (isFault || point !== faultPoint) heard.add(device);
      look();
    },
    known(devices, withinMs) {
      begin(withinMs);
      return new Promise((done) => {
        const tryIt = () => (isKnown(devices()) ? done() : void waiting.push(tryIt));
        tryIt();
      });
    },
    close: () => cancel?.(),
  };
}
