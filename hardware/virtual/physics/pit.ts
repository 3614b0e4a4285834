/** The sump pit of an underground garage: rain and seepage fill it, a pump with two float levels drains it. */
import { waterHours } from "./water.ts";

export const pit = {
  /** Plan area of the pit, 2 m by 2 m. */
  areaM2: 4,
  /** Edge of the pit; what comes beyond it runs over the garage floor. */
  depthM: 2,
  /** Ramp and yard that drain into it, and the part of the rain that gets there. */
  catchmentM2: 400,
  runoffPart: 0.9,
  /** Ground water through the walls, day and night. */
  seepageM3PerH: 1,
  /** One pump, the common small submersible. */
  pumpM3PerH: 15,
  pumpOnM: 0.8,
  pumpOffM: 0.4,
  startM: 0.55,
  /** The standby pump, which only its contact starts; near the floor it stops by itself rather than run dry. */
  standbyM3PerH: 45,
  standbyW: 2200,
  standbyDryM: 0.2,
  /** The surface sloshes by this much under the probe. */
  sloshM: 0.003,
} as const;

/** `stopped` is a pump that does not run whatever the floats say: tripped, jammed, or without current. */
export type Pump = "resting" | "running" | "stopped";

/** `off`: its contact is open; `ready`: closed, but there is too little water. */
export type Standby = "off" | "ready" | "running";

/** `levelM` is the water, `readM` what the probe makes of it. */
export type Pit = { levelM: number; readM: number; pump: Pump; standby: Standby };

export const everydayPit: Pit = { levelM: pit.startM, readM: pit.startM, pump: "resting", standby: "off" };

/** `slosh` is noise in (-1, 1). */
export function stepPit(state: Pit, dtMs: number, rainMmPerH: number, slosh: number): Pit {
  const inM3PerH = (rainMmPerH / 1000) * pit.catchmentM2 * pit.runoffPart + pit.seepageM3PerH;
  const outM3PerH =
    (state.pump === "running" ? pit.pumpM3PerH : 0) + (state.standby === "running" ? pit.standbyM3PerH : 0);
  const risenM = ((inM3PerH - outM3PerH) * waterHours(dtMs)) / pit.areaM2;
  const levelM = Math.min(pit.depthM, Math.max(0, state.levelM + risenM));
  const readM = Math.max(0, levelM + slosh * pit.sloshM);
  return { levelM, readM, pump: switched(state.pump, levelM), standby: withWater(state.standby, levelM) };
}

function withWater(standby: Standby, levelM: number): Standby {
  if (standby === "off") return standby;
  if (levelM <= pit.standbyDryM) return "ready";
  return levelM >= pit.pumpOffM ? "running" : standby;
}

/** The two floats. */
function switched(pump: Pump, levelM: number): Pump {
  if (pump === "stopped") return pump;
  if (levelM >= pit.pumpOnM) return "running";
  return levelM <= pit.pumpOffM ? "resting" : pump;
}
