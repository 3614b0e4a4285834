/** Whatever comes over the wire: no driver throws, grows, or makes a value of what was damaged. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../core/check.ts";
import { isFaultCode } from "../core/fault.ts";
import { drivers } from "./drivers.ts";
import type { Advert } from "./kit/advert.ts";
import type { Driver, Output, Session } from "./kit/driver.ts";
import { fromHex } from "./kit/hex.ts";
import type { PinSample } from "./kit/pin.ts";
import { parseTranscript } from "./kit/transcript.ts";

/** At least so many inputs a driver. */
const inputs = 100_000;
const aRun = 50;

/** Whose bytes are protected as a whole: one wrong bit anywhere, and nothing may be read. */
const protectedWhole = new Set(["sl651", "gbt26875"]);

/** Each portion is a message of its own: a network or a platform hands it over whole. */
const payloads = new Set(["milesight", "properties", "huaqiang", "wanlin"]);

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** One setting of a driver with the bytes its transcripts feed it. */
type Seed = { settings: Record<string, unknown>; portions: Uint8Array[]; text: string };

function seedsOf(name: string): Seed[] {
  const folder = join(import.meta.dirname, name, "transcripts");
  return readdirSync(folder).flatMap((file) => {
    const transcript = parseTranscript(readFileSync(join(folder, file), "utf8"));
    if (transcript.model !== undefined) return [];
    const lines = transcript.body.map(({ text }) => text);
    const portions = lines.flatMap((line) => {
      if (line.startsWith("< ")) return [bytes(line.slice(2))];
      return [...line.matchAll(/=([0-9a-fA-F]+)(?= |$)/g)].map(([, hex = ""]) => bytes(hex)).slice(0, 1);
    });
    return [{ settings: transcript.settings, portions, text: file }];
  });
}

const bytes = (hex: string) => fromHex(hex) ?? new Uint8Array(0);

function open(driver: Driver, settings: Record<string, unknown>): Session {
  return driver.open(check(driver.config, settings, "SETTING_INVALID"));
}

/** Feeds one input to whatever kind of session it is. */
function feed(
  session: Session,
  driver: Driver,
  settings: Record<string, unknown>,
  data: Uint8Array,
  now: number,
): Output[] {
  if ("hear" in session) return session.hear(advertOf(settings, data), now);
  if ("sense" in session) return [...session.sense(sampleOf(driver, settings, data), now), ...wake(session, now)];
  if ("awaiting" in session) return askedWith(session, data, now);
  return [...session.receive(data, now), ...wake(session, now)];
}

const wake = (session: { due(): number | null; wake(now: number): Output[] }, now: number) =>
  (session.due() ?? Number.POSITIVE_INFINITY) <= now ? session.wake(now) : [];

function askedWith(session: Extract<Session, { awaiting: unknown }>, data: Uint8Array, now: number): Output[] {
  const outputs = [...session.poll(now), ...session.receive(data, now)];
  return session.awaiting() ? [...outputs, ...session.expire(now)] : outputs;
}

/** The data as service data of each format and as manufacturer data. */
function advertOf(settings: Record<string, unknown>, data: Uint8Array): Advert {
  const companies = [0x0499, 0x004c, 0x0059];
  return {
    address: typeof settings.address === "string" ? settings.address : "00:11:22:33:44:55",
    rssi: -60,
    serviceData: ["fcd2", "fe95", "feaa"].map((uuid) => ({ uuid, data })),
    manufacturer: { company: companies[data.length % 3] as number, data },
  };
}

function sampleOf(driver: Driver, settings: Record<string, unknown>, data: Uint8Array): PinSample {
  const name = driver.way === "pins" ? (driver.pins(settings)[0]?.name ?? "?") : "?";
  const first = data[0] ?? 0;
  if (first % 3 === 0) return { name, level: first % 2 === 0 };
  const volts = new DataView(Uint8Array.from({ length: 8 }, (_, i) => data[i] ?? 0).buffer).getFloat64(0);
  return { name, volts: first % 3 === 1 ? volts : (first / 255) * 6 };
}

/** What every output must be, whatever went in. */
function expectSound(outputs: readonly Output[], kinds: ReadonlyMap<string, string>): void {
  for (const output of outputs) {
    if ("reading" in output) {
      const { point, value, agoMs = 0 } = output.reading;
      const isSound = kinds.get(point) === typeof value && (typeof value !== "number" || Number.isFinite(value));
      if (!isSound || !(agoMs >= 0)) throw new Error(`a reading that is none: ${JSON.stringify(output)}`);
    } else if ("fault" in output && (!isFaultCode(output.fault.code) || output.fault.detail.length > 400))
      throw new Error(`a fault that is none: ${JSON.stringify(output)}`);
  }
}

const readings = (outputs: readonly Output[]) => outputs.filter((output) => "reading" in output);

/** Random bytes, and seeds that are cut, spoilt, put together or repeated. */
function inputOf(portions: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const random = fc.uint8Array({ maxLength: 80 });
  if (portions.length === 0) return random;
  const seed = fc.constantFrom(...portions);
  const spoilt = fc.tuple(seed, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([data, at, mask]) => {
    const copy = Uint8Array.from(data);
    if (copy.length > 0) copy[at % copy.length] = (copy[at % copy.length] as number) ^ mask;
    return copy;
  });
  const cut = fc
    .tuple(seed, fc.nat(), fc.nat())
    .map(([data, from, to]) => data.subarray(from % (data.length + 1), to % (data.length + 1)));
  const merged = fc.tuple(seed, random, seed).map(([a, b, c]) => Uint8Array.from([...a, ...b, ...c]));
  return fc.oneof(random, seed, spoilt, cut, merged);
}

