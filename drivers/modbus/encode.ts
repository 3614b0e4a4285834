/** A value to be set becomes a write request; the arithmetic of `decode.ts` the other way round. */
import { Fault } from "../../core/fault.ts";
import type { Value } from "../../core/reading.ts";
import type { MappedPoint } from "./config.ts";
import { isNumberType, type NumberTypeName, numberTypes } from "./number-types.ts";
import { writeCoil, writeRegister, writeRegisters } from "./request.ts";

/** Throws `COMMAND_INVALID` where the point is not writable or cannot hold the value. */
export function writeRequest(unit: number, point: MappedPoint, value: Value): Uint8Array {
  if (point.write === undefined) throw new Fault("COMMAND_INVALID", `point "${point.id}" is read only`);
  if (point.write === 5) return writeCoil(unit, point.address, bitOf(point, value));
  const words = wordsOf(point, value);
  if (point.write === 16) return writeRegisters(unit, point.address, words);
  return writeRegister(unit, point.address, words[0] as number);
}

function bitOf(point: MappedPoint, value: Value): boolean {
  if (typeof value !== "boolean") throw unfit(point, value);
  return point.trueWhen === 0 ? !value : value;
}

function wordsOf(point: MappedPoint, value: Value): number[] {
  if (typeof value !== "number" || !isNumberType(point.type)) throw unfit(point, value);
  const { registers, low, high, set } = numberTypes[point.type];
  const raw = rawOf(point, point.type, value);
  if (!(raw >= low && raw <= high)) throw unfit(point, value);
  const view = new DataView(new ArrayBuffer(registers * 2));
  set(view, raw);
  const words = Array.from({ length: registers }, (_, index) => view.getUint16(index * 2));
  return point.wordOrder === "low first" ? words.reverse() : words;
}

function rawOf(point: MappedPoint, type: NumberTypeName, value: number): number {
  const raw = ((value - (point.offset ?? 0)) / (point.scale ?? 1)) * 10 ** (point.decimals ?? 0);
  return type === "float32" ? raw : Math.round(raw);
}

function unfit({ id, type }: MappedPoint, value: Value): Fault {
  return new Fault("COMMAND_INVALID", `${JSON.stringify(value)} does not fit point "${id}" (${type})`);
}
