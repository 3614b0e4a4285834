/** What a bus gives back, byte for byte, and what the doctor makes of it. */
import { describe, expect, it } from "vitest";
import { withCrc } from "../../drivers/modbus/crc.ts";
import { diagnose, type Exchange } from "./bus-doctor.ts";

const configured = { baudRate: 9600, parity: "none" };
/** [Modbus Application Protocol V1.1b3 §6.3] an answer of one register. */
const answer = (unit: number) => withCrc(Uint8Array.of(unit, 3, 2, 0x07, 0xd0));
const say = (unit: number, heard: Uint8Array, speed = configured): Exchange => ({ unit, ...speed, heard });
const nothing = new Uint8Array();
const cut = (bytes: Uint8Array) => bytes.slice(0, -1);
const flipped = (bytes: Uint8Array) => bytes.map((byte) => ~byte & 0xff);

describe("the bus doctor", () => {
  it.each<[string, Exchange[], object | null]>([
    ["finds nothing where all answer", [say(1, answer(1)), say(2, answer(2))], null],
    ["tells a bus on which nobody answers", [say(1, nothing), say(2, nothing)], { code: "bus-silent" }],
    [
      "tells the speed at which somebody answers",
      [say(1, nothing), say(1, answer(1), { baudRate: 4800, parity: "even" })],
      { code: "bus-rate", facts: { baudRate: 4800, parity: "even" } },
    ],
    [
      "does not blame the speed where the own one works for another",
      [say(1, answer(1)), say(2, answer(2), { baudRate: 4800, parity: "none" })],
      null,
    ],
    [
      "tells swapped wires by answers that are their own opposite",
      [say(1, flipped(answer(1)))],
      { code: "bus-swapped" },
    ],
    [
      "tells swapped wires by an endless break",
      [say(1, Uint8Array.of(0, 0, 0)), say(2, nothing)],
      { code: "bus-swapped" },
    ],
    [
      "tells two devices at one address: it alone is garbled, each time",
      [
        say(1, answer(1)),
        say(2, Buffer.concat([cut(answer(2)), answer(2)])),
        say(1, answer(1)),
        say(2, cut(answer(2))),
      ],
      { code: "bus-clash", facts: { unit: 2 } },
    ],
    [
      "tells a bad line by damage that knows no address",
      [say(1, cut(answer(1))), say(2, answer(2)), say(1, answer(1)), say(2, cut(answer(2)))],
      { code: "bus-termination", facts: { damaged: 2, asked: 4 } },
    ],
  ])("%s", (_, exchanges, expected) => {
    const found = diagnose("bus-a", exchanges, configured);
    expected === null ? expect(found).toBeNull() : expect(found).toMatchObject(expected);
  });
});
