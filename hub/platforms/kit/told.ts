/** What a platform's message tells of one device. */
import type { CommandResult } from "../../../core/command.ts";
import type { PointId } from "../../../core/id.ts";
import type { Value } from "../../../core/reading.ts";

type About = {
  /** The device by the platform's id of it. */
  device: string;
  /** Its product or profile there: it says which model it is. */
  product?: string;
  /** Its name there. */
  title?: string;
  /** The device's own clock, ms since 1970; absent where it told none. */
  at?: number;
  /** The platform's clock, ms since 1970. */
  platformAt?: number;
  /** What its driver needs to know of it, e.g. a DevEUI; what a driver does not ask for is passed over. */
  settings?: Record<string, unknown>;
};

export type Told = About &
  (
    | { kind: "payload"; bytes: Uint8Array }
    /** Named values, as JSON gave them. */
    | { kind: "properties"; properties: Record<string, unknown> }
    /** Values that name the device's own points; each with its moment, ms since 1970, where it was told. */
    | { kind: "values"; values: { point: PointId; value: Value; unit?: string; at?: number }[] }
    /** Whether the platform reaches it. */
    | { kind: "presence"; isOnline: boolean }
    /** How a command went on: `result` null while it is only on its way. */
    | { kind: "answer"; command: string; step: string; result: CommandResult | null }
    /** It is there, and has nothing to say. */
    | { kind: "met" }
  );
