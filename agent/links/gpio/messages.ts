/** What the gateway and its GPIO process say to each other. */
import type { PinSample, PinUse } from "../../../drivers/kit/pin.ts";

export type BoardSettings =
  /** A board with Firmata on a serial port, or over TCP. */
  | { kind: "firmata"; path?: string; host?: string; port?: number; referenceV: number }
  /** Pins of this machine, by the label of their chip. */
  | { kind: "gpiod"; chip: string; againMs: number };

export type ToBoard = { start: { board: BoardSettings; pins: PinUse[] } } | { set: PinLevel };

/** `rest`: the level it has when nobody drives it. */
export type PinLevel = { pin: string; level: boolean; rest: boolean };

export type FromBoard =
  | { sample: PinSample }
  /** Pins are set up and watched; `again` after the board was reset. */
  | { ready: true; again?: string }
  | { beat: true }
  /** The process ends for this reason. */
  | { failed: string };
