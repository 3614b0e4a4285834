/** A 12 V lead battery behind a sensor: it sags slowly, more in the cold, with a little noise on top. */

export const battery = {
  /** At rest, full and flat, at 20 °C. */
  fullV: 12.8,
  flatV: 11,
  /** Lost for each degree below 20 °C. */
  perCelV: 0.008,
  noiseV: 0.015,
  /** From full to flat under the sensor's load. */
  lifeDays: 400,
  /** What `battery sag` leaves in it. */
  saggedPart: 0.02,
} as const;

/** `chargePart` is 1 when full and 0 when flat; `volts` what the sensor measures. */
export type Battery = { chargePart: number; volts: number };

const dayMs = 86_400_000;
const referenceCel = 20;

export const fullBattery: Battery = { chargePart: 1, volts: battery.fullV };

/** `jitter` is noise in (-1, 1). */
export function stepBattery(state: Battery, dtMs: number, airCel: number, jitter: number): Battery {
  const chargePart = Math.max(0, state.chargePart - dtMs / (battery.lifeDays * dayMs));
  const sagV = (referenceCel - airCel) * battery.perCelV;
  return { chargePart, volts: restingV(chargePart) - sagV + jitter * battery.noiseV };
}

/** Flat for most of its life, then a knee. */
function restingV(chargePart: number): number {
  return battery.flatV + (battery.fullV - battery.flatV) * (1 - (1 - chargePart) ** 4);
}
