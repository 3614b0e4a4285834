/** The sky: how hard it rains, and how warm it is. */

export const sky = {
  /** A cloudburst: about the one-hour rain that Shanghai sees every twenty years. */
  cloudburstMmPerH: 100,
  /** More has hardly been measured anywhere. */
  mostMmPerH: 300,
  /** A shower nears its wanted intensity with this time constant (seconds as watched, not of water time). */
  gatherS: 4,
  /** Gusts move the intensity by this part of it. */
  gustPart: 0.08,
  /** Air in the lane: mean, and swing over a day that starts at the mean and warms first. */
  meanCel: 16,
  swingCel: 6,
  dayMs: 86_400_000,
} as const;

/** `wantedMmPerH` is the weather asked for, `rainMmPerH` what falls now; `airCel` the temperature. */
export type Sky = { wantedMmPerH: number; rainMmPerH: number; airCel: number };

export const clearSky: Sky = { wantedMmPerH: 0, rainMmPerH: 0, airCel: sky.meanCel };

/** `gust` is noise in (-1, 1); `elapsedMs` is the age of the world after this step. */
export function stepSky(state: Sky, dtMs: number, elapsedMs: number, gust: number): Sky {
  const nearing = 1 - Math.exp(-dtMs / 1000 / sky.gatherS);
  const target = state.wantedMmPerH * (1 + gust * sky.gustPart);
  const rain = state.rainMmPerH + (target - state.rainMmPerH) * nearing;
  return {
    wantedMmPerH: state.wantedMmPerH,
    rainMmPerH: state.wantedMmPerH === 0 && rain < 0.1 ? 0 : Math.max(0, rain),
    airCel: sky.meanCel + sky.swingCel * Math.sin((2 * Math.PI * elapsedMs) / sky.dayMs),
  };
}
