/** For tests: every way by which a message of a platform comes in, with its own proof; what hostile senders try is tried on each. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { topics } from "../../core/topics.ts";
import { deviceDoor } from "../../hub/platforms/direct/mqtt.ts";
import { signatureOf as iotdaSignature } from "../../hub/platforms/huawei-iotda/signature.ts";
import { seal } from "../../hub/platforms/kit/envelope.ts";
import { signatureOf as onenetSignature } from "../../hub/platforms/onenet/signed.ts";
import { root } from "../rig/paths.ts";
import type { ConnectorSample, PlatformRig, PushSample } from "./platform-rig.ts";
import { silent } from "./quiet-hub.ts";

/** How it comes: by the HTTP door, a line to a broker, a port that devices dial in to, or the hub's own broker. */
export type Kind = "door" | "mqtt" | "amqp" | "pulsar" | "listens" | "own broker";

export type HostileWay = {
  platform: string;
  kind: Kind;
  connector: Omit<ConnectorSample, "platform">;
  /** What the platform tells before its messages can be read. */
  before?(rig: PlatformRig): Promise<void>;
  /** Any body with this platform's own proof. */
  send(rig: PlatformRig, body: unknown): Promise<void>;
  /** A body that becomes readings. */
  own: unknown;
  /** The same body without a proof, or with a wrong one. */
  wrong: PushSample[];
  /** Of a platform whose devices may say anything, by its own names: what is foreign is taken and yields nothing. */
  takesAnything?: true;
};

const token = "a-token-of-the-hostile";
const path = `/${token}`;
const header = { "x-lilong-token": token };
export const clock = 1_790_000_000_000;

// biome-ignore lint/suspicious/noExplicitAny: vectors are data of many shapes.
type Vector = any;
const vectorsIn = (file: string): Vector[] => JSON.parse(readFileSync(join(root, file), "utf8")).vectors;
const pushed = vectorsIn("hub/platforms/vectors.json");
const bodyOf = (platform: string, nth = 0) => pushed.filter((one) => one.platform === platform)[nth].body;
const frameOf = (driver: string, at: (vector: Vector, n: number) => boolean) =>
  Buffer.from(vectorsIn(`drivers/${driver}/vectors.json`).find(at).hex, "hex");
const bytesOf = (body: unknown) =>
  Buffer.from(typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body));

type ByDoor = Omit<HostileWay, "kind" | "send"> & { proven(body: unknown): PushSample; answers?: number[] };

function byDoor({ proven, answers = [200], ...way }: ByDoor): HostileWay {
  return {
    ...{ ...way, kind: "door" },
    async send(rig, body) {
      const { status } = await rig.push(proven(body));
      if (!answers.includes(status))
        throw new Error(`${way.platform} answered ${status} to ${JSON.stringify(body)?.slice(0, 300)}`);
    },
  };
}

type ByLine = Omit<HostileWay, "kind" | "send" | "wrong"> & { from: string; sealed?(body: unknown): unknown };

/** Who may publish is the broker's to say. */
function byLine(kind: Kind, { from, sealed = (body) => body, ...way }: ByLine): HostileWay {
  return { ...way, kind, wrong: [], send: (rig, body) => rig.deliver(from, sealed(body)) };
}

function onenet(body: unknown): string {
  const isOwn = typeof body === "object" && body !== null && "msg" in body && "nonce" in body;
  const { msg, nonce } = (isOwn ? body : { msg: bytesOf(body).toString("utf8"), nonce: "n" }) as Record<string, string>;
  const signature = onenetSignature(token, nonce as string, msg as string);
  return JSON.stringify({ ...(isOwn ? body : {}), msg, nonce, signature });
}

export function iotda(timestamp: number): Record<string, string> {
  const nonce = "a-nonce";
  return { timestamp: String(timestamp), nonce, signature: iotdaSignature("signing-token", String(timestamp), nonce) };
}

