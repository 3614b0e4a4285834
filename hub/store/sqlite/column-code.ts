/** A column of readings as bytes: times and scaled numbers as differences, two to three bytes a reading. */
import { decimalsOf, mostDecimals } from "../../../core/decimals.ts";
import type { Value } from "../../../core/reading.ts";

/** Readings of one series in one order; the three arrays have one entry a reading. */
export type Column = { at: readonly number[]; values: readonly Value[]; quality: readonly number[] };

/** How values are written: 0 to 9 is the number of decimals of scaled integers. */
const kinds = { doubles: 10, booleans: 11, texts: 12, mixed: 13 } as const;
/** Differences of two such times, doubled for their sign, are still exact. */
const latestTime = 2 ** 50;

/** Bits of the first byte above the kind. */
const wideTimes = 16;
const oneQuality = 32;
const manyQualities = 64;

/** Writes bytes that `ByteReader` reads in the same order. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #end = 0;

  take(): Uint8Array {
    const taken = Uint8Array.prototype.slice.call(this.#bytes, 0, this.#end);
    this.#end = 0;
    return taken;
  }
  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#end++] = value;
  }
  /** A whole number from 0 to 2^53, seven bits a byte. */
  whole(value: number): void {
    this.#room(8);
    let rest = value;
    for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) this.#bytes[this.#end++] = (rest % 128) | 128;
    for (; rest >= 128; rest >>>= 7) this.#bytes[this.#end++] = (rest & 127) | 128;
    this.#bytes[this.#end++] = rest;
  }
  /** A whole number of either sign. */
  signed(value: number): void {
    this.whole(value < 0 ? -value * 2 - 1 : value * 2);
  }
  double(value: number): void {
    this.#room(8);
    this.#end = this.#bytes.writeDoubleLE(value, this.#end);
  }
  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.whole(length);
    this.#room(length);
    this.#end += this.#bytes.write(value, this.#end);
  }
  #room(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#end + more));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }
}

export class ByteReader {
  #bytes: Buffer;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  byte(): number {
    return this.#bytes[this.#at++] as number;
  }
  whole(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
  signed(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
  double(): number {
    this.#at += 8;
    return this.#bytes.readDoubleLE(this.#at - 8);
  }
  text(): string {
    const length = this.whole();
    this.#at += length;
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }
}

/** Writes a column that is not empty; `base` is a time near its first one, the reader must be told the same. */
export function writeColumn(to: ByteWriter, { at, values, quality }: Column, base: number): void {
  const kind = kindOf(values);
  const isWide = at.some((moment) => moment > latestTime);
  const bits = quality[0] as number;
  const isEven = quality.every((one) => one === bits);
  to.byte(kind | (isWide ? wideTimes : 0) | (isEven ? (bits === 0 ? 0 : oneQuality) : manyQualities));
  to.whole(at.length);
  if (isWide) for (const moment of at) to.double(moment);
  else writeTimes(to, at, base);
  writeValues(to, kind, values);
  if (!isEven) for (const one of quality) to.whole(one);
  else if (bits !== 0) to.whole(bits);
}

export function readColumn(from: ByteReader, base: number): { at: number[]; values: Value[]; quality: number[] } {
  const head = from.byte();
  const count = from.whole();
  const at = new Array<number>(count);
  if ((head & wideTimes) !== 0) for (let i = 0; i < count; i++) at[i] = from.double();
  else readTimes(from, at, base);
  const values = readValues(from, head & 15, count);
  const quality = new Array<number>(count).fill((head & oneQuality) === 0 ? 0 : from.whole());
  if ((head & manyQualities) !== 0) for (let i = 0; i < count; i++) quality[i] = from.whole();
  return { at, values, quality };
}

/** The steps between times hardly change, so their changes are written. */
function writeTimes(to: ByteWriter, at: readonly number[], base: number): void {
  let before = base;
  let step = 0;
  for (let i = 0; i < at.length; i++) {
    const next = (at[i] as number) - before;
    to.signed(next - step);
    step = i === 0 ? 0 : next;
    before = at[i] as number;
  }
}

function readTimes(from: ByteReader, at: number[], base: number): void {
  let moment = base;
  let step = 0;
  for (let i = 0; i < at.length; i++) {
    const next = from.signed() + step;
    moment += next;
    step = i === 0 ? 0 : next;
    at[i] = moment;
  }
}

function writeValues(to: ByteWriter, kind: number, values: readonly Value[]): void {
  if (kind > mostDecimals) {
    for (const value of values) writeValue(to, kind, value);
    return;
  }
  const scale = 10 ** kind;
  let before = 0;
  for (const value of values) {
    const integer = Math.round((value as number) * scale);
    to.signed(integer - before);
    before = integer;
  }
}

function writeValue(to: ByteWriter, kind: number, value: Value): void {
  if (kind === kinds.mixed) {
    const own = typeof value === "number" ? kinds.doubles : typeof value === "boolean" ? kinds.booleans : kinds.texts;
    to.byte(own);
    writeValue(to, own, value);
  } else if (kind === kinds.doubles) to.double(value as number);
  else if (kind === kinds.booleans) to.byte(value ? 1 : 0);
  else to.text(value as string);
}

function readValues(from: ByteReader, kind: number, count: number): Value[] {
  const values = new Array<Value>(count);
  const scale = 10 ** kind;
  let integer = 0;
  for (let i = 0; i < count; i++)
    if (kind > mostDecimals) values[i] = readValue(from, kind);
    else {
      integer += from.signed();
      values[i] = integer / scale;
    }
  return values;
}

function readValue(from: ByteReader, kind: number): Value {
  if (kind === kinds.mixed) return readValue(from, from.byte());
  if (kind === kinds.doubles) return from.double();
  return kind === kinds.booleans ? from.byte() === 1 : from.text();
}

function kindOf(values: readonly Value[]): number {
  const type = typeof values[0];
  if (values.some((value) => typeof value !== type)) return kinds.mixed;
  if (type === "boolean") return kinds.booleans;
  if (type === "string") return kinds.texts;
  return decimalsOf(values as readonly number[]) ?? kinds.doubles;
}
