/** Every published frame of GB/T 26875.3 and SL 651 comes in by its own door, over TCP, and ends as it says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readFrame as readGbt } from "../../../drivers/gbt26875/frame.ts";
import { readFrame as readSl651 } from "../../../drivers/sl651/frame.ts";
import { dial } from "../../../test/kit/dial.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";

// biome-ignore lint/suspicious/noExplicitAny: vectors are data of many shapes.
type Vector = any;

const vectorsOf = (driver: string): Vector[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../../drivers/${driver}/vectors.json`), "utf8")).vectors;
const bytes = (hex: string) => Buffer.from(hex, "hex");

const score = { taken: 0, refused: 0, of: 0 };
afterAll(() => {
  const { taken, refused, of } = score;
  console.log(`frames of GB/T 26875.3 and SL 651 over TCP: ${taken} taken and ${refused} refused, ${of} in all`);
});

async function sendAll(platform: string, model: string, hex: string, probe: Buffer, probeAnswer: number) {
  const products = [{ product: "", model }];
  const rig = await platformRig({ platform, settings: { tcpPort: 0, ways: "tcp" }, products });
  await rig.platforms.listeners.refresh();
  const line = await dial(rig.platforms.listeners.stateOf(rig.connector)?.tcp as string);
  // What comes before the probe's own confirmation is the answer to the frame, if it got one.
  const own = async (length: number) => {
    line.send(bytes(hex));
    line.send(probe);
    const all = await line.hear(length + probeAnswer);
    await rig.platforms.settled();
    await rig.ingest.settled();
    return all.subarray(0, all.length - probeAnswer);
  };
  return { rig, own };
}

/** A sound sign of life of device `ff`, whose confirmation has 30 bytes. */
const gbtProbe = bytes("4040010001010f1e0901081aff00000000000100000000000000025e2323");

describe("GB/T 26875.3", () => {
  const fire = { fire: true, "fire-place": "Ａ区１层呷哺走廊", heard: true };
  /** What each ends as: values of its device, or nothing for what is no upload. */
  const ends: Record<string, { model?: string; device?: string; values?: object; alert?: string; answer?: number }> = {
    "part state upload (fire)": { device: "000000000000", values: fire, alert: "fire", answer: 3 },
    "vendor login/handshake, 1-byte app unit 0x16": { device: "000000000000", values: { heard: true }, answer: 3 },
    "Dahua register, empty app unit": { device: "000000000000", values: { heard: true }, answer: 3 },
    "SYNTHETIC smoke detector type 42 fire, bit0+bit1": {
      ...{ device: "000000000a01", alert: "fire", answer: 3 },
      values: { ...fire, "fire-place": "3号楼2单元5层走廊烟感" },
    },
    "SYNTHETIC water tank level analog type 2 (0.01 m), 1.85 m": {
      ...{ device: "000000000a01", model: "fire-water-gbt26875", values: { level: 1.85 }, answer: 3 },
    },
    "SYNTHETIC negative temperature -5.5C analog type 3": {
      ...{ device: "000000000a01", model: "fire-water-gbt26875", values: { temperature: -5.5 }, answer: 3 },
    },
    "SYNTHETIC transmission device status: normal + comms fault bit5": {
      ...{ device: "000000000a01", values: { "mains-failed": false, "line-fault": false }, answer: 3 },
    },
    "SYNTHETIC confirm (ack) of serial 1": {},
    "SYNTHETIC deny": {},
    "SYNTHETIC inspect-sentries (查岗) type 91": {},
    "NEGATIVE bad checksum": { answer: 6 },
    "RESYNC garbage before frame": { device: "000000000000", values: fire, alert: "fire", answer: 3 },
  };

  it.each(vectorsOf("gbt26875").map((vector) => [vector.name, vector]))("%s", async (name, vector) => {
    const { model = "fire-panel-gbt26875", device, values, alert, answer } = ends[name] ?? expect.fail("a new vector");
    const { rig, own } = await sendAll("gbt26875", model, vector.hex, gbtProbe, 30);
    const answered = await own(answer === undefined ? 0 : 30);
    expect(answer === undefined ? answered.length : readGbt(answered).command).toBe(answer ?? 0);
    const all = await rig.values();
    expect(Object.keys(all).sort()).toEqual([device, "0000000000ff"].filter((one) => one !== undefined).sort());
    if (device !== undefined) expect(all[device]).toMatchObject({ ...values, fault: "" });
    const open = await rig.store.read((tables) => tables.alerts.listOpenOf(rig.connector));
    expect(open.map(({ rule }) => rule)).toEqual(alert === undefined ? [] : [alert]);
    const faults = await rig.store.read((tables) => tables.faults.list(9));
    const isBad = vector.expect_error !== undefined;
    expect(faults.map(({ code }) => code)).toEqual(isBad ? ["FIELD_DAMAGED"] : []);
    score.of += 1;
    score[isBad ? "refused" : "taken"] += 1;
  });
});

describe("SL 651", () => {
  const all = vectorsOf("sl651");
  const names: Record<string, string> = { 39: "level", 38: "supply", 26: "rain-total", F4: "rain-5min" };
  const points: Record<string, string[]> = {
    "sl651-level-station": ["level", "supply"],
    "sl651-rain-station": ["rain-total", "rain-5min", "supply"],
  };
  /** Last of a series that is no gap. */
  const lastOf = ({ value, values_mm }: Vector) => value ?? (values_mm ?? []).findLast((one: unknown) => one !== null);
  const cases = all.flatMap((vector, n) => Object.keys(points).map((model) => [n, model, vector] as const));

  it.each(cases)("frame %i at a %s", async (n, model, vector) => {
    const { station, func, direction, crc_ok: isSound, elements = [] } = vector.decoded;
    const probe = all[n === 16 ? 1 : 16];
    const probeStation = probe.decoded.station;
    const isConfirmed = isSound && direction === "up" && func !== "2F";
    const { rig, own } = await sendAll("sl651", model, vector.hex, bytes(probe.hex), 25);
    const answered = await own(isConfirmed ? 25 : 0);
    if (isConfirmed) expect(readSl651(answered)).toMatchObject({ direction: "down", station, func });
    else expect(answered.length).toBe(0);
    const values = await rig.values();
    const isHeard = isSound && direction === "up";
    expect(Object.keys(values).sort()).toEqual([...(isHeard ? [station] : []), probeStation].sort());
    const said = elements.map((one: Vector) => [names[one.id], lastOf(one)]);
    const known = said.filter(([name, value]: Vector) => points[model]?.includes(name) && value !== undefined);
    // Its series lies ahead of its own sending: such a station needs the setting `series`, and says so.
    const fault = n === 22 ? "FIELD_OUT_OF_RANGE" : "";
    if (isHeard) expect(values[station]).toEqual({ ...Object.fromEntries(known), fault });
    const faults = await rig.store.read((tables) => tables.faults.list(9));
    expect(faults.map(({ code }) => code)).toEqual(isSound ? [fault].filter((code) => code !== "") : ["FIELD_DAMAGED"]);
    score.of += 1;
    score[isSound ? "taken" : "refused"] += 1;
  });
});
