/** The slave answers as the standard's worked examples do [V1.1b3 §6], byte for byte. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bank, Table } from "./bank.ts";
import { answer } from "./slave.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex").toUpperCase();

/** A bank with everything from 0 to 0x1FF; `held` are the values that matter, the rest is 0. */
function bankOf(held: Partial<Record<Table, Record<number, number>>>): Bank & { held: typeof held } {
  return {
    held,
    read: (table, address) => (address > 0x1ff ? null : (held[table]?.[address] ?? 0)),
    accepts: (_, address, value) => (address > 0x1ff ? "no-address" : value > 0xeeee ? "bad-value" : "yes"),
    write: (table, address, value) => {
      held[table] = { ...held[table], [address]: value };
    },
  };
}

/** `first` on, one bit each, as the example's tables write them: the highest numbered of a byte leftmost. */
function bits(first: number, text: string): Record<number, number> {
  const reversed = text.split(" ").flatMap((byte) => [...byte].reverse());
  return Object.fromEntries(reversed.map((bit, i) => [first + i, Number(bit)]));
}

/** Clause, request, reply, what the device held. */
const reading: [string, string, string, Parameters<typeof bankOf>[0]][] = [
  ["§6.1 coils 20–38", "01 0013 0013", "01 03 CD 6B 05", { coil: bits(0x13, "11001101 01101011 101") }],
  [
    "§6.2 discrete inputs 197–218",
    "02 00C4 0016",
    "02 03 AC DB 35",
    { discrete: bits(0xc4, "10101100 11011011 110101") },
  ],
  ["§6.3 registers 108–110", "03 006B 0003", "03 06 022B 0000 0064", { holding: { 107: 555, 109: 100 } }],
  ["§6.4 input register 9", "04 0008 0001", "04 02 000A", { input: { 8: 10 } }],
];

const writing: [string, string, string, Parameters<typeof bankOf>[0]][] = [
  ["§6.5 coil 173 on", "05 00AC FF00", "05 00AC FF00", { coil: { 172: 1 } }],
  ["§6.6 register 2", "06 0001 0003", "06 0001 0003", { holding: { 1: 3 } }],
  ["§6.11 coils 20–29", "0F 0013 000A 02 CD 01", "0F 0013 000A", { coil: bits(0x13, "11001101 01") }],
  ["§6.12 registers 2–3", "10 0001 0002 04 000A 0102", "10 0001 0002", { holding: { 1: 0x0a, 2: 0x102 } }],
];

const refused: [string, string, string][] = [
  ["a function it has not", "2B 0E 01 00", "AB 01"],
  ["§7 coil 1186 of a device that has fewer", "01 04A1 0001", "81 02"],
  ["a range that ends beyond its last register", "03 01FE 0003", "83 02"],
  ["an address beyond 65535", "03 FFFF 0002", "83 02"],
  ["no register at all", "03 0000 0000", "83 03"],
  ["126 registers", "03 0000 007E", "83 03"],
  ["2001 coils", "01 0000 07D1", "81 03"],
  ["2001 discrete inputs", "02 0000 07D1", "82 03"],
  ["126 input registers", "04 0000 007E", "84 03"],
  ["a coil neither on nor off", "05 0000 1234", "85 03"],
  ["a register value the device refuses", "06 0000 FFFF", "86 03"],
  ["a write beyond its last register", "06 0200 0001", "86 02"],
  ["a byte count that does not fit the coils", "0F 0000 000A 01 FF", "8F 03"],
  ["a byte count that does not fit the registers", "10 0000 0002 03 0000 00", "90 03"],
  ["fewer data than the byte count says", "10 0000 0002 04 0000", "90 03"],
  ["a request cut off", "03 00", "83 03"],
];

describe("the slave", () => {
  it.each(reading)("reads as in %s", (_, request, reply, held) => {
    expect(hex(answer(bytes(request), bankOf(held)))).toBe(reply.replaceAll(" ", ""));
  });

  it.each(writing)("writes as in %s", (_, request, reply, written) => {
    const bank = bankOf({});
    expect(hex(answer(bytes(request), bank))).toBe(reply.replaceAll(" ", ""));
    expect(bank.held).toEqual(written);
  });

  it.each(refused)("refuses %s", (_, request, reply) => {
    const bank = bankOf({});
    expect(hex(answer(bytes(request), bank))).toBe(reply.replaceAll(" ", ""));
    expect(bank.held).toEqual({});
  });

  it("turns a coil off", () => {
    const bank = bankOf({ coil: { 3: 1 } });
    answer(bytes("05 0003 0000"), bank);
    expect(bank.held).toEqual({ coil: { 3: 0 } });
  });

  it("reads the most the standard allows in one reply of 253 bytes", () => {
    expect(answer(bytes("03 0000 007D"), bankOf({}))).toHaveLength(252);
    expect(answer(bytes("02 0000 0200"), bankOf({}))).toHaveLength(2 + 64);
  });

  it("never throws and never answers more than a frame holds", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 254 }), (request) => {
        const reply = answer(request, bankOf({}));
        expect(reply.length).toBeGreaterThan(1);
        expect(reply.length).toBeLessThanOrEqual(253);
      }),
    );
  });
});
