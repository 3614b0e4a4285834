/** For tests: by which door each published message comes, and what its own `expect` is at the hub; written by hand. */
import { expect } from "vitest";
import { signatureOf } from "../../hub/platforms/onenet/signed.ts";
import { amqpCloud } from "./amqp-cloud.ts";
import type { ConnectorSample, PlatformRig } from "./platform-rig.ts";

// biome-ignore lint/suspicious/noExplicitAny: vectors are data of many shapes.
type Vector = any;

export const token = "a-token-of-the-vectors";
const header = { "x-lilong-token": token };
const path = `/${token}`;
const topic = "/a1xxxx/smoke-01/thing/event/property/post";
const signed = (body: Vector, key: string, text: string) =>
  JSON.stringify(body).replace(JSON.stringify(body[key]), JSON.stringify(signatureOf(token, body.nonce, text)));
type Send = (rig: PlatformRig, body: Vector) => Promise<unknown>;
type Door = {
  name: string;
  model: string;
  product: string;
  /** What the platform has there, before the connector is. */
  open(): Promise<Pick<ConnectorSample, "settings" | "secrets"> & { send: Send }>;
};
const byPush = (name: string, product: string, model: string, send: Send): Door => ({
  ...{ name, product, model },
  open: async () => ({ secrets: { token }, send }),
});
const byPath = (name: string, product: string, model: string) =>
  byPush(name, product, model, (rig, body) => rig.push({ path, body }));

/** Alibaba's published signature: of this moment and these names. */
const signedAt = 1_573_489_088_171;
const published = "MCK0XbpjRrqnCiSvzwJ4dTuMyBI=";

