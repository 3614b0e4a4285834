/** No bytes, however cut, spoilt or invented, make the session throw or yield a wrong value. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PointId } from "../../core/id.ts";
import type { AskingSession, Output } from "../kit/driver.ts";
import type { ModbusConfig } from "./config.ts";
import { withCrc } from "./crc.ts";
import driver from "./driver.ts";

const config: ModbusConfig = {
  unit: 17,
  blocks: [
    {
      function: 3,
      address: 100,
      count: 4,
      points: [
        { id: "level" as PointId, address: 100, type: "int16", decimals: 2 },
        { id: "total" as PointId, address: 101, type: "uint32" },
        { id: "mode" as PointId, address: 103, type: "uint16", write: 6 },
      ],
    },
    { function: 2, address: 0, count: 9, points: [{ id: "open" as PointId, address: 8, type: "bit" }] },
  ],
};

type Held = { level: number; total: number; mode: number; open: boolean };
const held = fc.record<Held>({
  level: fc.integer({ min: -0x8000, max: 0x7fff }),
  total: fc.integer({ min: 0, max: 0xffff_ffff }),
  mode: fc.integer({ min: 0, max: 0xffff }),
  open: fc.boolean(),
});

/** What a sound device answers, built without the code under test save for the CRC, which has its own tests. */
function replies({ level, total, mode, open }: Held): Uint8Array[] {
  const words = [level & 0xffff, Math.floor(total / 0x1_0000), total % 0x1_0000, mode];
  const data = words.flatMap((word) => [word >>> 8, word & 0xff]);
  return [withCrc(Uint8Array.from([17, 3, 8, ...data])), withCrc(Uint8Array.of(17, 2, 2, 0, open ? 1 : 0))];
}

function readings({ level, total, mode, open }: Held): Output[] {
  const pairs = Object.entries({ level: level / 100, total, mode, open });
  return pairs.map(([point, value]) => ({ reading: { point: point as PointId, value } }));
}

/** Feeds the bytes in portions of the given sizes; what is left goes last. */
function feed(session: AskingSession, bytes: Uint8Array, sizes: readonly number[]): Output[] {
  const outputs: Output[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    if (at < bytes.length) outputs.push(...session.receive(bytes.subarray(at, at + size), 0));
    at += size;
  }
  return outputs;
}

const isReading = (output: Output) => "reading" in output;
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 });

/** Flips up to three bits, which the CRC always sees in frames this short. */
function flip(bytes: Uint8Array, bits: readonly number[]): Uint8Array {
  const spoilt = Uint8Array.from(bytes);
  for (const bit of bits) {
    const index = Math.floor(bit / 8) % bytes.length;
    spoilt[index] = (spoilt[index] as number) ^ (1 << (bit % 8));
  }
  return spoilt;
}

describe("a session", () => {
  it("yields the same readings however the replies are cut", () => {
    fc.assert(
      fc.property(held, sizes, (values, cuts) => {
        const session = driver.open(config);
        const outputs = [...session.poll(0), ...replies(values).flatMap((reply) => feed(session, reply, cuts))];
        expect(outputs.filter(isReading)).toEqual(readings(values));
        expect(outputs.filter((output) => "send" in output)).toHaveLength(2);
        expect(outputs).toHaveLength(6);
        expect(session.awaiting()).toBe(false);
      }),
    );
  });

  it("yields no reading from a block whose reply has flipped bits, and still reads the other", () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 13 * 8 - 1 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(held, bits, sizes, (values, flipped, cuts) => {
        const [first, second] = replies(values) as [Uint8Array, Uint8Array];
        const session = driver.open(config);
        session.poll(0);
        const outputs = feed(session, flip(first, flipped), cuts);
        expect(outputs.filter(isReading)).toEqual([]);
        if (!session.awaiting() || !outputs.some((output) => "send" in output)) return;
        expect(feed(session, second, []).filter(isReading)).toEqual(readings(values).slice(3));
      }),
    );
  });

  it("never throws and never reads a value out of noise", () => {
    const noise = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(noise, (portions) => {
        const session = driver.open(config);
        session.poll(0);
        const outputs = portions.flatMap((bytes) => session.receive(bytes, 0));
        expect([...outputs, ...session.expire(0)].filter(isReading)).toEqual([]);
        expect(session.awaiting()).toBe(false);
      }),
    );
  });

  it("never throws on anything that begins like a reply", () => {
    const head = fc.tuple(fc.constantFrom(17, 18), fc.constantFrom(0, 2, 3, 6, 16, 43, 0x82, 0x83), fc.nat(255));
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
        const session = driver.open(config);
        session.poll(0);
        const outputs = session.receive(withCrc(Uint8Array.from([...start, ...rest])), 0);
        for (const output of [...outputs, ...session.expire(0)])
          if ("fault" in output) expect(output.fault.code).toMatch(/^FIELD_/);
      }),
    );
  });

  it("never takes the reply of an earlier round for the next one's when the function differs", () => {
    fc.assert(
      fc.property(held, (values) => {
        const [, second] = replies(values) as [Uint8Array, Uint8Array];
        const session = driver.open(config);
        session.poll(0);
        expect(session.receive(second, 0)).toMatchObject([{ fault: { code: "FIELD_FOREIGN" } }]);
        expect(session.awaiting()).toBe(true);
      }),
    );
  });

  it("forgets what an earlier round awaited when a new one starts", () => {
    const session = driver.open(config);
    session.poll(0);
    session.receive(Uint8Array.of(17, 3, 8), 0);
    session.poll(1);
    const [first] = replies({ level: -31, total: 5, mode: 1, open: false }) as [Uint8Array];
    expect(session.receive(first, 2)[0]).toEqual({ reading: { point: "level", value: -0.31 } });
  });

  it("sends nothing and reports nothing before the first round", () => {
    const session = driver.open(config);
    expect(session.awaiting()).toBe(false);
    expect(session.expire(0)).toEqual([]);
    expect(session.receive(Uint8Array.of(1), 0)).toMatchObject([{ fault: { code: "FIELD_LATE" } }]);
  });
});

describe("setting a point", () => {
  it("is refused for one that is read only or does not exist", () => {
    const session = driver.open(config);
    expect(() => session.write?.("level" as PointId, 1, 0)).toThrow('COMMAND_INVALID: point "level" is read only');
    expect(() => session.write?.("no" as PointId, 1, 0)).toThrow('COMMAND_INVALID: there is no point "no"');
    expect(session.awaiting()).toBe(false);
  });

  it.each([true, "1", -1, 65536, Number.NaN])("is refused for %s, which a uint16 cannot hold", (value) => {
    expect(() => driver.open(config).write?.("mode" as PointId, value, 0)).toThrow("does not fit point");
  });

  it("says whether the device took it by the absence of a fault", () => {
    const session = driver.open(config);
    const [send] = session.write?.("mode" as PointId, 7, 0) ?? [];
    const echo = (send as { send: Uint8Array }).send;
    expect(session.receive(echo, 1)).toMatchObject([{ send: Uint8Array.of(17, 3, 0, 100, 0, 4, 0x07, 0x46) }]);
  });
});
