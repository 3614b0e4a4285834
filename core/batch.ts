/** The column batch: readings grouped by series, as deltas, in CBOR (RFC 8949): about 5 bytes a reading at 100. */
import { decode, encode, Tagged } from "cborg";
import { Compile } from "typebox/compile";
import { decimalsOf, mostDecimals } from "./decimals.ts";
import { Fault } from "./fault.ts";
import { DeviceId, type PointId } from "./id.ts";
import { qualityMask } from "./quality.ts";
import type { Reading, Value } from "./reading.ts";

/** One series within a batch; the arrays have one entry a reading. */
export type Column = {
  device: DeviceId;
  point: PointId;
  at: number[];
  values: number[] | boolean[] | string[];
  quality: number[];
};

/** Body of a `data` message: `[1, [[device, point, t0, [dt…], kind, values, quality?], …]]`. */
export type Batch = { columns: Column[]; count: number };

/** A batch is stored in one transaction: with more, everything else would wait for seconds. */
export const mostReadings = 10_000;

const batchKind = 1;

/** Column kinds below zero; zero and above is the number of decimals, values then being deltas of integers. */
const doubles = -1;
const booleans = -2;
const texts = -3;

/** RFC 8746: float64, little endian. */
const float64Tag = 86;

const decodeOptions = { allowIndefinite: false, rejectDuplicateMapKeys: true, tags: Tagged.preserve(float64Tag) };

/** Encodes readings; their order within a series is kept. Throws `BATCH_INVALID` for a value that is not finite. */
export function encodeBatch(readings: readonly Reading[]): Uint8Array {
  return encode([batchKind, columnsOf(readings).map(packColumn)]);
}

/** Groups readings into columns: one for each series and kind of value, in order of first appearance. */
export function columnsOf(readings: readonly Reading[]): Column[] {
  const columns = new Map<string, Column>();
  for (const reading of readings) {
    const key = `${typeof reading.value} ${reading.device} ${reading.point}`;
    let column = columns.get(key);
    if (column === undefined) {
      column = { device: reading.device, point: reading.point, at: [], values: [], quality: [] };
      columns.set(key, column);
    }
    column.at.push(reading.at);
    (column.values as Value[]).push(reading.value);
    column.quality.push(reading.quality);
  }
  return [...columns.values()];
}

/** The readings of a batch, series by series. */
export function readingsOf(batch: Pick<Batch, "columns">): Reading[] {
  return batch.columns.flatMap(({ device, point, at, values, quality }) =>
    at.map((moment, i) => ({ device, point, at: moment, value: values[i] as Value, quality: quality[i] ?? 0 })),
  );
}

/** Decodes a `[1, …]` body. Throws `BATCH_NOT_CBOR`, `BATCH_INVALID` naming the column, or `BATCH_TOO_LARGE`. */
export function decodeBatch(bytes: Uint8Array): Batch {
  return unpackBatch(decodeCbor(bytes));
}

