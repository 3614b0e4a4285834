/** A stored secret goes to no other address than it was entered for. */
import { expect, test } from "vitest";
import type { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { openConnector, putConnector } from "./connectors.ts";
import { platforms } from "./platforms.ts";

/** Puts the same connector again and again; answers the secrets it has then. */
function putting(hub: QuietHub, platform: string, n = 0) {
  const id = `street-${n}` as GatewayId;
  const row = { id, platform, title: "x", place: "花园坊", products: [], quietAfterMs: 3_600_000 };
  return async (settings: Record<string, unknown>, secrets: Record<string, string | null>) => {
    await hub.act((tables, changes) =>
      putConnector(tables, { ...row, state: "paused", settings, secrets }, hub.platforms.models, changes, {
        ...{ by: "operator", now: hub.clock.now },
      }),
    );
    return (await hub.store.read((tables) => openConnector(tables, id)))?.connector.secrets;
  };
}

const broker = { settings: { broker: "mqtt://10.0.0.1:1883", username: "hub" }, secrets: { password: "long-kept" } };
const elsewhere = { broker: "mqtt://10.9.9.9:1883", username: "hub" };
const amqp = { host: "10.0.0.1", accessKey: "k" };
const aliyun = { host: "10.0.0.1", clientId: "c", accessKeyId: "k" };
const mq = { server: "10.0.0.1:16651", tenant: "t", topics: ["a"] };
const api = { url: "https://10.0.0.1", project: "p", accessKeyId: "k" };
const cases = [
  [
    "thingsboard",
    { settings: { server: "http://10.0.0.1" }, secrets: { apiKey: "long-kept" } },
    { server: "http://10.9.9.9" },
  ],
  ["zigbee2mqtt", broker, elsewhere],
  ["chirpstack", broker, elsewhere],
  [
    "mqtt-json",
    { ...broker, settings: { ...broker.settings, topics: ["a"], mapping: "{}" } },
    { ...elsewhere, topics: ["a"], mapping: "{}" },
  ],
  ["homeassistant", { ...broker, settings: { ...broker.settings, states: ["a"] } }, { ...elsewhere, states: ["a"] }],
  ["ctwing", { settings: { mq }, secrets: { mqToken: "long-kept" } }, { mq: { ...mq, server: "10.9.9.9:16651" } }],
  ["ctwing", { settings: {}, secrets: { appSecret: "long-kept" } }, { api: "https://10.9.9.9" }],
  ["onenet", { settings: {}, secrets: { token: "t", accessKeys: "a long-kept" } }, { api: "https://10.9.9.9" }],
  [
    "huawei-iotda",
    { settings: { amqp }, secrets: { accessCode: "long-kept" } },
    { amqp: { ...amqp, transport: "plain" } },
  ],
  [
    "huawei-iotda",
    { settings: { api }, secrets: { secretAccessKey: "kept" } },
    { api: { ...api, url: "https://10.9.9.9" } },
  ],
  ["aliyun-iot", { settings: aliyun, secrets: { accessKeySecret: "long-kept" } }, { ...aliyun, port: 5672 }],
  ["aliyun-iot", { settings: aliyun, secrets: { accessKeySecret: "kept" } }, { ...aliyun, api: "https://10.9.9.9" }],
] as const;

test("another address is refused at the secret that would go there, and what is stored stays", async () => {
  const hub = await quietHub();
  for (const [n, [platform, right, other]] of cases.entries()) {
    const put = putting(hub, platform, n);
    await put(right.settings, right.secrets);
    const said = `/secrets/${Object.keys(right.secrets).at(-1)} is to be entered anew: it would be sent to `;
    await expect(put(other, {}), platform).rejects.toThrow(said);
    expect(await put(right.settings, {}), "the right address keeps it").toEqual(right.secrets);
  }
});

test("it goes there once it is entered, and not by a way round over no address at all", async () => {
  const put = putting(await quietHub(), "thingsboard");
  await put({ server: "http://10.0.0.1" }, { apiKey: "long-kept", token: "of-the-rule-chain" });
  await put({}, {});
  const refused = await put({ server: "http://10.9.9.9" }, {}).catch((error: Fault) => error);
  expect(refused).toMatchObject({ code: "INPUT_INVALID" });
  const secrets = await put({ server: "http://10.9.9.9" }, { apiKey: "another-one" });
  expect(secrets, "what is shown nowhere stays").toEqual({ apiKey: "another-one", token: "of-the-rule-chain" });
});

test("every platform that has an address to send to says which secrets go there", () => {
  const sends = [...platforms.values()].filter(({ mqtt, pull, amqp, pulsar }) => mqtt ?? pull ?? amqp ?? pulsar);
  expect(sends.filter(({ shownAt }) => shownAt === undefined).map(({ name }) => name)).toEqual([]);
});
