/** What the voltage of a supervised loop means: contact open or closed, line cut or shorted. */
import { Fault } from "../../core/fault.ts";
import type { Loop } from "./config.ts";

export type LoopState = "open" | "closed" | "cut" | "shorted" | "unclear";

/** Share of the distance between two neighbouring voltages within which one of them is believed; between lies `unclear`. */
const margin = 0.4;

/** The voltage at the pin in each state, V, from the lowest: a divider of the pull-up and what the line shows. */
export function levelsOf({ supplyV, pullUpOhm, inSeriesOhm, acrossOhm }: Loop): [LoopState, number][] {
  const volts = (ohm: number) => (supplyV * ohm) / (ohm + pullUpOhm);
  return [
    ["shorted", 0],
    ["closed", volts(inSeriesOhm)],
    ["open", volts(inSeriesOhm + acrossOhm)],
    ["cut", supplyV],
  ];
}

/** Throws `SETTING_INVALID` where two states lie closer than a 10-bit converter on 5 V tells apart with 5 % resistors. */
export function checkLoop(loop: Loop): void {
  const levels = levelsOf(loop);
  for (const [index, [state, volts]] of levels.entries()) {
    const [below, lower] = levels[index - 1] ?? [state, Number.NEGATIVE_INFINITY];
    if (volts - lower < 0.08 * loop.supplyV)
      throw new Fault(
        "SETTING_INVALID",
        `/loop: ${below} (${lower.toFixed(2)} V) and ${state} (${volts.toFixed(2)} V) are too close; use resistors of about pullUpOhm`,
      );
  }
}

/** `volts` at the pin. */
export function stateOf(loop: Loop, volts: number): LoopState {
  const levels = levelsOf(loop);
  const nearest = (index: number) => levels[index] as [LoopState, number];
  for (let index = 0; index + 1 < levels.length; index += 1) {
    const [low, from] = nearest(index);
    const [high, to] = nearest(index + 1);
    if (volts > to && index + 2 < levels.length) continue;
    const share = (volts - from) / (to - from);
    if (share <= margin) return low;
    return share >= 1 - margin ? high : "unclear";
  }
  return "unclear";
}
