/** What a device would have said by a model that it may not be of: null where that model makes no sense of it. */
import { Fault } from "../../../core/fault.ts";
import type { Reading } from "../../../core/reading.ts";
import type { Models } from "../kit/models.ts";
import { type Heard, readingsOf } from "./readings-of.ts";

export function tryReadings(heard: Heard, models: Models): Reading[] | null {
  try {
    const { readings, fault } = readingsOf(heard, models);
    return fault === "" ? readings : null;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
