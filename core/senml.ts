/** SenML JSON (RFC 8428): the open door for devices that speak for themselves. */
import Type from "typebox";
import { isName, mostReadings } from "./batch.ts";
import { check } from "./check.ts";
import { Fault } from "./fault.ts";
import type { DeviceId, PointId } from "./id.ts";
import { qualityMask } from "./quality.ts";
import type { Reading, Value } from "./reading.ts";
import { atOnce, type Steps } from "./steps.ts";
import { mistakeSteps } from "./strict-json.ts";

const Entry = Type.Object({
  bn: Type.Optional(Type.String()),
  bt: Type.Optional(Type.Number()),
  bu: Type.Optional(Type.String()),
  bv: Type.Optional(Type.Number()),
  bver: Type.Optional(Type.Number()),
  n: Type.Optional(Type.String()),
  u: Type.Optional(Type.String()),
  t: Type.Optional(Type.Number()),
  v: Type.Optional(Type.Number()),
  vb: Type.Optional(Type.Boolean()),
  vs: Type.Optional(Type.String()),
  q: Type.Optional(Type.Integer({ minimum: 0, maximum: qualityMask, description: "ours: quality bits" })),
});
type Entry = Type.Static<typeof Entry>;
const Pack = Type.Array(Type.Unknown(), { minItems: 1, maxItems: mostReadings });

export type SenmlReading = Reading & { unit?: string };
/** `isTimed`: all its times are its own, so that it is the same pack whenever it comes. */
export type SenmlPack = { readings: SenmlReading[]; isTimed: boolean };

/** [RFC8428 §4.5.3] A time below this is relative to now. */
const relativeBelow = 2 ** 28;
/** [RFC8428 §4.4] The version of SenML this file reads. */
const version = 10;
/** Names are `<device>/<point>`; times are absolute. */
export function encodeSenml(readings: readonly Reading[]): string {
  return JSON.stringify(readings.map(toEntry));
}

/**
 * Reads a SenML pack; `now` (ms since 1970) resolves relative times. Of a pack that one device sent for itself (`own`) a
 * name may also be `<point>` alone, or a point behind a URN that ends with a colon. Else a name is `<device>/<point>`
 * with exactly one `/`; a colon, which our ids do not have, is read as a dot: `urn:dev:ow:10e2073a01080063/humidity` is
 * point `humidity` of device `urn.dev.ow.10e2073a01080063`. Throws `BATCH_INVALID` naming the record. Records with `u`
 * keep it in `unit`.
 */
export function decodeSenml(text: string, now: number, own?: DeviceId): SenmlReading[] {
  return atOnce(readSenml(text, now, own)).readings;
}

/** Records of a step: ten thousand at once would hold up everybody else. */
const mostRecords = 500;

/** The same in steps. */
export function* readSenml(text: string, now: number, own?: DeviceId): Steps<SenmlPack> {
  const pack = check(Pack, yield* parse(text), "BATCH_INVALID");
  const [readings, base]: [SenmlReading[], Entry] = [[], {}];
  let isTimed = true;
  for (const [index, record] of pack.entries()) {
    if (index % mostRecords === 0) yield;
    const entry = check(Entry, record, "BATCH_INVALID", `/${index}`);
    takeBase(base, entry, index);
    const reading = toReading(entry, base, now, index, own);
    if (reading === null) continue;
    readings.push(reading);
    isTimed &&= secondsOf(entry, base) >= relativeBelow;
  }
  return { readings, isTimed };
}

function takeBase(base: Entry, entry: Entry, index: number): void {
  Object.assign(base, pick(entry, ["bn", "bt", "bu", "bv", "bver"]));
  if ((base.bver ?? version) > version)
    throw new Fault("BATCH_INVALID", `record ${index}: SenML version ${base.bver} is newer than ${version}`);
  const unknown = Object.keys(entry).find((key) => key.endsWith("_"));
  if (unknown !== undefined)
    throw new Fault("BATCH_INVALID", `record ${index}: field "${unknown}" must be understood and is not`);
}

