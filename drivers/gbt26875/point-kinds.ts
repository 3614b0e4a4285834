/** What a point can be of: the value it has, the bits it can name, and which addresses narrow it. */
import { partStates, systemOperations, systemStates, transmitterOperations, transmitterStates } from "./codes.ts";
import type { MappedPoint } from "./config.ts";

type PointKind = {
  value: "boolean" | "number" | "string";
  /** The bits there are, by number. */
  bits?: Readonly<Record<number, string>>;
  /** Whether a system's or a part's address can narrow it. */
  within: "device" | "system" | "part";
};

export const pointKinds: Readonly<Record<MappedPoint["of"], PointKind>> = {
  part: { value: "boolean", bits: partStates, within: "part" },
  system: { value: "boolean", bits: systemStates, within: "system" },
  transmitter: { value: "boolean", bits: transmitterStates, within: "device" },
  "system operation": { value: "boolean", bits: systemOperations, within: "system" },
  "transmitter operation": { value: "boolean", bits: transmitterOperations, within: "device" },
  analogue: { value: "number", within: "part" },
  "part text": { value: "string", bits: partStates, within: "part" },
  "part configuration": { value: "string", within: "part" },
  "system version": { value: "string", within: "system" },
  "system configuration": { value: "string", within: "system" },
  "system time": { value: "string", within: "system" },
  "transmitter version": { value: "string", within: "device" },
  "transmitter configuration": { value: "string", within: "device" },
  "transmitter time": { value: "string", within: "device" },
  heard: { value: "boolean", within: "device" },
};
