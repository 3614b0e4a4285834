/** The data of a read reply becomes readings, one a point; what cannot be a value becomes a fault. */
import type { Output } from "../kit/driver.ts";
import type { Block, MappedPoint } from "./config.ts";
import { readFunctions } from "./functions.ts";
import { isNumberType, type NumberTypeName, numberTypes } from "./number-types.ts";

/** A number, or why there is none. */
type Found = number | { reason: string };

const mostDecimals = 9;

/** `data` is what lies between byte count and CRC, exactly as long as the block asks. */
export function decodeBlock(block: Block, data: Uint8Array): Output[] {
  const bits = readFunctions[block.function].holds === "bits";
  const registers = new DataView(data.buffer, data.byteOffset, data.length);
  return block.points.map((point) => {
    if (bits) return bitOutput(point, bitOf(data, point.address - block.address));
    const word = (address: number) => registers.getUint16((address - block.address) * 2);
    return isNumberType(point.type)
      ? numberOutput(point, number(point, point.type, word))
      : bitOutput(point, (word(point.address) >>> (point.bit ?? 0)) & 1);
  });
}

/** The first of the block is the lowest bit of the first byte [Application Protocol V1.1b3 §6.1, §6.2]. */
function bitOf(data: Uint8Array, index: number): number {
  return ((data[index >>> 3] as number) >>> (index & 7)) & 1;
}

function bitOutput({ id, trueWhen = 1 }: MappedPoint, bit: number): Output {
  return { reading: { point: id, value: bit === trueWhen } };
}

function numberOutput({ id }: MappedPoint, found: Found): Output {
  if (typeof found === "number") return { reading: { point: id, value: found } };
  return { fault: { code: "FIELD_OUT_OF_RANGE", detail: `${id}: ${found.reason}` } };
}

function number(point: MappedPoint, type: NumberTypeName, word: (address: number) => number): Found {
  const raw = rawNumber(point, type, word);
  if (!Number.isFinite(raw)) return { reason: `${raw} is not a number` };
  const decimals = point.decimalsRegister === undefined ? (point.decimals ?? 0) : word(point.decimalsRegister);
  if (decimals > mostDecimals) return { reason: `${decimals} decimals in register ${point.decimalsRegister}` };
  const factor = unitFactor(point, word);
  if (typeof factor !== "number") return factor;
  return tidy((raw / 10 ** decimals) * (point.scale ?? 1) * factor + (point.offset ?? 0));
}

function rawNumber(point: MappedPoint, type: NumberTypeName, word: (address: number) => number): number {
  const { registers, get } = numberTypes[type];
  const words = Array.from({ length: registers }, (_, i) => word(point.address + i));
  if (point.wordOrder === "low first") words.reverse();
  const view = new DataView(new ArrayBuffer(registers * 2));
  for (const [index, value] of words.entries()) view.setUint16(index * 2, value);
  return get(view);
}

function unitFactor({ unitRegister, unitFactors }: MappedPoint, word: (address: number) => number): Found {
  if (unitRegister === undefined) return 1;
  const code = word(unitRegister);
  return unitFactors?.[code] ?? { reason: `unit code ${code} in register ${unitRegister} is not in unitFactors` };
}

/** Takes the noise of binary arithmetic off: 12.3 × 0.01 is 0.123. No register holds more than ten digits. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
