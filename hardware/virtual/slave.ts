/** A Modbus slave over a bank: one request in, one reply out, exceptions as the standard says [V1.1b3 §6, §7]. Pure. */
import type { Bank, Table } from "./bank.ts";

/** [V1.1b3 §7] */
export const illegalFunction = 1;
export const illegalAddress = 2;
export const illegalValue = 3;

/** What a request asks for; `values` are what it wants written. */
export type Question = { table: Table; address: number; count: number; values: number[] | null };

/** Reads have `most`, the largest quantity in one request; `bits` are packed eight to a byte. */
type Shape = { table: Table; kind: "read" | "write-one" | "write-many"; most: number };

const shapes: Record<number, Shape> = {
  1: { table: "coil", kind: "read", most: 0x07d0 },
  2: { table: "discrete", kind: "read", most: 0x07d0 },
  3: { table: "holding", kind: "read", most: 0x007d },
  4: { table: "input", kind: "read", most: 0x007d },
  5: { table: "coil", kind: "write-one", most: 1 },
  6: { table: "holding", kind: "write-one", most: 1 },
  15: { table: "coil", kind: "write-many", most: 0x07b0 },
  16: { table: "holding", kind: "write-many", most: 0x007b },
};

const coilOn = 0xff00;

/** The reply to a request, both without address and CRC. Carries out what it asks. */
export function answer(request: Uint8Array, bank: Bank): Uint8Array {
  const code = request[0] ?? 0;
  const shape = shapes[code];
  if (shape === undefined) return exception(code, illegalFunction);
  const question = questionOf(request);
  if (question === null) return exception(code, illegalValue);
  return question.values === null
    ? readReply(code, question, bank)
    : writeReply(request, question, question.values, bank);
}

/** Null for a function this slave has not, or a quantity or value outside the standard. */
export function questionOf(request: Uint8Array): Question | null {
  const shape = shapes[request[0] ?? 0];
  if (shape === undefined || request.length < 5) return null;
  const view = new DataView(request.buffer, request.byteOffset, request.length);
  const base = { table: shape.table, address: view.getUint16(1) };
  const second = view.getUint16(3);
  if (shape.kind === "write-one") return oneToWrite(base, second);
  if (second < 1 || second > shape.most) return null;
  if (shape.kind === "read") return { ...base, count: second, values: null };
  const values = manyToWrite(shape.table, second, request.subarray(5));
  return values === null ? null : { ...base, count: second, values };
}

function oneToWrite(base: Pick<Question, "table" | "address">, value: number): Question | null {
  if (base.table === "holding") return { ...base, count: 1, values: [value] };
  if (value !== 0 && value !== coilOn) return null;
  return { ...base, count: 1, values: [value === coilOn ? 1 : 0] };
}

/** `data` is the byte count and what follows it; null when the count does not fit the quantity. */
function manyToWrite(table: Table, count: number, data: Uint8Array): number[] | null {
  const bytes = data.subarray(1);
  const expected = table === "coil" ? Math.ceil(count / 8) : count * 2;
  if (data[0] !== expected || bytes.length !== expected) return null;
  const byte = (at: number) => bytes[at] ?? 0;
  const valueAt = (i: number) =>
    table === "coil" ? (byte(i >> 3) >> (i & 7)) & 1 : (byte(i * 2) << 8) | byte(i * 2 + 1);
  return Array.from({ length: count }, (_, i) => valueAt(i));
}

function readReply(code: number, { table, address, count }: Question, bank: Bank): Uint8Array {
  const values = Array.from({ length: count }, (_, i) => bank.read(table, address + i));
  if (!values.every((value) => value !== null)) return exception(code, illegalAddress);
  const data = table === "coil" || table === "discrete" ? packBits(values) : packRegisters(values);
  return Uint8Array.of(code, data.length, ...data);
}

function writeReply(request: Uint8Array, question: Question, values: number[], bank: Bank): Uint8Array {
  const { table, address } = question;
  const verdicts = values.map((value, i) => bank.accepts(table, address + i, value));
  const code = request[0] ?? 0;
  if (verdicts.includes("no-address")) return exception(code, illegalAddress);
  if (verdicts.includes("bad-value")) return exception(code, illegalValue);
  for (const [i, value] of values.entries()) bank.write(table, address + i, value);
  return request.slice(0, 5);
}

function exception(code: number, reason: number): Uint8Array {
  return Uint8Array.of(code | 0x80, reason);
}

function packBits(bits: number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  return bytes;
}

function packRegisters(registers: number[]): Uint8Array {
  return Uint8Array.from(registers.flatMap((register) => [register >>> 8, register & 0xff]));
}