const ownOnenet = bodyOf("onenet-studio");
const clouds: HostileWay[] = [
  byDoor({
    platform: "ctwing",
    connector: { secrets: { token }, products: [{ product: "15081413", model: "nb-level-cm" }] },
    proven: (body) => ({ path, body }),
    own: bodyOf("ctwing", 3),
    wrong: [{ path: "" }, { path: "/" }, { path: "/a-token-of-the-hostilf" }, { path: `${path}/more` }],
  }),
  byLine("pulsar", {
    platform: "ctwing",
    connector: {
      settings: { mq: { server: "mq.example:16651", tenant: "1", topics: ["all"] } },
      secrets: { mqToken: "t" },
      products: [{ product: "15081413", model: "nb-level-cm" }],
    },
    from: "aep-msgpush/1/all",
    own: bodyOf("ctwing", 3),
  }),
  byDoor({
    platform: "onenet",
    connector: { secrets: { token }, products: [{ product: "P1", model: "nb-smoke" }] },
    proven: (body) => ({ body: onenet(body) }),
    own: ownOnenet,
    wrong: [{}, { body: ownOnenet }, { body: { ...ownOnenet, signature: "" } }, { body: "no JSON" }],
  }),
  byDoor({
    platform: "huawei-iotda",
    connector: {
      secrets: { token, signing: "signing-token" },
      products: [{ product: "6aa570ac155456566827c784", model: "nb-smoke" }],
    },
    proven: (body) => ({ path, headers: iotda(clock), body }),
    own: bodyOf("huawei-iotda"),
    wrong: [
      { path },
      { path: "/another", headers: iotda(clock) },
      { path, headers: iotda(clock - 16 * 60_000) },
      { path, headers: iotda(clock + 16 * 60_000) },
      { path, headers: { ...iotda(clock), nonce: "another" } },
    ],
  }),
  byLine("amqp", {
    platform: "huawei-iotda",
    connector: { products: [{ product: "6aa570ac155456566827c784", model: "nb-smoke" }] },
    from: "DefaultQueue",
    own: bodyOf("huawei-iotda"),
  }),
  byDoor({
    platform: "huawei-oceanconnect",
    connector: { secrets: { token }, products: [{ product: "Report", model: "nb-smoke-wanlin-json" }] },
    proven: (body) => ({ path, body }),
    own: bodyOf("huawei-oceanconnect-legacy"),
    wrong: [{}, { path: "/another-token" }],
  }),
  byLine("amqp", {
    platform: "aliyun-iot",
    connector: {
      settings: { host: "a.example", clientId: "lilong", accessKeyId: "k" },
      secrets: { accessKeySecret: "s" },
      products: [{ product: "a1xxxx", model: "nb-smoke" }],
    },
    from: "default",
    sealed: (body) =>
      seal(
        {
          topic: "/a1xxxx/smoke-01/thing/event/property/post",
          messageId: createHash("sha256").update(bytesOf(body)).digest("hex"),
        },
        bytesOf(body),
      ),
    own: { productKey: "a1xxxx", deviceName: "smoke-01", items: { SmokeSensorState: { value: 0, time: clock } } },
  }),
];

const chirpstack = {
  platform: "chirpstack",
  connector: { secrets: { token }, products: [{ product: "EM310-TILT", model: "em310-tilt" }] },
  own: bodyOf("chirpstack-v4"),
};
const broker = "mqtt://broker.local:1883";
const mappingOf = (device: string, properties: string) =>
  `{"device": ${device}, "product": "pit", "properties": ${properties}}`;
