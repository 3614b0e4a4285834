/** Pins of a board, as a GPIO link hands them over. */

/** A pin a driver needs. `name` as the board calls it: `17` on a Raspberry Pi, `D4` or `A0` on an Arduino. */
export type PinUse =
  | { name: string; mode: "digital"; pull: "up" | "down" | "none" }
  /** Sampled about so often, ms. */
  | { name: string; mode: "analog"; everyMs: number };

/** A digital pin's level, told at the beginning and at each change; or an analog pin's voltage, V. */
export type PinSample = { name: string; level: boolean } | { name: string; volts: number };
