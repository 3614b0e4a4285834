/** Trouble on the wire does to a reply what it says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasCrc, withCrc } from "../../drivers/modbus/crc.ts";
import { flipBits, nextFate, soundStrand, type Wire } from "./wire.ts";

describe("the wire", () => {
  it("sends what is not troubled", () => {
    expect(nextFate({}, "pit-1")).toEqual({ wire: {}, fate: "sent", lateMs: 0 });
  });

  it("damages as many replies as it was told, then no more", () => {
    let wire: Wire = { "pit-1": { ...soundStrand, damaged: 2, lateMs: 30 } };
    const fates = [1, 2, 3].map(() => {
      const next = nextFate(wire, "pit-1");
      wire = next.wire;
      return next.fate;
    });
    expect(fates).toEqual(["damaged", "damaged", "sent"]);
    expect(nextFate(wire, "pit-1").lateMs).toBe(30);
  });

  it("is silent before anything else, and for that device only", () => {
    const wire: Wire = { "pit-1": { speech: "silent", damaged: 1, lateMs: 9 } };
    expect(nextFate(wire, "pit-1").fate).toBe("silent");
    expect(nextFate(wire, "lane-1").fate).toBe("sent");
  });

  it("flips two bits, so that no frame passes its CRC, whatever the noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 254 }), fc.integer(), (body, noise) => {
        const frame = withCrc(body);
        const flipped = flipBits(frame, noise).frame;
        const differing = frame.reduce((sum, byte, i) => sum + ones(byte ^ (flipped[i] ?? 0)), 0);
        expect(differing).toBe(2);
        expect(hasCrc(flipped)).toBe(false);
      }),
    );
  });
});

function ones(byte: number): number {
  return byte === 0 ? 0 : (byte & 1) + ones(byte >> 1);
}
