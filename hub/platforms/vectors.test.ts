/** Every published message, signature, payload and frame comes in by its own door, and ends as the reading, alert or entry it says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readFrame as readGbt } from "../../drivers/gbt26875/frame.ts";
import { readFrame as readSl651 } from "../../drivers/sl651/frame.ts";
import { dial } from "../../test/kit/dial.ts";
import { platformRig } from "../../test/kit/platform-rig.ts";
import { pretendPlatform } from "../../test/kit/pretend-platform.ts";
import { openAliyun, pushEnds, token, valuesOf } from "../../test/kit/push-vectors.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { dingtalk } from "../notify/channels/dingtalk/dingtalk.ts";
import { signatureOf } from "./onenet/signed.ts";

// biome-ignore lint/suspicious/noExplicitAny: vectors are data of many shapes.
type Vector = any;

const fileOf = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8"));
const vectorsOf = (driver: string): Vector[] => fileOf(`../../drivers/${driver}/vectors.json`).vectors;
const bytes = (hex: string) => Buffer.from(hex, "hex");

/** Of each sort which of its vectors ended as they say. */
type Sorts = Map<string, { ended: Set<string>; of: number }>;
const [byDoor, sent]: [Sorts, Sorts] = [new Map(), new Map()];
type Tell = (vector: string | number) => void;
const sort = (name: string, of: number, sorts = byDoor): Tell => {
  const ended = new Set<string>();
  sorts.set(name, { ended, of });
  return (vector: string | number) => void ended.add(String(vector));
};
const scoreOf = (sorts: Sorts) => {
  const sum = (count: (one: { ended: Set<string>; of: number }) => number) =>
    [...sorts.values()].reduce((total, one) => total + count(one), 0);
  const parts = [...sorts].map(([name, { ended, of }]) => `${name} ${ended.size}/${of}`).join(", ");
  return { score: `${sum(({ ended }) => ended.size)} of ${sum(({ of }) => of)}`, parts };
};
afterAll(() => {
  const [came, made] = [scoreOf(byDoor), scoreOf(sent)];
  process.stdout.write(`platform vectors: ${came.score} by their own door or line (${came.parts})\n`);
  process.stdout.write(`signed by the hub itself, as a stand-in was shown it: ${made.score} (${made.parts})\n`);
});

describe("what platforms push", () => {
  const vectors: Vector[] = fileOf("vectors.json").vectors;
  const tell = sort("pushes", vectors.length);
  it.each(vectors.map((vector) => [`${vector.platform}: ${vector.case}`, vector]))("%s", async (_, vector) => {
    const { door, judge } = pushEnds[vector.case] ?? expect.fail("a new vector");
    const products = door.model === "" ? [] : [{ product: door.product, model: door.model }];
    const { send, ...about } = await door.open();
    const rig = await platformRig({ platform: door.name, products, ...about });
    await send(rig, vector.body);
    expect(await rig.pushes()).toHaveLength(1);
    await judge(rig, vector.expect);
    tell(vector.case);
  });
});

describe("signatures", () => {
  const onenet = fileOf("onenet/vectors.json");
  const tell = sort("signatures", onenet.pushes.length);

  it.each(onenet.pushes as Vector[])(
    "of OneNET's $msg opens its door, as sent and as it is received",
    async (vector: Vector) => {
      const rig = await platformRig({ platform: "onenet", secrets: { token: vector.token } });
      const { msg, nonce, signature, asReceived = signature } = vector;
      for (const one of [signature, asReceived]) {
        const path = `?${new URLSearchParams({ msg, nonce, signature: one })}`;
        expect(await rig.push({ method: "GET", path })).toEqual({ status: 200, body: msg });
      }
      const path = `?${new URLSearchParams({ msg: `${msg}!`, nonce, signature })}`;
      expect(await rig.push({ method: "GET", path })).toMatchObject({ status: 401 });
      tell(msg);
    },
  );
});

