/** Keeps siren and lamp in step with the board: silence, night and shelves that run out. */
import type { SensorEvent } from "../../core/alert-event.ts";
import type { DeviceId, RuleId } from "../../core/id.ts";
import type { Measures } from "../../core/model.ts";
import { faultPoint } from "../../core/point.ts";
import type { Rule } from "../../core/rule.ts";
import type { Clock } from "../clock/clock.ts";
import type { Board } from "./board.ts";
import { isNight, loudnessOf, type Night, type Silence, silenceNow, wakingMeasures } from "./loudness.ts";
import type { Outputs } from "./outputs.ts";

export type Sounding = {
  show(board: Board): void;
  configure(devices: readonly { id: DeviceId; rules: readonly Rule[]; measures?: Measures }[]): void;
  /** What sounds now is silent for so long; what comes after sounds. It ends nothing else. */
  silence(minutes: number): void;
  isSounding(): boolean;
  close(): void;
};

/** Shelves and nights begin and end by the minute; a clock that was set is noticed as soon. */
const lookAgainMs = 10_000;

export function startSounding(
  outputs: Outputs,
  night: Night & { utcOffsetMinutes: number },
  clock: Pick<Clock, "wall" | "trust" | "after">,
): Sounding {
  let board: Board = { alerts: [], past: [] };
  let latched = new Set<string>();
  /** Devices whose every point but their own health is about smoke or gas. */
  let waking = new Set<DeviceId>();
  let silence: Silence | null = null;
  let endSilence: () => void = () => undefined;
  let sounds = false;
  let cancel = clock.after(lookAgainMs, again);

  function refresh(): void {
    const loudness = loudnessOf(board, {
      now: clock.wall(),
      silence,
      // Who does not know the time lowers nothing.
      isNight: clock.trust() === "synced" && isNight(clock.wall(), night, night.utcOffsetMinutes),
      wakes: ({ raised }) => waking.has(raised.device) && isSensed(raised),
      isLatched: ({ raised }) => latched.has(nameOf(raised.device, raised.rule)),
    });
    sounds = loudness.sounds !== null;
    outputs.show(loudness);
  }

  function again(): void {
    refresh();
    cancel = clock.after(lookAgainMs, again);
  }

  return {
    show(next) {
      board = next;
      refresh();
    },
    configure(devices) {
      waking = new Set(devices.flatMap(({ id, measures }) => (isWaking(measures) ? [id] : [])));
      latched = new Set(
        devices.flatMap(({ id, rules }) => rules.flatMap((rule) => (rule.latch ? [nameOf(id, rule.id)] : []))),
      );
      refresh();
    },
    silence(minutes) {
      endSilence();
      silence = silenceNow(board);
      endSilence = clock.after(minutes * 60_000, () => {
        silence = null;
        refresh();
      });
      refresh();
    },
    isSounding: () => sounds,
    close() {
      cancel();
      endSilence();
      outputs.close();
    },
  };
}

function isWaking(measures: Measures | undefined): boolean {
  return measures !== undefined && wakingMeasures.includes(measures);
}

/** A state the sensor is there to find: that it is silent or its battery low can wait for the morning. */
function isSensed({ value, point }: SensorEvent): boolean {
  return value === true && point !== faultPoint;
}

function nameOf(device: DeviceId, rule: RuleId): string {
  return `${device} ${rule}`;
}
