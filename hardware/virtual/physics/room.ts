/** A room with a toaster and a smoke detector on its ceiling. */
import { type Battery, fullBattery, stepBattery } from "./battery.ts";

export const room = {
  /** Toast that burns: how much smoke it adds, and for how long. */
  toastDbPerMPerS: 0.05,
  toastMs: 20_000,
  /** Smoke thins out with this time constant, window shut or open. */
  shutS: 40,
  openS: 8,
  /** A photoelectric detector closes its relay above the one and opens it below the other. */
  alarmDbPerM: 0.15,
  restDbPerM: 0.1,
  indoorCel: 22,
} as const;

/** `densityDbPerM` is the smoke at the ceiling, `toastMs` how long the toast still burns. */
export type Room = {
  densityDbPerM: number;
  toastMs: number;
  window: "shut" | "open";
  relay: "rest" | "alarm";
  battery: Battery;
};

export const quietRoom: Room = {
  densityDbPerM: 0,
  toastMs: 0,
  window: "shut",
  relay: "rest",
  battery: fullBattery,
};

export function stepRoom(state: Room, dtMs: number, jitter: number): Room {
  const burningS = Math.min(dtMs, state.toastMs) / 1000;
  const thinS = state.window === "open" ? room.openS : room.shutS;
  const thinned = (state.densityDbPerM + room.toastDbPerMPerS * burningS) * Math.exp(-dtMs / 1000 / thinS);
  const densityDbPerM = thinned < 1e-4 ? 0 : thinned;
  return {
    densityDbPerM,
    toastMs: Math.max(0, state.toastMs - dtMs),
    window: densityDbPerM === 0 ? "shut" : state.window,
    relay: relayAt(state.relay, densityDbPerM),
    battery: stepBattery(state.battery, dtMs, room.indoorCel, jitter),
  };
}

function relayAt(relay: Room["relay"], densityDbPerM: number): Room["relay"] {
  if (densityDbPerM >= room.alarmDbPerM) return "alarm";
  return densityDbPerM <= room.restDbPerM ? "rest" : relay;
}