describe("what the hub signs itself", () => {
  const onenet = fileOf("onenet/vectors.json");
  const sign = fileOf("../notify/channels/dingtalk/sign-vector.json");
  const tells = ["OneNET's API token", "DingTalk's sign", "Alibaba's password"].map((name) => sort(name, 1, sent));
  const [tellToken, tellSign, tellPassword] = tells as [Tell, Tell, Tell];

  it("goes to OneNET's API with a command, as its own example has it", async () => {
    const api = await pretendPlatform(() => ({ body: { code: 0, data: {} } }));
    const { access_key: key, header, et, res } = onenet.apiToken;
    const product = res.replace("products/", "");
    const rig = await platformRig({
      ...{ platform: "onenet", settings: { api: api.url }, products: [{ product, model: "nb-smoke" }] },
      secrets: { token, accessKeys: `${product} ${key}` },
    });
    // A token serves ten minutes.
    rig.clock.now = (et - 600) * 1000;
    const about = { deviceId: "7", deviceName: "smoke-01", productId: product, notifyType: "property" };
    const msg = JSON.stringify({ ...about, data: { params: { smoke: { value: 0, time: rig.clock.now } } } });
    await rig.push({ body: { msg, nonce: "nonce", signature: signatureOf(token, "nonce", msg), id: "m-1" } });
    const ask = await signedIn(rig);
    const wish = { verb: "silence", args: { minutes: 10, device: "7" } };
    await ask("POST", `/api/gateways/${rig.connector}/commands`, wish);
    await rig.platforms.settled();
    expect(api.asked.map(({ headers }) => headers.authorization)).toEqual([header]);
    tellToken(header);
  });

  it("goes to DingTalk with a message, as the worked example has it", async () => {
    const robot = await pretendPlatform(() => ({ body: { errcode: 0 } }));
    const message = { id: "1", subject: "", text: "烟感报警", severity: 1 as const, people: [], items: [] };
    const time = { now: Number(sign.timestamp_ms), signal: new AbortController().signal };
    const settings = { kind: "dingtalk", url: robot.url } as never;
    const answer = await dingtalk.send(settings, { token, secret: sign.secret }, message, time);
    expect(answer).toEqual({ state: "done" });
    expect(robot.asked.map(({ path }) => path.split("&sign=")[1])).toEqual([sign.sign_urlencoded]);
    tellSign(sign.sign_urlencoded);
  });

  it("goes to Alibaba's queue when the line signs in, as published", async () => {
    const { send, ...about } = await openAliyun();
    await send(await platformRig({ platform: "aliyun-iot", ...about }), {});
    tellPassword("aliyun");
  });
});

