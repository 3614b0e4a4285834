/** What a message yielded, kept beside it: read again by a mended decoder, nothing is doubled and what was misread is put right. */
import type { DeviceId, PointId } from "../../../core/id.ts";
import type { Reading } from "../../../core/reading.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import type { Correction } from "../../store/telemetry.ts";

function yieldOf(reading: Reading): string {
  return `${keyOf(reading)}=${JSON.stringify(reading.value)}`;
}

function keyOf({ device, point, at }: Pick<Reading, "device" | "point" | "at">): string {
  return `${device}/${point}/${at}`;
}

/** What it yielded: each as it is, and which device, point and moment each is of. */
export type Before = { texts: ReadonlySet<string>; keys: ReadonlySet<string> };

type Breathe = () => Promise<void>;
/** Of a step. */
const mostReadings = 500;

export async function yieldedBefore({ yielded }: Pick<PushRow, "yielded">, breathe: Breathe): Promise<Before> {
  const [texts, keys] = [new Set<string>(), new Set<string>()];
  for (const [i, text] of yielded.entries()) {
    if (i % mostReadings === 0) await breathe();
    texts.add(text);
    keys.add(splitOnce(text, "=")[0]);
  }
  return { texts, keys };
}

/** `texts`: of all; `fresh`: of whose device, point and moment it had yielded nothing; `news`: these, and what is another value now. */
export type Sorted = { texts: string[]; fresh: Reading[]; news: Reading[] };

export async function sortYield(before: Before, readings: readonly Reading[], breathe: Breathe): Promise<Sorted> {
  const sorted: Sorted = { texts: [], fresh: [], news: [] };
  for (const [i, reading] of readings.entries()) {
    if (i % mostReadings === 0) await breathe();
    const text = yieldOf(reading);
    sorted.texts.push(text);
    if (before.texts.has(text)) continue;
    sorted.news.push(reading);
    if (!before.keys.has(splitOnce(text, "=")[0])) sorted.fresh.push(reading);
  }
  return sorted;
}

/** All that it yielded of one device. */
export function yieldedOf({ yielded }: Pick<PushRow, "yielded">, device: DeviceId): string[] {
  return yielded.filter((one) => one.startsWith(`${device}/`));
}

function parse(text: string): Pick<Reading, "device" | "point" | "at" | "value"> {
  const [name = "", value = ""] = splitOnce(text, "=");
  const [device = "", point = "", at = ""] = name.split("/");
  return { device: device as DeviceId, point: point as PointId, at: Number(at), value: JSON.parse(value) };
}

function splitOnce(text: string, mark: string): [string, string] {
  const place = text.indexOf(mark);
  return [text.slice(0, place), text.slice(place + mark.length)];
}

/** In place of what it yielded before and does not yield now stands what it yields now, or nothing. */
export async function putRight(
  tables: Tables,
  push: PushRow,
  yielded: readonly string[],
  now: number,
  breathe: Breathe,
): Promise<void> {
  const stays = new Set(yielded);
  const wrong = push.yielded.filter((one) => !stays.has(one));
  if (wrong.length === 0) return;
  await breathe();
  const after = new Map(yielded.map((text) => [splitOnce(text, "=")[0], parse(text).value]));
  for (const text of wrong) {
    await breathe();
    const { device, point, at, value: was } = parse(text);
    const series = await tables.series.find({ gateway: push.connector, device, point });
    const correction: Correction = { at, was, value: after.get(keyOf({ device, point, at })) ?? null };
    if (series !== null) await tables.readings.correct(series.id, [correction], now);
  }
}
