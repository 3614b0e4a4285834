/** The hub's process dies while CTWing's messages come out of its queue: they come again, and each is taken once. */
import { test } from "vitest";
import { startBroker } from "../kit/pulsar-broker.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { killedOnTheWay } from "../rig/killed-on-the-way.ts";

const messages = 3000;
const at = Date.now() - 600_000;
const topic = "aep-msgpush/1/all";

const report = (n: number) =>
  JSON.stringify({
    ...{ messageType: "dataReport", productId: "15081413", deviceId: "well-1", timestamp: at + n },
    payload: { liquid_level: n % 100 },
  });

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
  await killedOnTheWay(data, {
    ...{ connector: "ctwing", platform: "ctwing", secrets: { mqToken: "a-token" }, at, messages },
    settings: { mq: { server: broker.url, tenant: "1", topics: ["all"] } },
    products: [{ product: "15081413", model: "nb-level-cm" }],
    series: { device: "well-1", point: "level" },
  });
  await until("all are acknowledged", () => backlog() === 0);
}, 120_000);
