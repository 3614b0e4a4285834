/** One device that speaks by itself: what it says is checked and paced, and its silence is a fault. */
import type { FaultCode, FieldFault } from "../../core/fault.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Output } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import { failed, type Round } from "./asker.ts";
import type { BusEvents } from "./bus.ts";
import { afterRound, type Health, unknown } from "./health.ts";

export type HeardDevice = {
  id: DeviceId;
  /** What is told of it is told so often. */
  everyMs: number;
  /** How often it speaks by itself, which its silence is judged by; `everyMs` unless given. */
  ownMs?: number;
  /** Null when the value is possible; otherwise what is wrong with it. */
  refuses(point: PointId, value: Value): FieldFault | null;
};

/**
 * `all`: every reading is told. `changes`: a number once in the device's interval, a state at once when it changes.
 * `states`: every number is told, for it may be a sum; a state as with `changes`.
 */
export type Pace = "all" | "changes" | "states";

export type Hearing = {
  take(outputs: readonly Output[]): void;
  /** The link is there: from now on silence counts. */
  up(): void;
  down(reason: string): void;
  setInterval(everyMs: number, ownMs?: number): void;
  /** What it says next; a device that cannot be asked is waited for, `timeoutMs` at most. */
  next(timeoutMs: number): Promise<Round>;
  close(): void;
};

type Reading = Extract<Output, { reading: unknown }>["reading"];

/** So many intervals without a word are silence, and never less than this. */
const patience = 3;
const leastSilenceMs = 5000;

export function createHearing(device: HeardDevice, pace: Pace, events: BusEvents, clock: Clock): Hearing {
  let { everyMs, ownMs = everyMs } = device;
  let health: Health = unknown;
  let cancelSilence: () => void = () => undefined;
  let isUp = false;
  let waiting: ((round: Round) => void)[] = [];
  const told = new Map<PointId, { value: Value; at: number }>();

  function take(outputs: readonly Output[]): void {
    const readings = outputs.flatMap((output) => ("reading" in output ? [output.reading] : []));
    // The oldest first: what is measured last is what holds now.
    readings.sort((a, b) => (b.agoMs ?? 0) - (a.agoMs ?? 0));
    const faults = outputs.flatMap((output) => ("fault" in output ? [output.fault] : []));
    const kept: Record<string, Value> = {};
    for (const { point, value, agoMs = 0 } of readings) {
      const fault = device.refuses(point, value);
      if (fault !== null) faults.push(fault);
      else {
        kept[point] = value;
        if (isDue({ point, value })) events.onReading(device.id, point, value, agoMs);
      }
    }
    if (readings.length > 0) listen();
    const [first] = faults;
    if (first === undefined && readings.length === 0) return;
    settle({ code: first?.code ?? "", detail: first?.detail ?? "", readings: kept, unsettled: false });
  }

  /** Words such as a button's press are events: each counts. */
  function isDue({ point, value }: Reading): boolean {
    const now = clock.monotonic();
    const last = told.get(point);
    const isChange =
      last === undefined || (typeof value === "boolean" && value !== last.value) || typeof value === "string";
    // A device is never exactly on time.
    const isPaced = pace === "changes" || (pace === "states" && typeof value === "boolean");
    if (isPaced && !isChange && now - last.at < everyMs * 0.9) return false;
    told.set(point, { value, at: now });
    return true;
  }

  function settle(round: Round): void {
    const after = afterRound(health, round.code);
    health = after.health;
    if (after.changed) events.onHealth(device.id, round.code, round.detail);
    for (const done of waiting.splice(0)) done(round);
  }

  function listen(): void {
    cancelSilence();
    const silenceMs = Math.max(patience * ownMs, leastSilenceMs);
    if (isUp) cancelSilence = clock.after(silenceMs, () => silent(silenceMs));
  }

  function silent(silenceMs: number): void {
    settle(failed("FIELD_SILENT", `not heard for ${Math.round(silenceMs / 1000)} s`));
  }

  return {
    take,
    up() {
      isUp = true;
      listen();
    },
    down(reason) {
      isUp = false;
      cancelSilence();
      told.clear();
      settle(failed("LINK_DOWN", reason));
    },
    setInterval(next, own = next) {
      everyMs = next;
      ownMs = own;
      listen();
    },
    next: (timeoutMs) =>
      new Promise((resolve) => {
        const cancel = clock.after(timeoutMs, () => {
          waiting = waiting.filter((done) => done !== mine);
          resolve(
            failed(
              "FIELD_SILENT" satisfies FaultCode,
              `the device speaks by itself and said nothing within ${timeoutMs} ms`,
            ),
          );
        });
        const mine = (round: Round) => {
          cancel();
          resolve(round);
        };
        waiting.push(mine);
      }),
    close() {
      isUp = false;
      cancelSilence();
      for (const done of waiting.splice(0)) done(failed("LINK_DOWN", "the link was closed"));
    },
  };
}