function toEntry({ device, point, at, value, quality }: Reading): Entry {
  const entry: Entry = { n: `${device}/${point}`, t: at / 1000 };
  if (typeof value === "number") entry.v = value;
  else if (typeof value === "boolean") entry.vb = value;
  else entry.vs = value;
  if (quality !== 0) entry.q = quality;
  return entry;
}

function toReading(entry: Entry, base: Entry, now: number, index: number, own?: DeviceId): SenmlReading | null {
  const value = recordValue(entry, base);
  if (value === undefined) return null;
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Fault("BATCH_INVALID", `record ${index}: its value with the base value is not a finite number`);
  const full = `${base.bn ?? ""}${entry.n ?? ""}`;
  const name = own === undefined ? namesOf(full, index) : ownNameOf(full, own, index);
  const seconds = secondsOf(entry, base);
  const at = Math.round(seconds < relativeBelow ? now + seconds * 1000 : seconds * 1000);
  if (!Number.isSafeInteger(at) || at < 0)
    throw new Fault("BATCH_INVALID", `record ${index}: time ${seconds} s is out of range`);
  const unit = entry.u ?? base.bu;
  const reading = {
    ...name,
    at,
    value,
    quality: entry.q ?? 0,
  };
  return unit === undefined ? reading : { ...reading, unit };
}

function secondsOf(entry: Entry, base: Entry): number {
  return (base.bt ?? 0) + (entry.t ?? 0);
}

/** [RFC8428 §4.5.1] A name may hold colons and slashes too; our ids may not. */
function namesOf(name: string, index: number): { device: DeviceId; point: PointId } {
  const [device, point, ...more] = name.replaceAll(":", ".").split("/");
  if (!isName(device) || !isName(point) || more.length > 0)
    throw new Fault("BATCH_INVALID", `record ${index}: name "${name}" is not <device>/<point>`);
  return { device: device as DeviceId, point: point as PointId };
}

/** [RFC8428 §4.5.1] Whatever URN the device gives itself, its credential says who it is; another device's name it may not take. */
function ownNameOf(name: string, own: DeviceId, index: number): { device: DeviceId; point: PointId } {
  const end = Math.max(name.lastIndexOf("/"), name.lastIndexOf(":"));
  const [head, point] = [name.slice(0, Math.max(0, end)), name.slice(end + 1)];
  if (head !== "" && head !== own && !head.startsWith("urn:"))
    throw new Fault("BATCH_INVALID", `record ${index}: name "${name}" is not of ${own}: write the point alone`);
  if (!isName(point)) throw new Fault("BATCH_INVALID", `record ${index}: "${point}" in name "${name}" is no point`);
  return { device: own, point: point as PointId };
}

/** [RFC8428 §4.2] A base value is added to a numeric value, and stands for one that is absent. */
function recordValue(entry: Entry, base: Entry): Value | undefined {
  if (entry.vb !== undefined) return entry.vb;
  if (entry.vs !== undefined) return entry.vs;
  if (entry.v !== undefined) return base.bv === undefined ? entry.v : base.bv + entry.v;
  return entry.n === undefined ? undefined : base.bv;
}

/** A pack needs a list and an object a record: what holds many more is not begun. */
const mostParts = 2 * mostReadings;

function* parse(text: string): Steps<unknown> {
  const mistake = yield* mistakeSteps(text, mostParts);
  if (mistake !== null) throw new Fault("BATCH_INVALID", mistake);
  yield;
  return parseAny(text);
}

function parseAny(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("BATCH_INVALID", `not JSON (${(cause as Error).message})`, { cause });
  }
}

function pick(entry: Entry, keys: (keyof Entry)[]): Entry {
  return Object.fromEntries(keys.filter((key) => entry[key] !== undefined).map((key) => [key, entry[key]]));
}