const pit = [{ product: "pit", model: "nb-level-cm" }];
const announced = {
  device_class: "smoke",
  state_topic: "esphome/stove",
  ...{ value_template: "{{ value_json.stove }}", payload_on: "burns", payload_off: "cold" },
  ...{ unique_id: "stove_smoke", device: { identifiers: ["stove"], name: "stove", model: "stove" } },
};
const own: HostileWay[] = [
  byDoor({
    ...chirpstack,
    proven: (body) => ({ path: "?event=up", headers: header, body }),
    wrong: [{ path: "?event=up" }, { path: "?event=up", headers: { "x-lilong-token": "another" } }],
  }),
  byLine("mqtt", { ...chirpstack, from: "application/a/device/24e124713c000001/event/up" }),
  byDoor({
    platform: "thingsboard",
    connector: { secrets: { token }, products: [{ product: "t", model: "nb-smoke" }] },
    proven: (body) => ({ headers: header, body }),
    own: { deviceId: "d1", deviceType: "t", values: { smoke: 1 } },
    wrong: [{}, { headers: { "x-lilong-token": `${token}x` } }, { headers: { authorization: token } }],
  }),
  byDoor({
    platform: "webhook",
    connector: {
      settings: { proof: "header", mapping: mappingOf("sender", "told") },
      ...{ secrets: { secret: token }, products: pit },
    },
    proven: (body) => ({ headers: header, body }),
    own: { sender: "p-1", told: { level: 42 } },
    wrong: [{}, { headers: { "x-lilong-token": "" } }, { headers: { "x-signature": token } }],
  }),
  byLine("mqtt", {
    platform: "mqtt-json",
    connector: { settings: { broker, topics: ["pits/+"], mapping: mappingOf("pit", "measured") }, products: pit },
    from: "pits/1",
    own: { pit: "p-1", measured: { level: 42 } },
  }),
  byLine("mqtt", {
    platform: "zigbee2mqtt",
    connector: { settings: { broker } },
    before: (rig) =>
      rig.deliver("zigbee2mqtt/bridge/devices", [
        {
          ...{ ieee_address: "0x00158d0001000002", type: "EndDevice", friendly_name: "smoke-502" },
          definition: { model: "JTYJ-GD-01LM/BW", vendor: "Xiaomi" },
        },
      ]),
    from: "zigbee2mqtt/smoke-502",
    own: { smoke: false, battery: 97 },
    takesAnything: true,
  }),
  byLine("mqtt", {
    platform: "homeassistant",
    connector: {
      settings: { broker, states: ["esphome/#"] },
      products: [{ product: "stove", model: "zigbee-smoke" }],
    },
    before: (rig) => rig.deliver("homeassistant/binary_sensor/stove/smoke/config", announced),
    from: "esphome/stove",
    own: { stove: "cold" },
    takesAnything: true,
  }),
];

const credential = "ll_a-credential-of-the-hostile";
const direct = {
  platform: "direct",
  connector: { devices: [{ device: "cellar", model: "water-gauge", credential }] },
  own: [{ bt: clock / 1000 - 10, n: "level", u: "m", v: 0.05 }],
};
const as = (bearer: string) => ({ authorization: `Bearer ${bearer}` });
const themselves: HostileWay[] = [
  byDoor({
    ...direct,
    // Its answer says what is wrong with it; it is kept all the same.
    ...{ answers: [204, 422], proven: (body) => ({ path: "/cellar", headers: as(credential), body }) },
    wrong: [
      ...[
        { path: "/cellar" },
        { path: "/roof", headers: as(credential) },
        { path: "/cellar", headers: as("ll_other") },
      ],
      { path: "/cellar", headers: { authorization: credential } },
    ],
  }),
  {
    ...{ ...direct, kind: "own broker", wrong: [] },
    async send({ store, ingest, platforms, connector }, body) {
      const about = { store, intake: platforms.intake, report: ingest.report, clock: () => clock, log: silent };
      const isTaken = await deviceDoor(about).takeFrom(
        ...([`cellar@${connector}`, topics.direct(connector, "cellar"), bytesOf(body)] as const),
      );
      if (!isTaken) throw new Error("it was not taken");
      await platforms.settled();
    },
  },
  byLine("listens", {
    platform: "gbt26875",
    connector: {
      settings: { tcpPort: 0, udpPort: 0 },
      products: [{ product: "", model: "fire-panel-gbt26875" }],
    },
    from: "tcp 10.0.0.1 000000000000",
    own: frameOf("gbt26875", ({ name }) => name.startsWith("part state")),
  }),
  byLine("listens", {
    platform: "sl651",
    connector: { settings: { tcpPort: 0, udpPort: 0 }, products: [{ product: "", model: "sl651-level-station" }] },
    from: "tcp 10.0.0.1 0011223344",
    own: frameOf("sl651", (_, n) => n === 16),
  }),
];

export const hostileWays: readonly HostileWay[] = [...clouds, ...own, ...themselves];
