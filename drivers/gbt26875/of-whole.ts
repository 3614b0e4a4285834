/** What a whole system, or the device itself, says of a point over parts: that it burns, that it was reset, that all is clear. */
import type { FlagPoint } from "./config.ts";
import type { PartKey, PartsInState } from "./parts-in-state.ts";
import type { Said } from "./unit.ts";

type Of<Kind extends Said["kind"]> = Extract<Said, { kind: Kind }>;

/** [GB26875 §8.2.1.1, §8.2.1.2] Bits 1 to 7 mean the same of a system and of a part. */
const fireBit = 1;
const lastSharedBit = 7;
/** [GB26875 §8.2.1.8, figure 13] Of these two, fire and fault, also of the device itself. */
const lastDeviceBit = 2;
/** [GB26875 §8.2.1.1] */
const stateReset = 13;
/** [GB26875 §8.2.1.4, §8.2.1.9] The same of a system and of the device. */
const operations = { reset: 0, manualAlarm: 2, alarmOver: 3 };

/** Stand among the parts for what is no part; no address is below 0. */
const whole = -1;
const byHand = -2;
const device = { system: whole, systemAddress: whole };

export function isShared({ bit, trueWhen }: FlagPoint): boolean {
  return trueWhen !== 0 && bit >= fireBit && bit <= lastSharedBit;
}

/** A reset ends the fire of every part of the system; a state without the bit is an all-clear where no part is known in it. */
export function ofWholeSystem(
  point: FlagPoint,
  said: Of<"system"> | Of<"system operation">,
  parts: PartsInState,
): boolean | null {
  if (!isShared(point)) return null;
  const { system, systemAddress } = said;
  const here = { system, systemAddress };
  const isReset = hasBit(said, said.kind === "system" ? stateReset : operations.reset);
  if (point.bit === fireBit && isReset && !(said.kind === "system" && hasBit(said, fireBit))) {
    parts.reset(point, here);
    return parts.any(point);
  }
  if (said.kind === "system operation") return ofOperation(point, said, here, parts);
  if (hasBit(said, point.bit)) return point.orWhole ? into(point, { ...here, part: whole }, parts) : null;
  parts.leave(point, { ...here, part: whole });
  return point.part === undefined && !parts.any(point) ? false : null;
}

/** The device says nothing of parts; what it said of itself ends when it says so. */
export function ofWholeDevice(
  point: FlagPoint,
  said: Of<"transmitter"> | Of<"transmitter operation">,
  parts: PartsInState,
): boolean | null {
  if (!point.orWhole) return null;
  if (said.kind === "transmitter operation") return ofOperation(point, said, device, parts);
  if (point.bit > lastDeviceBit) return null;
  const itself = { ...device, part: whole };
  return hasBit(said, point.bit) ? into(point, itself, parts) : outOf(point, [itself], parts);
}

function ofOperation(
  point: FlagPoint,
  said: { state: number },
  where: Omit<PartKey, "part">,
  parts: PartsInState,
): boolean | null {
  if (!point.orWhole || point.bit !== fireBit) return null;
  const manual = { ...where, part: byHand };
  if (hasBit(said, operations.manualAlarm)) return into(point, manual, parts);
  if (hasBit(said, operations.reset)) return outOf(point, [manual, { ...where, part: whole }], parts);
  return hasBit(said, operations.alarmOver) ? outOf(point, [manual], parts) : null;
}

function into(point: FlagPoint, key: PartKey, parts: PartsInState): true {
  parts.enter(point, key);
  return true;
}

/** Null where none of them was in the state: nothing is new. */
function outOf(point: FlagPoint, keys: readonly PartKey[], parts: PartsInState): boolean | null {
  const left = keys.filter((key) => parts.leave(point, key));
  return left.length > 0 ? parts.any(point) : null;
}

function hasBit({ state }: { state: number }, bit: number): boolean {
  return ((state >>> bit) & 1) === 1;
}
