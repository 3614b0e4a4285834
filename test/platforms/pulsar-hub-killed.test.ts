/** The hub's process dies while CTWing's messages come out of its queue: they come again, and each is taken once. */
import { expect, test } from "vitest";
import { startBroker } from "../kit/pulsar-broker.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { startHub } from "../rig/hub.ts";

const messages = 3000;
const at = Date.now() - 600_000;
const topic = "aep-msgpush/1/all";

const report = (n: number) =>
  JSON.stringify({
    ...{ messageType: "dataReport", productId: "15081413", deviceId: "well-1", timestamp: at + n },
    payload: { liquid_level: n % 100 },
  });

type Seen = { messages: { taken: number; waiting: number }; line: { isUp: boolean } | null };
type History = { readings: [number, number, number][] };

test("killed three times on the way, it has all of them once", async () => {
  const data = tempFolder();
  const broker = await startBroker({ token: "a-token" });
  const backlog = () => broker.topics.backlog(`persistent://${topic}`, "1");
  // One by one and in batches in turn, as producers do.
  for (let n = 0; n < messages; n += 20) {
    const part = Array.from({ length: 20 }, (_, i) => report(n + i));
    if (n % 40 === 0) broker.publish(topic, part, { compression: "LZ4" });
    else for (const message of part) broker.publish(topic, [message]);
  }
  const ports = ["--door-port", "0"];
  let hub = await startHub(data, ports);
  const about = { platform: "ctwing", title: "电信平台", place: "花园坊", state: "on", quietAfterMs: 3_600_000 };
  await hub.api.put("/api/connectors/ctwing", {
    ...{ ...about, settings: { mq: { server: broker.url, tenant: "1", topics: ["all"] } } },
    ...{ secrets: { mqToken: "a-token" }, products: [{ product: "15081413", model: "nb-level-cm" }] },
  });
  const seen = () => hub.api.get<Seen>("/api/connectors/ctwing");
  const stored = async () => {
    const { taken, waiting } = (await seen()).messages;
    return taken + waiting;
  };
  let had = 0;
  let onTheWay = 0;
  for (let time = 0; time < 3; time++) {
    await until("more of them came", async () => (await stored()) > had);
    had = await stored();
    if (had < messages) onTheWay++;
    await hub.kill("SIGKILL");
    hub = await startHub(data, ports);
    expect(await stored()).toBeGreaterThanOrEqual(had);
  }
  expect(onTheWay).toBeGreaterThan(0);
  await until("all are read", async () => (await seen()).messages.taken === messages, 60_000);
  await until("all are acknowledged", () => backlog() === 0);
  expect(await seen()).toMatchObject({ messages: { taken: messages, waiting: 0 }, line: { isUp: true } });
  const path = `/api/readings?gateway=ctwing&device=well-1&point=level&from=${at}&to=${at + messages}&limit=10000`;
  const { readings } = await hub.api.get<History>(path);
  expect(readings.map(([moment]) => moment - at)).toEqual(Array.from({ length: messages }, (_, n) => n));
}, 120_000);