/** Out of a queue on loopback, over the hub's own line; what the line shows there is the published signature. */
export async function openAliyun(): ReturnType<Door["open"]> {
  const cloud = await amqpCloud();
  const own = { host: "127.0.0.1", port: cloud.port, transport: "plain" };
  return {
    settings: { ...own, clientId: "clientId", instance: "iot-x", accessKeyId: "accessKeyId" },
    secrets: { accessKeySecret: "secretKey" },
    async send(rig, body) {
      rig.clock.now = signedAt;
      rig.platforms.lines.refresh();
      const told = { topic, messageId: "1", generateTime: body.gmtCreate };
      const source = await cloud.hand({ body: Buffer.from(JSON.stringify(body)), application_properties: told });
      expect([source, cloud.signedIn.map(({ password }) => password)]).toEqual(["default", [published]]);
      await rig.platforms.settled();
    },
  };
}
/** By which door each comes, and what the vector's own `expect` is at the hub. */
export const pushEnds: Record<string, { door: Door; judge(rig: PlatformRig, expected: Vector): Promise<unknown> }> = {
  "online/offline": {
    door: byPath("ctwing", "10053421", "nb-smoke"),
    judge: async (rig, { online }) => expect((await devicesOf(rig))[0]).toMatchObject({ isOnline: online }),
  },
  commandResponse: {
    door: byPath("ctwing", "10053421", "nb-smoke"),
    judge: async (rig) => expect([await valuesOf(rig), await alertsOf(rig)]).toEqual([undefined, []]),
  },
  "dataReport transparent APPdata base64 (Huaqiang NB smoke)": {
    door: byPath("ctwing", "10045600", "nb-smoke-huaqiang"),
    async judge(rig, expected) {
      const {
        alert,
        fault,
        battery_pct: battery,
        temp_c: temperature,
        rsrp: signal,
        volt: voltage,
        cell_id: cell,
      } = expected;
      const stands = { smoke: alert !== 0, event: "normal", trouble: fault !== 0, "battery-low": false };
      expect(await valuesOf(rig)).toEqual({ ...stands, battery, temperature, signal, voltage, cell, fault: "" });
      expect((await devicesOf(rig))[0]?.settings).toEqual({ imei: expected.imei_nibble_swapped_bcd });
      expect(
        Object.keys(expected)
          .filter((name) => !huaqiangTold.includes(name))
          .sort(),
      ).toEqual(huaqiangFrame);
    },
  },
  "dataReport property liquid_level": {
    door: byPath("ctwing", "15081413", "nb-level-cm"),
    async judge(rig, { liquid_level_raw: raw }) {
      expect(await valuesOf(rig)).toEqual({ level: raw / 100, fault: "" });
      expect(await alertsOf(rig)).toContain("level-high");
    },
  },
  "deviceDataChanged (Wanlin NB smoke)": {
    door: byPath("huawei-oceanconnect", "Report", "nb-smoke-wanlin-json"),
    async judge(rig, { battery_pct: battery, temperature, event_time, ...rest }) {
      // `devState` 0, which the vector sends and does not decode.
      const normal = { smoke: false, event: "normal", heat: false, removed: false, "battery-low": false, signal: 12 };
      expect([await valuesOf(rig), rest]).toEqual([{ ...normal, battery, temperature, fault: "" }, {}]);
      const [series] = await rig.store.read((tables) => tables.series.list(rig.connector));
      expect(series?.latest?.at).toBe(Date.parse(event_time));
    },
  },
  "compact string (Wanlin NB301): N gen V ver I imei H iccid X state T temp U battery S signal": {
    door: byPath("huawei-oceanconnect", "WPS", "nb-smoke-wanlin"),
    async judge(rig, { state, ...told }) {
      expect(state).toBe("10 selftest");
      expect(await valuesOf(rig)).toEqual({ event: "test", ...told, fault: "" });
    },
  },
  "device.property report": {
    door: byPath("huawei-iotda", "6aa570ac155456566827c784", "nb-smoke"),
    judge: async (rig, { alarm }) => isAlarm(rig, alarm, { battery: 87 }, ["silent", "smoke"]),
  },
  "thing-model property notify (msg is a JSON STRING)": {
    door: byPush("onenet", "P1", "nb-smoke", async (rig, body) => {
      await rig.push({ body: signed(body, "signature", body.msg) });
      return rig.push({ body: signed({ ...body, nonce: "another" }, "signature", body.msg) });
    }),
    async judge(rig, { dedupe_key: key }) {
      // Its id is not signed: sent again under it, it is known by what is.
      expect([key, (await rig.pushes()).length]).toEqual(["id", 1]);
      await isAlarm(rig, 1);
    },
  },
  "type 1 data point / type 2 online": {
    door: byPush("onenet", "", "ipso-digital-input", (rig, body) =>
      rig.push({ body: signed(body, "msg_signature", JSON.stringify(body.msg)) }),
    ),
    async judge(rig, { value }) {
      expect((await devicesOf(rig)).map(({ foreign }) => foreign)).toEqual(["1016617"]);
      expect(await valuesOf(rig)).toEqual({ application: value, fault: "" });
    },
  },
  up: {
    door: byPush("chirpstack", "EM310-TILT", "em310-tilt", (rig, body) =>
      rig.push({ path: "?event=up", headers: header, body }),
    ),
    async judge(rig, { angle_z, threshold_alarm: axes }) {
      const angles = { "angle-x": 0, "angle-y": 0, "angle-z": angle_z };
      expect(await valuesOf(rig)).toEqual({ ...angles, axes: axes.join(","), tilted: true, fault: "" });
      expect(await alertsOf(rig)).toEqual(["cover-open"]);
    },
  },
  "thing property post (AMQP application-properties: topic, messageId, generateTime)": {
    door: { name: "aliyun-iot", product: "a1xxxx", model: "nb-smoke", open: openAliyun },
    judge: async (rig, { alarm }) => isAlarm(rig, alarm),
  },
};

/** Of Huaqiang's frame those that a reading or the device's own settings say. */
const huaqiangTold = ["alert", "fault", "battery_pct", "temp_c", "rsrp", "volt", "cell_id", "imei_nibble_swapped_bcd"];
/** The others stay with the driver (`drivers/vectors.test.ts` holds each): the frame's own, and clocks of the detector. */
const huaqiangFrame = [
  ...["attr", "body_len", "cmd", "data_len", "dev_type", "hex", "magic", "mode", "operator", "pkt_type"],
  ...["selftest_result", "selftest_time", "seq", "smoke_time", "time_s", "vendor", "ver"],
];

export const devicesOf = (rig: PlatformRig) => rig.store.read((tables) => tables.foreignDevices.list(rig.connector));
export const valuesOf = async (rig: PlatformRig) => Object.values(await rig.values())[0];
export const alertsOf = async (rig: PlatformRig) =>
  (await rig.store.read((tables) => tables.alerts.listOpenOf(rig.connector))).map(({ rule }) => rule);

async function isAlarm(rig: PlatformRig, alarm: number, more: object = {}, alerts = ["smoke"]) {
  expect(await valuesOf(rig)).toEqual({ smoke: alarm === 1, ...more, fault: "" });
  expect(await alertsOf(rig)).toEqual(alerts);
}