describe("Milesight's payloads, through ChirpStack", () => {
  const vectors = vectorsOf("milesight").slice(0, 6);
  const tell = sort("milesight", vectors.length);
  /** Of the vector's words those that a point of the model says. */
  const ends: Record<string, { model: string; of(decode: Vector): object }> = {
    "GS524N smoke": {
      model: "gs524n",
      // Version and protocol are the frame's own.
      of: ({ battery, concentration, temperature }) => ({ battery, concentration, temperature, event: "test" }),
    },
    "EM310-TILT (manhole tilt)": {
      model: "em310-tilt",
      of: ({ angle_x, angle_y, angle_z, alarm_bits }) => ({
        ...{ "angle-x": angle_x, "angle-y": angle_y, "angle-z": angle_z, tilted: alarm_bits !== 0 },
        axes: ["x", "y", "z"].filter((_, bit) => (alarm_bits >> bit) & 1).join(","),
      }),
    },
    "EM500-SWL submersible level": {
      model: "em500-swl",
      of: ({ battery, depth_cm }) => ({ battery, level: depth_cm / 100 }),
    },
    "EM500-UDL ultrasonic": {
      model: "em500-udl",
      of: ({ battery, distance_mm }) => ({ battery, distance: distance_mm / 1000 }),
    },
    "EM400-MUD/TLD": {
      model: "em400-mud",
      of: ({ battery, temperature, distance_mm, position }) => ({
        ...{ battery, temperature, distance: distance_mm / 1000, position },
      }),
    },
    "EM400-MUD alarm": {
      model: "em400-mud",
      of: ({ temperature, temperature_alarm, distance_mm, distance_alarm }) => ({
        ...{ temperature, distance: distance_mm / 1000 },
        ...{ "heat-alarm": temperature_alarm === 1, "level-alarm": distance_alarm === 1 },
      }),
    },
  };

  it.each(vectors.map((vector) => [vector.device, vector]))("%s", async (device, vector) => {
    const { model, of } = ends[device] ?? expect.fail("a new vector");
    const secrets = { token: "a-token-of-the-vectors" };
    const rig = await platformRig({ platform: "chirpstack", secrets, products: [{ product: "p", model }] });
    const deviceInfo = { devEui: "24e124713c000001", deviceProfileName: "p", deviceName: device };
    const body = { deduplicationId: device, deviceInfo, fPort: 85, data: bytes(vector.hex).toString("base64") };
    await rig.push({ path: "?event=up", headers: { "x-lilong-token": secrets.token }, body });
    expect(await valuesOf(rig)).toEqual({ ...of(vector.decode), fault: "" });
    tell(device);
  });
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
  const tell = sort("GB/T 26875.3", vectorsOf("gbt26875").length);
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
      ...{ device: "000000000a01", model: "fire-water-gbt26875", values: { level: 1.85, heard: true }, answer: 3 },
    },
    "SYNTHETIC negative temperature -5.5C analog type 3": {
      ...{
        device: "000000000a01",
        model: "fire-water-gbt26875",
        values: { temperature: -5.5, heard: true },
        answer: 3,
      },
    },
    "SYNTHETIC transmission device status: normal + comms fault bit5": {
      ...{ device: "000000000a01", answer: 3 },
      values: {
        heard: true,
        "channel-fault": true,
        "mains-failed": false,
        "battery-failed": false,
        "line-fault": false,
      },
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
    if (device !== undefined) expect(all[device]).toEqual({ ...values, fault: "" });
    // By the device's clock each was told as it happened, or so long ago (RESYNC, the first) that its clock is not believed.
    const series = await rig.store.read((tables) => tables.series.list(rig.connector));
    expect(new Set(series.map(({ latest }) => latest?.at))).toEqual(new Set([rig.clock.now]));
    const open = await rig.store.read((tables) => tables.alerts.listOpenOf(rig.connector));
    expect(open.map(({ rule }) => rule)).toEqual(alert === undefined ? [] : [alert]);
    const faults = await rig.store.read((tables) => tables.faults.list(9));
    const isBad = vector.expect_error !== undefined;
    expect(faults.map(({ code }) => code)).toEqual(isBad ? ["FIELD_DAMAGED"] : []);
    tell(name);
  });
});

describe("SL 651", () => {
  const all = vectorsOf("sl651");
  const tell = sort("SL 651", all.length);
  const names: Record<string, string> = {
    ...{ 39: "level", 38: "supply", 26: "rain-total", F4: "rain-5min", F5: "level-5min" },
    ...{ 20: "rain-now", 22: "rain-last-5min", "1A": "rain-1h" },
    ...{ 70: "voltage-a", 71: "voltage-b", 72: "voltage-c", 73: "current-a", 74: "current-b", 75: "current-c" },
  };
  /** A length of time, and one of the maker's own. */
  const notRead = ["04", "FF11"];
  const points: Record<string, string[]> = {
    "sl651-level-station": ["level", "supply"],
    "sl651-rain-station": ["rain-total", "rain-5min", "supply"],
    "sl651-station": Object.values(names),
  };
  /** Last of a series that is no gap. */
  const lastOf = ({ value, values_mm, values_m }: Vector) =>
    value ?? [...(values_mm ?? []), ...(values_m ?? [])].findLast((one: unknown) => one !== null);
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
    expect(elements.filter(({ id }: Vector) => !(id in names) && !notRead.includes(id))).toEqual([]);
    const said = elements.map((one: Vector) => [names[one.id], lastOf(one)]);
    const known = said.filter(([name, value]: Vector) => points[model]?.includes(name) && value !== undefined);
    // Its series lies ahead of its own sending: such a station needs the setting `series`, and says so.
    const fault = n === 22 ? "FIELD_OUT_OF_RANGE" : "";
    if (isHeard) expect(values[station]).toEqual({ ...Object.fromEntries(known), fault });
    const faults = await rig.store.read((tables) => tables.faults.list(9));
    expect(faults.map(({ code }) => code)).toEqual(isSound ? [fault].filter((code) => code !== "") : ["FIELD_DAMAGED"]);
    tell(n);
  });
});
