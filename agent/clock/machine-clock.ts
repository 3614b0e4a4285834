/** The machine's own clocks as they are, for what keeps nothing: a date is only shown. */
import type { Clock } from "./clock.ts";
import { machine } from "./system-clock.ts";

export function machineClock(): Clock {
  const { date, monotonic, after } = machine();
  return {
    boot: "",
    bootCount: 0,
    monotonic,
    wall: date,
    trust: () => "estimated",
    hear: () => undefined,
    after,
    backdate: (record) => record,
  };
}
