/** A map that contradicts itself stops the start and names the field. */
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { ModbusConfig } from "./config.ts";
import driver from "./driver.ts";

const point = { id: "a", address: 10, type: "int16" };
const block = { function: 3, address: 10, count: 2, points: [point] };

function open(changes: { block?: object; point?: object; config?: object }) {
  const changed = { ...block, points: [{ ...point, ...changes.point }], ...changes.block };
  return driver.open(check(ModbusConfig, { unit: 1, blocks: [changed], ...changes.config }, "SETTING_INVALID"));
}

describe("a register map", () => {
  it("is accepted when it is whole", () => expect(open({}).awaiting()).toBe(false));

  it.each([
    ["unit 0", { config: { unit: 0 } }, "/unit must be >= 1"],
    ["unit 248", { config: { unit: 248 } }, "/unit must be <= 247"],
    ["126 registers", { block: { count: 126 } }, "/blocks/0/count is more than one request may read"],
    ["a block beyond the last address", { block: { address: 65_535 } }, "/blocks/0/count reaches beyond"],
    ["a point outside its block", { point: { address: 12 } }, "/blocks/0/points/0/address lies outside"],
    ["a half inside value", { point: { address: 11, type: "int32" } }, "/blocks/0/points/0/address lies outside"],
    ["decimals outside the block", { point: { decimalsRegister: 3 } }, "/decimalsRegister lies outside"],
    ["a unit outside the block", { point: { unitRegister: 3, unitFactors: {} } }, "/unitRegister lies outside"],
    ["a unit without factors", { point: { unitRegister: 11 } }, "/unitFactors and unitRegister need each other"],
    ["decimals given twice", { point: { decimals: 1, decimalsRegister: 11 } }, "/decimals is given twice"],
    ["a number among coils", { block: { function: 1 } }, "/type must be bit"],
    ["a bit of nothing", { point: { type: "bit" } }, "/bit belongs to type bit of a register"],
    ["a bit of a number", { point: { bit: 1 } }, "/bit belongs to type bit of a register"],
    ["a state of a number", { point: { trueWhen: 0 } }, "/trueWhen belongs to type bit"],
    ["a scale on a bit", { point: { type: "bit", bit: 0, scale: 2 } }, "/scale and other arithmetic"],
    ["a scale of nothing", { point: { scale: 0 } }, "/scale must not be 0"],
    ["a word order of one word", { point: { wordOrder: "low first" } }, "/wordOrder belongs to a 32-bit type"],
    ["a coil write to a register", { point: { write: 5 } }, "/write does not fit"],
    ["a single write of 32 bits", { point: { type: "int32", write: 6 } }, "/write does not fit"],
    ["a write of a bit of a register", { point: { type: "bit", bit: 0, write: 6 } }, "/write does not fit"],
    ["a write with unknown decimals", { point: { decimalsRegister: 11, write: 6 } }, "/write does not fit"],
    ["a channel beyond the last address", { block: { stride: 65_535 }, config: { channel: 3 } }, "/count reaches"],
  ])("is refused with %s", (_, changes, message) => {
    expect(() => open(changes)).toThrow("SETTING_INVALID");
    expect(() => open(changes)).toThrow(message);
  });

  it("is refused when two values have one name", () => {
    expect(() => open({ block: { points: [point, point] } })).toThrow('/blocks name the point "a" twice');
  });

  it("moves with the channel, all of its addresses alike", () => {
    const points = [{ ...point, decimalsRegister: 11 }];
    const [send] = open({ block: { points, stride: 16 }, config: { channel: 3 } }).poll(0);
    expect((send as { send: Uint8Array }).send.subarray(2, 6)).toEqual(Uint8Array.of(0, 42, 0, 2));
  });
});
