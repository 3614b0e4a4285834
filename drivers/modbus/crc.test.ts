/** The CRC is the standard's. */
import { expect, it } from "vitest";
import { crc16 } from "../kit/crc16.ts";
import { fromHex } from "../kit/hex.ts";
import { hasCrc, withCrc } from "./crc.ts";

const bytes = (text: string) => fromHex(text) as Uint8Array;

it("is 0x1241 over 02 07, the example of [Serial Line V1.02 §6.2.2]", () => expect(crc16(bytes("0207"))).toBe(0x1241));

it("is 0x4b37 over the digits 1 to 9, the check value of CRC-16/MODBUS", () =>
  expect(crc16(bytes("313233343536373839"))).toBe(0x4b37));

it("follows the body low byte first", () => expect(withCrc(bytes("0207"))).toEqual(bytes("02074112")));

it("is missed in a frame that has none", () => {
  expect(hasCrc(bytes("02074112"))).toBe(true);
  expect(hasCrc(bytes("02071241"))).toBe(false);
  expect(hasCrc(bytes("02"))).toBe(false);
});
