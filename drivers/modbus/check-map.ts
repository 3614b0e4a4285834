/** What a schema cannot say of a register map: points lie inside their block, types fit functions, writes are possible. */
import { Fault } from "../../core/fault.ts";
import type { Block, MappedPoint, ModbusConfig } from "./config.ts";
import { readFunctions, writeFunctions } from "./functions.ts";
import { isNumberType, numberTypes } from "./number-types.ts";

type Finding = { field: string; message: string };
type Rule<Subject> = { field: string; broken(subject: Subject): boolean; message: string };
type InBlock = { point: MappedPoint; block: Block };

const lastAddress = 0xffff;

const blockRules: Rule<Block>[] = [
  {
    field: "count",
    broken: ({ function: code, count }) => count > readFunctions[code].most,
    message: "is more than one request may read",
  },
  {
    field: "count",
    broken: ({ address, count }) => address + count - 1 > lastAddress,
    message: "reaches beyond address 65535",
  },
];

const pointRules: Rule<InBlock>[] = [
  {
    field: "address",
    broken: ({ point, block }) => !isInside(block, point.address, registersOf(point)),
    message: "lies outside its block",
  },
  {
    field: "decimalsRegister",
    broken: ({ point, block }) => point.decimalsRegister !== undefined && !isInside(block, point.decimalsRegister, 1),
    message: "lies outside its block",
  },
  {
    field: "unitRegister",
    broken: ({ point, block }) => point.unitRegister !== undefined && !isInside(block, point.unitRegister, 1),
    message: "lies outside its block",
  },
  {
    field: "type",
    broken: ({ point, block }) => holdsBits(block) && point.type !== "bit",
    message: "must be bit where the function reads bits",
  },
  {
    field: "bit",
    broken: ({ point, block }) => (point.bit !== undefined) !== (point.type === "bit" && !holdsBits(block)),
    message: "belongs to type bit of a register, and must be given there",
  },
  {
    field: "trueWhen",
    broken: ({ point }) => point.trueWhen !== undefined && point.type !== "bit",
    message: "belongs to type bit",
  },
  {
    field: "wordOrder",
    broken: ({ point }) => point.wordOrder !== undefined && registersOf(point) === 1,
    message: "belongs to a 32-bit type",
  },
  {
    field: "scale",
    broken: ({ point }) => point.type === "bit" && hasArithmetic(point),
    message: "and other arithmetic do not apply to type bit",
  },
  { field: "scale", broken: ({ point }) => point.scale === 0, message: "must not be 0" },
  {
    field: "decimals",
    broken: ({ point }) => point.decimals !== undefined && point.decimalsRegister !== undefined,
    message: "is given twice: fixed and by register",
  },
  {
    field: "unitFactors",
    broken: ({ point }) => (point.unitFactors === undefined) !== (point.unitRegister === undefined),
    message: "and unitRegister need each other",
  },
  { field: "write", broken: ({ point, block }) => !canWrite(point, block), message: "does not fit the point's type" },
];

/** Throws `SETTING_INVALID` naming the first field that is wrong. */
export function checkMap({ blocks }: ModbusConfig): void {
  const finding = blocks.flatMap(inBlock)[0] ?? doubled(blocks);
  if (finding !== undefined) throw new Fault("SETTING_INVALID", `${finding.field} ${finding.message}`);
}

function inBlock(block: Block, index: number): Finding[] {
  const path = `/blocks/${index}`;
  const own = findings(blockRules, block, path);
  return [...own, ...block.points.flatMap((point, i) => findings(pointRules, { point, block }, `${path}/points/${i}`))];
}

function findings<Subject>(rules: Rule<Subject>[], subject: Subject, path: string): Finding[] {
  return rules
    .filter((rule) => rule.broken(subject))
    .map(({ field, message }) => ({ field: `${path}/${field}`, message }));
}

function doubled(blocks: Block[]): Finding | undefined {
  const ids = blocks.flatMap((block) => block.points.map((point) => point.id));
  const id = ids.find((name, index) => ids.indexOf(name) !== index);
  return id === undefined ? undefined : { field: "/blocks", message: `name the point "${id}" twice` };
}

function holdsBits(block: Block): boolean {
  return readFunctions[block.function].holds === "bits";
}

function registersOf({ type }: MappedPoint): number {
  return isNumberType(type) ? numberTypes[type].registers : 1;
}

function isInside(block: Block, address: number, length: number): boolean {
  return address >= block.address && address + length <= block.address + block.count;
}

function hasArithmetic(point: MappedPoint): boolean {
  const { scale, offset, decimals, decimalsRegister, unitRegister } = point;
  return [scale, offset, decimals, decimalsRegister, unitRegister].some((setting) => setting !== undefined);
}

/** A bit of a register would need its neighbours read first; a scale read from the device is not known when writing. */
function canWrite(point: MappedPoint, block: Block): boolean {
  if (point.write === undefined) return true;
  if (block.function !== writeFunctions[point.write].from) return false;
  if (point.write === 5) return true;
  if (point.decimalsRegister !== undefined || point.unitRegister !== undefined) return false;
  return isNumberType(point.type) && (point.write === 16 || registersOf(point) === 1);
}
