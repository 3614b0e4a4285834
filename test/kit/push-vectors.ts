/** For tests: by which door each published message comes, and what its own `expect` is at the hub; written by hand. */
import { expect } from "vitest";
import { signatureOf } from "../../hub/platforms/onenet/signed.ts";
import type { PlatformRig } from "./platform-rig.ts";

// biome-ignore lint/suspicious/noExplicitAny: vectors are data of many shapes.
type Vector = any;

export const token = "a-token-of-the-vectors";
const header = { "x-lilong-token": token };
const path = `/${token}`;
const topic = "/a1xxxx/smoke-01/thing/event/property/post";
const signed = (body: Vector, key: string, text: string) =>
  JSON.stringify(body).replace(JSON.stringify(body[key]), JSON.stringify(signatureOf(token, body.nonce, text)));
type Door = { name: string; model: string; product: string; send(rig: PlatformRig, body: Vector): Promise<unknown> };
const byPath = (name: string, product: string, model: string): Door => ({
  ...{ name, product, model },
  send: (rig, body) => rig.push({ path, body }),
});
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
    async judge(rig, { alert, fault, battery_pct: battery, temp_c: temperature, rsrp: signal, ...rest }) {
      const told = { smoke: alert !== 0, trouble: fault !== 0, battery, temperature, signal, fault: "" };
      expect(await valuesOf(rig)).toMatchObject(told);
      expect((await devicesOf(rig))[0]?.settings.imei).toBe(rest.imei_nibble_swapped_bcd);
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
    async judge(rig, { battery_pct: battery, temperature, event_time }) {
      expect(await valuesOf(rig)).toMatchObject({ battery, temperature, fault: "" });
      const [series] = await rig.store.read((tables) => tables.series.list(rig.connector));
      expect(series?.latest?.at).toBe(Date.parse(event_time));
    },
  },
  "compact string (Wanlin NB301): N gen V ver I imei H iccid X state T temp U battery S signal": {
    door: byPath("huawei-oceanconnect", "WPS", "nb-smoke-wanlin"),
    judge: async (rig, { temperature, battery, signal }) =>
      expect(await valuesOf(rig)).toEqual({ event: "test", temperature, battery, signal, fault: "" }),
  },
  "device.property report": {
    door: byPath("huawei-iotda", "6aa570ac155456566827c784", "nb-smoke"),
    judge: async (rig, { alarm }) => isAlarm(rig, alarm),
  },
  "thing-model property notify (msg is a JSON STRING)": {
    door: {
      ...{ name: "onenet", product: "P1", model: "nb-smoke" },
      async send(rig, body) {
        await rig.push({ body: signed(body, "signature", body.msg) });
        return rig.push({ body: signed({ ...body, nonce: "another" }, "signature", body.msg) });
      },
    },
    async judge(rig, { dedupe_key: key }) {
      // Its id is not signed: sent again under it, it is known by what is.
      expect([key, (await rig.pushes()).length]).toEqual(["id", 1]);
      await isAlarm(rig, 1);
    },
  },
  "type 1 data point / type 2 online": {
    door: {
      ...{ name: "onenet", product: "", model: "ipso-digital-input" },
      send: (rig, body) => rig.push({ body: signed(body, "msg_signature", JSON.stringify(body.msg)) }),
    },
    async judge(rig, { value }) {
      expect((await devicesOf(rig)).map(({ foreign }) => foreign)).toEqual(["1016617"]);
      expect(await valuesOf(rig)).toEqual({ application: value, fault: "" });
    },
  },
  up: {
    door: {
      ...{ name: "chirpstack", product: "EM310-TILT", model: "em310-tilt" },
      send: (rig, body) => rig.push({ path: "?event=up", headers: header, body }),
    },
    async judge(rig, { angle_z, threshold_alarm: axes }) {
      expect(await valuesOf(rig)).toMatchObject({ "angle-z": angle_z, axes: axes.join(","), tilted: true });
      expect(await alertsOf(rig)).toEqual(["cover-open"]);
    },
  },
  "thing property post (AMQP application-properties: topic, messageId, generateTime)": {
    door: {
      ...{ name: "aliyun-iot", product: "a1xxxx", model: "nb-smoke" },
      send: (rig, body) => rig.deliver("default", { facts: { topic, messageId: "1" }, text: JSON.stringify(body) }),
    },
    judge: async (rig, { alarm }) => isAlarm(rig, alarm),
  },
};
export const settingsOf: Record<string, Vector> = {
  "aliyun-iot": { settings: { host: "h", clientId: "c", accessKeyId: "k" }, secrets: { accessKeySecret: "secret" } },
};

export const devicesOf = (rig: PlatformRig) => rig.store.read((tables) => tables.foreignDevices.list(rig.connector));
export const valuesOf = async (rig: PlatformRig) => Object.values(await rig.values())[0];
export const alertsOf = async (rig: PlatformRig) =>
  (await rig.store.read((tables) => tables.alerts.listOpenOf(rig.connector))).map(({ rule }) => rule);

async function isAlarm(rig: PlatformRig, alarm: number) {
  expect((await valuesOf(rig))?.smoke).toBe(alarm === 1);
  expect(await alertsOf(rig)).toContain("smoke");
}
