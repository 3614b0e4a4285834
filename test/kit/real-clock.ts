/** Real time for tests with real sockets and ports; the wall clock counts as confirmed. */
import type { Clock } from "../../agent/clock/clock.ts";
import { machine } from "../../agent/clock/system-clock.ts";

export function realClock(): Clock {
  const { date, monotonic, after } = machine();
  return {
    boot: "boot-1",
    bootCount: 1,
    monotonic,
    wall: date,
    trust: () => "synced",
    hear: () => undefined,
    after,
    backdate: (record) => record,
  };
}
