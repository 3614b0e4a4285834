/** The live-zero signals: the band in which they are a measurement, and what lies outside. */

/** `least` and `most` in `unit`: outside them the line or the sensor is broken. */
export type Band = { unit: string; least: number; most: number; below: string; above: string };

export const signals: Record<"4-20 mA" | "0.5-4.5 V", Band> = {
  // [NAMUR NE 43] 3.8 to 20.5 mA is measurement; 3.6 mA and less, 21.0 mA and more tell a broken sensor.
  "4-20 mA": {
    unit: "mA",
    least: 3.6,
    most: 21,
    below: "wire cut or sensor without supply",
    above: "sensor failed or line shorted",
  },
  // Ratiometric sensors clamp their own faults to the rails; a quarter volt is left for offset.
  "0.5-4.5 V": {
    unit: "V",
    least: 0.25,
    most: 4.75,
    below: "wire cut or sensor without supply",
    above: "signal shorted to the supply",
  },
};
