/** What a fire must survive: a new connection, damage anywhere, settings that name what cannot be. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import type { ListeningSession, Output } from "../kit/driver.ts";
import { fromHex } from "../kit/hex.ts";
import { Gbt26875Config } from "./config.ts";
import driver from "./driver.ts";

type Vector = { name: string; hex: string; decoded?: { src: string; cmd: number; type?: number } };

const file = join(import.meta.dirname, "vectors.json");
const vectors: Vector[] = JSON.parse(readFileSync(file, "utf8")).vectors;
const bytes = (hex: string) => fromHex(hex) as Uint8Array;
const open = (config: object) => driver.open(check(Gbt26875Config, config, "SETTING_INVALID"));
const readings = (outputs: Output[]) => outputs.filter((output) => "reading" in output);

/** Everything a frame of the vectors can tell. */
const points = [
  { of: "heard", point: "heard" },
  { of: "part", point: "fire", bit: 1 },
  { of: "part text", point: "where", bit: 1 },
  { of: "analogue", point: "level", analogue: 2, part: 1 },
  { of: "analogue", point: "temperature", analogue: 3, part: 2 },
  { of: "transmitter", point: "channel-fault", bit: 5 },
];

/** Told to the end: what is unfinished after it is given up. */
function hear(session: ListeningSession, data: Uint8Array): Output[] {
  return [...session.receive(data, 0), ...session.wake(60_000)];
}

const uploads = vectors.filter(({ decoded }) => decoded?.cmd === 2);

describe.each(uploads)("the vector $name", ({ hex, decoded }) => {
  const data = bytes(hex);
  const config = { source: decoded?.src, points };

  it("is read and answered once", () => {
    const outputs = hear(open(config), data);
    expect(readings(outputs).length).toBeGreaterThan(0);
    expect(outputs.filter((output) => "send" in output)).toHaveLength(1);
  });

  it("yields nothing cut off, at every byte", () => {
    for (let length = 0; length < data.length; length += 1) {
      const outputs = hear(open(config), data.subarray(0, length));
      expect(outputs.filter((output) => !("fault" in output))).toEqual([]);
    }
  });

  it("yields no reading with one wrong bit, wherever, and is never confirmed", () => {
    for (let bit = 0; bit < data.length * 8; bit += 1) {
      const spoilt = Uint8Array.from(data);
      spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
      const outputs = hear(open(config), spoilt);
      expect(readings(outputs)).toEqual([]);
      for (const output of outputs) if ("send" in output) expect(output.send[26]).toBe(6);
    }
  });

  it("is read alike twice in a row, cut at every byte", () => {
    const twice = Uint8Array.from([...data, ...data]);
    const whole = open(config).receive(twice, 0);
    for (let cut = 1; cut < twice.length; cut += 1) {
      const session = open(config);
      const outputs = [...session.receive(twice.subarray(0, cut), 0), ...session.receive(twice.subarray(cut), 1)];
      expect(outputs).toEqual(whole);
    }
  });
});

it("every upload of the vectors is among them", () => expect(uploads).toHaveLength(7));

/** A part's state as a frame, by hand: sent and happened at 2026-08-01 09:30:15. */
function partFrame(part: number, state: number): Uint8Array {
  const time = [15, 30, 9, 1, 8, 26];
  const object = [1, 1, 42, part & 255, part >> 8, 0, 0, state, 0, ...new Array(31).fill(0), ...time];
  const body = [1, 0, 1, 1, ...time, 1, 10, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 48, 0, 2, 2, 1, ...object];
  return Uint8Array.from([0x40, 0x40, ...body, body.reduce((sum, byte) => sum + byte) % 256, 0x23, 0x23]);
}

const burning = 3;
const normal = 1;
const started = 0x21;

describe("a device that dials in again", () => {
  const fire = (value: boolean) => [{ reading: { point: "fire", value } }];

  it("still burns: another part's state is no all-clear, its own is", () => {
    const config = check(
      Gbt26875Config,
      { source: "000000000a01", points: [{ of: "part", point: "fire", bit: 1 }] },
      "SETTING_INVALID",
    );
    expect(readings(driver.open(config).receive(partFrame(7, burning), 0))).toEqual(fire(true));
    const again = driver.open(config);
    expect(readings(again.receive(partFrame(9, started), 0))).toEqual([]);
    expect(readings(again.receive(partFrame(7, normal), 0))).toEqual(fire(false));
  });

  it("is not mixed up with another one of like settings", () => {
    const config = () => ({ source: "000000000a01", points: [{ of: "part", point: "fire", bit: 1 }] });
    open(config()).receive(partFrame(7, burning), 0);
    expect(readings(open(config()).receive(partFrame(7, normal), 0))).toEqual([]);
  });
});

describe("more parts in a state than are remembered", () => {
  it("never end in an all-clear that is none", () => {
    const session = open({ source: "000000000a01", points: [{ of: "part", point: "fire", bit: 1 }] });
    for (let part = 0; part <= 10_000; part += 1) session.receive(partFrame(part, burning), 0);
    let last: Output[] = [];
    for (let part = 0; part < 10_000; part += 1) last = readings(session.receive(partFrame(part, normal), 0));
    expect(last).toEqual([{ reading: { point: "fire", value: true } }]);
  });
});

describe("settings", () => {
  it.each([
    ["a bit of the device that is none", { of: "transmitter", bit: 7 }, "/points/0/bit is not in the standard"],
    ["a reserved bit of a part", { of: "part", bit: 9 }, "/points/0/bit is not in the standard"],
    ["an analogue type that is none", { of: "analogue", analogue: 13, part: 1 }, "/points/0/analogue is not in"],
    ["a part of a system's state", { of: "system", bit: 1, part: 7 }, "/points/0/part does not belong here"],
    ["a system of the device's state", { of: "transmitter", bit: 1, system: 1 }, "/points/0/system does not belong"],
    ["an address of a clock", { of: "transmitter time", systemAddress: 1 }, "/points/0/system does not belong"],
  ])("are refused with %s", (_, point, message) => {
    const config = { source: "000000000a01", points: [{ ...point, point: "a" }] };
    expect(() => open(config)).toThrow("SETTING_INVALID");
    expect(() => open(config)).toThrow(message);
  });

  it("are refused when a point is named twice", () => {
    const fire = { of: "part", point: "fire", bit: 1 };
    expect(() => open({ source: "000000000a01", points: [fire, { ...fire, of: "system" }] })).toThrow(
      "/points/0/point is named twice",
    );
  });
});

it("a flood of false beginnings is worked off at the speed of the line and more", () => {
  const session = open({ source: "000000000a01", points });
  // Each `@@` claims a unit of 1024 bytes and none ends: the costliest there is.
  const block = [0x40, 0x40, ...new Array(22).fill(0), 0, 4];
  const flood = Uint8Array.from({ length: 1_000_000 }, (_, i) => block[i % block.length] as number);
  expect(readings(session.receive(flood, 0))).toEqual([]);
  expect(readings(session.receive(bytes(vectors[3]?.hex as string), 60_000)).length).toBeGreaterThan(0);
});