/** Any CBOR item, strictly read; throws `BATCH_NOT_CBOR`. */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, decodeOptions);
  } catch (cause) {
    throw new Fault("BATCH_NOT_CBOR", `${bytes.length} bytes are not one CBOR item (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** Holds a decoded item to the shape of a batch; throws `BATCH_INVALID` naming the column, or `BATCH_TOO_LARGE`. */
export function unpackBatch(item: unknown): Batch {
  if (!Array.isArray(item) || item[0] !== batchKind || item.length !== 2 || !Array.isArray(item[1]))
    throw new Fault("BATCH_INVALID", "the body is not [1, [column, …]]");
  checkCount(item[1]);
  const columns = item[1].map(unpackColumn);
  const count = columns.reduce((sum, column) => sum + column.at.length, 0);
  if (count === 0) throw new Fault("BATCH_INVALID", "the batch is empty");
  return { columns, count };
}

/** Before anything is unpacked: a small zstd frame may hold millions of readings. */
function checkCount(columns: unknown[]): void {
  const readings = columns.reduce<number>((sum, column) => sum + lengthOf(column), 0);
  if (readings > mostReadings)
    throw new Fault("BATCH_TOO_LARGE", `the batch holds ${readings} readings, at most ${mostReadings} are taken`);
}

function lengthOf(column: unknown): number {
  return Array.isArray(column) && Array.isArray(column[3]) ? column[3].length + 1 : 1;
}

function packColumn({ device, point, at, values, quality }: Column): unknown[] {
  const packed = [device, point, at[0], deltasOf(at).slice(1), ...packValues(values)];
  const first = quality[0] ?? 0;
  if (quality.some((bits) => bits !== first)) return [...packed, quality];
  return first === 0 ? packed : [...packed, first];
}

function packValues(values: Column["values"]): [kind: number, values: unknown] {
  if (typeof values[0] === "boolean") return [booleans, values];
  if (typeof values[0] === "string") return [texts, values];
  const numbers = values as number[];
  if (!numbers.every(Number.isFinite)) throw new Fault("BATCH_INVALID", "a value is not a finite number");
  const decimals = decimalsOf(numbers);
  if (decimals !== null) return [decimals, deltasOf(numbers.map((value) => Math.round(value * 10 ** decimals)))];
  return [doubles, new Tagged(float64Tag, bytesOf(numbers))];
}

function deltasOf(values: readonly number[]): number[] {
  return values.map((value, i) => (i === 0 ? value : value - (values[i - 1] as number)));
}

function bytesOf(numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * 8));
  for (const [i, value] of numbers.entries()) view.setFloat64(i * 8, value, true);
  return new Uint8Array(view.buffer);
}

function unpackColumn(column: unknown, index: number): Column {
  const wrong = (what: string) => new Fault("BATCH_INVALID", `column ${index}: ${what}`);
  if (!Array.isArray(column) || column.length < 6 || column.length > 7)
    throw wrong("not [device, point, t0, dt, kind, values, quality?]");
  const [device, point, t0, dt, kind, packed, bits] = column;
  if (!isName(device) || !isName(point)) throw wrong("device or point is not a name");
  if (!Number.isSafeInteger(t0)) throw wrong("t0 is not an integer");
  if (!Array.isArray(dt) || !dt.every(Number.isSafeInteger)) throw wrong("dt is not a list of integers");
  const at = sums([t0, ...dt]);
  if (!at.every((moment) => Number.isSafeInteger(moment) && moment >= 0)) throw wrong("a time is not ms since 1970");
  const values = unpackValues(kind, packed);
  if (values === null) throw wrong(`values do not fit kind ${String(kind)}`);
  if (values.length !== at.length) throw wrong(`${at.length} times but ${values.length} values`);
  const quality = unpackQuality(bits, at.length);
  if (quality === null) throw wrong("quality holds undefined bits or has the wrong length");
  return { device: device as DeviceId, point: point as PointId, at, values, quality };
}

function unpackValues(kind: unknown, packed: unknown): Column["values"] | null {
  if (kind === doubles) return packed instanceof Tagged ? numbersOf(packed.value) : null;
  if (!Array.isArray(packed)) return null;
  if (kind === booleans) return packed.every((value) => typeof value === "boolean") ? packed : null;
  if (kind === texts) return packed.every((value) => typeof value === "string") ? packed : null;
  if (!Number.isInteger(kind) || (kind as number) < 0 || (kind as number) > mostDecimals) return null;
  if (!packed.every(Number.isSafeInteger)) return null;
  const integers = sums(packed);
  return integers.every(Number.isSafeInteger) ? integers.map((integer) => integer / 10 ** (kind as number)) : null;
}

function numbersOf(bytes: unknown): number[] | null {
  if (!(bytes instanceof Uint8Array) || bytes.length % 8 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
  return numbers.every(Number.isFinite) ? numbers : null;
}

function unpackQuality(bits: unknown, count: number): number[] | null {
  const valid = (value: unknown) => Number.isInteger(value) && ((value as number) & ~qualityMask) === 0;
  if (bits === undefined) return new Array(count).fill(0);
  if (valid(bits)) return new Array(count).fill(bits);
  return Array.isArray(bits) && bits.length === count && bits.every(valid) ? bits : null;
}

function sums(deltas: readonly number[]): number[] {
  let sum = 0;
  return deltas.map((delta) => {
    sum += delta;
    return sum;
  });
}

const name = Compile(DeviceId);

/** Whether it can name a device or a point: both have one pattern (`id.ts`). */
export function isName(value: unknown): value is string {
  return name.Check(value);
}
