/** What a message yielded, kept beside it: read again by a mended decoder, nothing is doubled and what was misread is put right. */
import type { DeviceId, PointId } from "../../../core/id.ts";
import type { Reading } from "../../../core/reading.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import type { Correction } from "../../store/telemetry.ts";

export function yieldOf(reading: Reading): string {
  return `${keyOf(reading)}=${JSON.stringify(reading.value)}`;
}

function keyOf({ device, point, at }: Pick<Reading, "device" | "point" | "at">): string {
  return `${device}/${point}/${at}`;
}

/** What it yielded, to be asked of many readings: the same, or another value of the same device, point and moment. */
export type Before = { has(reading: Reading): boolean; hasOther(reading: Reading): boolean };

export function yieldedBefore({ yielded }: Pick<PushRow, "yielded">): Before {
  const [all, keys] = [new Set(yielded), new Set(yielded.map((one) => splitOnce(one, "=")[0]))];
  const has = (reading: Reading) => all.has(yieldOf(reading));
  return { has, hasOther: (reading) => !has(reading) && keys.has(keyOf(reading)) };
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
export async function putRight(tables: Tables, push: PushRow, yielded: readonly string[], now: number): Promise<void> {
  const after = new Map(yielded.map((text) => [splitOnce(text, "=")[0], parse(text).value]));
  const stays = new Set(yielded);
  for (const text of push.yielded.filter((one) => !stays.has(one))) {
    const { device, point, at, value: was } = parse(text);
    const series = await tables.series.find({ gateway: push.connector, device, point });
    const correction: Correction = { at, was, value: after.get(keyOf({ device, point, at })) ?? null };
    if (series !== null) await tables.readings.correct(series.id, [correction], now);
  }
}
