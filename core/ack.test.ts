import { encode } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ack, decodeAck, encodeAck } from "./ack.ts";
import { Fault } from "./fault.ts";
import type { Epoch } from "./id.ts";

const epoch = "e1" as Epoch;
const full: Ack = {
  data: {
    epoch,
    have: [
      [0, 10],
      [20, 2 ** 52],
    ],
  },
  alert: { epoch, have: [] },
  refused: { lane: "data", epoch, from: 10, code: "BATCH_INVALID", detail: "column 0: …" },
  time: 1_790_000_000_000,
  rate: 100_000,
  retryAfterS: 5,
};

function codeOf(bytes: Uint8Array): string {
  try {
    decodeAck(bytes);
    return "";
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

describe("an acknowledgement", () => {
  it("comes out as it went in", () => {
    expect(decodeAck(encodeAck(full))).toEqual(full);
    expect(decodeAck(encodeAck({ time: 0 }))).toEqual({ time: 0 });
  });

  it("of one range is small", () => {
    expect(encodeAck({ data: { epoch: "AbCdEfGhIjKl" as Epoch, have: [[0, 1_000_000]] }, time: 1.79e12 }).length).toBe(
      53,
    );
  });

  it.each<[string, unknown]>([
    ["is no map", [1]],
    ["has no time", { data: full.data }],
    ["has a field nobody knows", { ...full, more: 1 }],
    ["has a name that is no epoch", { time: 1, data: { epoch: "a/b", have: [] } }],
    ["has offsets below zero", { time: 1, data: { epoch, have: [[-1, 4]] } }],
    ["has offsets beyond what is exact", { time: 1, data: { epoch, have: [[0, 2n ** 60n]] } }],
    ["has broken offsets", { time: 1, data: { epoch, have: [[0, 1.5]] } }],
    ["has an empty range", { time: 1, data: { epoch, have: [[4, 4]] } }],
    ["has a range backwards", { time: 1, data: { epoch, have: [[9, 4]] } }],
    ["has ranges that overlap", { time: 1, data: { epoch, have: [[0, 5], [4, 9]] } }], // biome-ignore format: one row a case
    ["has ranges out of order", { time: 1, alert: { epoch, have: [[5, 9], [0, 3]] } }], // biome-ignore format: one row a case
    ["stops the backlog for ever", { time: 1, rate: 0 }],
    ["sends the gateway away for ever", { time: 1, retryAfterS: 1e9 }],
  ])("that %s is refused by name", (_what, item) => {
    expect(codeOf(encode(item))).toBe("ACK_INVALID");
  });

  it("of any bytes is read or refused by name", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => ["", "ACK_INVALID"].includes(codeOf(bytes))));
    const good = encodeAck(full);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Uint8Array.from(good);
        bytes[at] = byte;
        return ["", "ACK_INVALID"].includes(codeOf(bytes));
      }),
    );
    expect(codeOf(good.subarray(0, good.length - 1))).toBe("ACK_INVALID");
    expect(codeOf(Buffer.alloc(100_000, 0x81))).toBe("ACK_INVALID");
    expect(codeOf(Buffer.from('{"time":1}'))).toBe("ACK_INVALID");
  });
});