describe.each([...drivers])("the %s driver", (name, driver) => {
  const seeds = name === "modbus" ? seedsOf(name).filter(({ settings }) => "blocks" in settings) : seedsOf(name);

  it(`takes ${inputs} hostile inputs without a throw, a value that is none, or growth`, () => {
    const runs = Math.ceil(inputs / aRun / seeds.length);
    collect();
    const before = process.memoryUsage().heapUsed;
    let count = 0;
    for (const { settings, portions } of seeds) {
      const session = open(driver, settings);
      const kinds = new Map(
        driver
          .points(check(driver.config, settings, "SETTING_INVALID"))
          .map(({ id, kind }) => [id as string, kind as string]),
      );
      let now = 0;
      const property = fc.property(fc.array(inputOf(portions), { minLength: aRun, maxLength: aRun }), (datas) => {
        for (const data of datas) {
          now += data.length % 7 === 0 ? 4000 : 20;
          expectSound(feed(session, driver, settings, data, now), kinds);
          count += 1;
        }
      });
      fc.assert(property, { numRuns: runs });
    }
    collect();
    expect(count).toBeGreaterThanOrEqual(inputs);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(12_000_000);
  });

  if (driver.way !== "listens" || payloads.has(name)) return;

  it("reads a stream alike however it is cut, at every byte", () => {
    for (const { settings, portions, text } of seeds) {
      const whole = Uint8Array.from(portions.flatMap((portion) => [...portion]));
      const at = (cuts: number[]) => {
        // Settings of its own: what a device's parts said outlives a session.
        const session = open(driver, structuredClone(settings));
        const edges = [0, ...cuts, whole.length];
        return edges.slice(1).flatMap((end, i) => feed(session, driver, settings, whole.subarray(edges[i], end), 0));
      };
      const expected = at([]);
      for (let cut = 1; cut < whole.length; cut += 1) expect(at([cut]), `${text} cut at ${cut}`).toEqual(expected);
      expect(at(Array.from({ length: whole.length }, (_, i) => i)), `${text} byte by byte`).toEqual(expected);
    }
  });

  it("reads nothing of a frame that is cut off, at every byte", () => {
    for (const { settings, portions, text } of seeds.filter(
      ({ text }) => text === "ok.transcript" && protectedWhole.has(name),
    ))
      for (const portion of portions)
        for (let length = 0; length < portion.length; length += 1) {
          const session = open(driver, settings);
          const outputs = [
            ...feed(session, driver, settings, portion.subarray(0, length), 0),
            ...wake(session as never, 60_000),
          ];
          expect(readings(outputs), `${text} cut off at ${length}`).toEqual([]);
        }
  });

  if (!protectedWhole.has(name)) return;

  it("reads nothing of a frame with one wrong bit, wherever", () => {
    for (const { settings, portions } of seeds.filter(({ text }) => text === "ok.transcript"))
      for (const portion of portions)
        for (let bit = 0; bit < portion.length * 8; bit += 1) {
          const spoilt = Uint8Array.from(portion);
          spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
          const session = open(driver, settings);
          const outputs = [...feed(session, driver, settings, spoilt, 0), ...wake(session as never, 60_000)];
          expect(readings(outputs), `bit ${bit}`).toEqual([]);
        }
  });
});

describe.each(["bthome", "mibeacon"])("an encrypted %s advert", (name) => {
  const driver = drivers.get(name) as Driver;
  const [seed] = seedsOf(name).filter(({ text }) => text === "encrypted.transcript");
  const { settings, portions } = seed as Seed;
  const data = portions[0] as Uint8Array;

  it("is read as it is", () =>
    expect(readings(feed(open(driver, settings), driver, settings, data, 0)).length).toBeGreaterThan(0));

  it("is never read as anything else with one wrong bit, wherever", () => {
    const whole = readings(feed(open(driver, settings), driver, settings, data, 0));
    for (let bit = 0; bit < data.length * 8; bit += 1) {
      const spoilt = Uint8Array.from(data);
      spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
      // What is not sealed, such as the bits of the frame control, may be wrong and change nothing.
      const heard = readings(feed(open(driver, settings), driver, settings, spoilt, 0));
      if (heard.length > 0) expect(heard, `bit ${bit}`).toEqual(whole);
    }
  });

  it("is not read cut off, at every byte", () => {
    for (let length = 0; length < data.length; length += 1)
      expect(readings(feed(open(driver, settings), driver, settings, data.subarray(0, length), 0))).toEqual([]);
  });

  it("is read alike from a Buffer within a larger one", () => {
    const pool = Buffer.concat([Buffer.alloc(37, 0xff), data]);
    const session = open(driver, settings);
    const outputs = feed(session, driver, settings, pool.subarray(37), 0);
    expect(readings(outputs).length).toBeGreaterThan(0);
    // The counter was read from these bytes: with the same bytes elsewhere it is a repeat, not a replay.
    expect(feed(session, driver, settings, data, 1)).toEqual([]);
  });

  it("is not read twice, however often it is sent again", () => {
    const session = open(driver, settings);
    feed(session, driver, settings, data, 0);
    for (let i = 0; i < 100; i += 1) expect(feed(session, driver, settings, data, i)).toEqual([]);
  });
});
