/** What one object says of one point. */
import type { Output } from "../kit/driver.ts";
import { analogues } from "./codes.ts";
import type { AnaloguePoint, FlagPoint, MappedPoint, PartTextPoint } from "./config.ts";
import { ofWholeDevice, ofWholeSystem } from "./of-whole.ts";
import type { PartsInState } from "./parts-in-state.ts";
import type { Said } from "./unit.ts";

/** How long before it was sent it happened; empty where that is not told. */
export type Ago = { agoMs?: number };

type Of<Kind extends Said["kind"]> = Extract<Said, { kind: Kind }>;

/** Nothing where the object does not concern the point. `parts` remembers what the objects say. */
export function readPoint(point: MappedPoint, said: Said, ago: Ago, parts: PartsInState): Output[] {
  if (!concerns(point, said)) return [];
  if (point.of === "part") return ofParts(point, said, ago, parts);
  if (point.of === "part text") return textOf(point, said, ago);
  if (point.of !== said.kind) return [];
  if (said.kind === "analogue") return measured(point as AnaloguePoint, said, ago);
  if ("words" in said) return worded(point, said.words);
  return told(point, ofState(point as FlagPoint, said, parts), ago);
}

/** Fits a part's point also for its system, which may be reset. */
function concerns(point: MappedPoint, said: Said): boolean {
  const fits = (name: "system" | "systemAddress" | "part") => {
    const wanted = name in point ? (point as Record<string, unknown>)[name] : undefined;
    return wanted === undefined || !(name in said) || (said as Record<string, unknown>)[name] === wanted;
  };
  return fits("system") && fits("systemAddress") && fits("part");
}

function ofParts(point: FlagPoint, said: Said, ago: Ago, parts: PartsInState): Output[] {
  if (said.kind === "part") return told(point, ofPart(point, said, parts), ago);
  if (said.kind === "system" || said.kind === "system operation")
    return told(point, ofWholeSystem(point, said, parts), ago);
  if (said.kind === "transmitter" || said.kind === "transmitter operation")
    return told(point, ofWholeDevice(point, said, parts), ago);
  return [];
}

/** True while any is in the state. The all-clear of a part never heard in it is no all-clear for the others: null. */
function ofPart(point: FlagPoint, said: Of<"part">, parts: PartsInState): boolean | null {
  if (isSet(point, said)) {
    parts.enter(point, said);
    return true;
  }
  const wasIn = parts.leave(point, said);
  return wasIn || point.part !== undefined ? parts.any(point) : null;
}

/** A system's point may be over several systems; any other bit is one. */
function ofState(point: FlagPoint, said: Extract<Said, { state: number }>, parts: PartsInState): boolean {
  const now = isSet(point, said);
  if (said.kind !== "system") return now;
  const key = { ...said, part: 0 };
  if (now) parts.enter(point, key);
  else parts.leave(point, key);
  return parts.any(point);
}

function isSet({ bit, trueWhen = 1 }: FlagPoint, { state }: { state: number }): boolean {
  return ((state >>> bit) & 1) === trueWhen;
}

function told({ point }: MappedPoint, value: boolean | null, ago: Ago): Output[] {
  return value === null ? [] : [{ reading: { point, value, ...ago } }];
}

/** The part's own description, or else its address: where it burns is never left out. */
function textOf({ point, bit }: PartTextPoint, said: Said, ago: Ago): Output[] {
  if (said.kind !== "part" || ((said.state >>> bit) & 1) === 0) return [];
  const value = said.text || `${said.system}/${said.systemAddress}/${said.part}`;
  return [{ reading: { point, value, ...ago } }];
}

function worded({ point }: MappedPoint, words: string | null): Output[] {
  if (words !== null) return [{ reading: { point, value: words } }];
  return [{ fault: { code: "FIELD_OUT_OF_RANGE", detail: `${point}: no such time` } }];
}

function measured({ point, analogue: wanted }: AnaloguePoint, { analogue, raw }: Of<"analogue">, ago: Ago): Output[] {
  const kind = analogues[analogue];
  if (analogue !== wanted || kind === undefined) return [];
  const value = raw / 10 ** kind.decimals;
  if (value >= kind.least && value <= kind.most) return [{ reading: { point, value, ...ago } }];
  const detail = `${point} ${value} ${kind.unit} is outside ${kind.least} to ${kind.most}`;
  return [{ fault: { code: "FIELD_OUT_OF_RANGE", detail } }];
}
