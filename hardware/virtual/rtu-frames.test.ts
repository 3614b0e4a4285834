/** Requests come whole off a stream, however it is cut and whatever garbage lies between. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withCrc } from "../../drivers/modbus/crc.ts";
import { frameGapMs, freshStream, receive, takeRequests } from "./rtu-frames.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

/** Made elsewhere, CRC included: the water gauge maker's worked exchange, and a level transmitter's map. */
const known = ["0203000000018439", "0103000000070408", "010300040001c5cb", "0103ffff0001842e", "01030002000265cb"];

const word = fc.integer({ min: 0, max: 0xffff });
const split = (value: number) => [value >>> 8, value & 0xff];
const unit = fc.integer({ min: 0, max: 247 });
const short = fc
  .tuple(unit, fc.integer({ min: 1, max: 6 }), word, word)
  .map(([to, code, one, two]) => withCrc(Uint8Array.of(to, code, ...split(one), ...split(two))));
const long = fc
  .tuple(unit, fc.constantFrom(15, 16), word, word, fc.uint8Array({ minLength: 1, maxLength: 246 }))
  .map(([to, code, one, two, data]) =>
    withCrc(Uint8Array.of(to, code, ...split(one), ...split(two), data.length, ...data)),
  );
const request = fc.oneof(short, long);

/** Feeds in portions, all in one moment. */
function feed(portions: readonly Uint8Array[], nowMs = 0, begin = freshStream) {
  let stream = begin;
  const frames: string[] = [];
  for (const portion of portions) {
    const heard = receive(stream, portion, nowMs);
    stream = heard.stream;
    frames.push(...heard.frames.map(hex));
  }
  return { stream, frames };
}

function cut(data: Uint8Array, at: readonly number[]): Uint8Array[] {
  const ends = [...at.map((place) => place % (data.length + 1)), data.length].sort((a, b) => a - b);
  return ends.map((end, i) => data.slice(ends[i - 1] ?? 0, end));
}

describe("the stream", () => {
  it.each(known)("knows the request %s", (frame) => {
    expect(takeRequests(bytes(frame)).frames.map(hex)).toEqual([frame]);
  });

  it("finds every request, however the bytes are cut", () => {
    const lists = fc.array(request, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lists, fc.array(fc.nat(), { maxLength: 8 }), (requests, at) => {
        const all = Uint8Array.from(requests.flatMap((one) => [...one]));
        expect(feed(cut(all, at)).frames).toEqual(requests.map(hex));
      }),
    );
  });

  it("answers the first request after any garbage and a pause", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), request, (garbage, next) => {
        const { stream } = feed([garbage]);
        expect(feed([next], frameGapMs + 1, stream).frames).toEqual([hex(next)]);
      }),
    );
  });

  it.each([
    ["a damaged request", "0103000000070409"],
    ["a single byte", "00"],
    ["line noise", "ffffff"],
    ["another slave's reply", "020302001fbd8c"],
    ["half of another slave's reply", "02030200"],
  ])("finds the request right after %s", (_, garbage) => {
    expect(feed([bytes(garbage + known[0])]).frames).toContain(known[0]);
  });

  it("drops what was begun before a pause, and keeps it before a shorter one", () => {
    const [one, two] = [bytes("0203000000"), bytes("018439")];
    const begun = receive(freshStream, one, 0).stream;
    expect(receive(begun, two, frameGapMs).frames).toHaveLength(1);
    expect(receive(begun, two, frameGapMs + 1).frames).toHaveLength(0);
  });

  it("hands on a whole request with a code nobody defined, so that it can be refused", () => {
    const odd = withCrc(bytes("01 64 01 02 03"));
    expect(feed([odd]).frames).toEqual([hex(odd)]);
  });

  it("never keeps more than one frame's worth of garbage", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1000, maxLength: 5000 }), (garbage) => {
        expect(takeRequests(garbage).rest.length).toBeLessThan(270);
      }),
    );
  });
});
