/** The hub's process dies while a cloud's messages come out of its queue: they come again, and each is taken once. */

import type { Message } from "rhea";
import { expect, test } from "vitest";
import { diskFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { startHub } from "../rig/hub.ts";
import { addressOf, publish, startRabbit } from "../rig/rabbitmq.ts";

const messages = 3000;
const at = Date.now() - 600_000;

function post(n: number): Message {
  const items = { BatteryPercentage: { value: n % 100, time: at + n } };
  return {
    body: JSON.stringify({ items }),
    application_properties: {
      topic: "/a1xxxx/smoke-01/thing/event/property/post",
      messageId: `m-${n}`,
      generateTime: at + n,
    },
  };
}

type Seen = { messages: { taken: number; waiting: number }; line: { isUp: boolean } | null };
type History = { readings: [number, number, number][] };

test("killed three times on the way, it has all of them once", async () => {
  const data = diskFolder();
  const rabbit = await startRabbit(diskFolder(), ["default"], () => true);
  await publish(
    rabbit,
    "default",
    Array.from({ length: messages }, (_, n) => post(n)),
  );
  const ports = ["--door-port", "0"];
  let hub = await startHub(data, ports);
  const settings = {
    ...{ host: "127.0.0.1", port: rabbit.port, transport: "plain", clientId: "lilong", accessKeyId: "k" },
    queue: addressOf("default"),
  };
  const about = { platform: "aliyun-iot", title: "阿里云", place: "花园坊", state: "on", quietAfterMs: 3_600_000 };
  await hub.api.put("/api/connectors/ali", {
    ...{ ...about, settings, secrets: { accessKeySecret: "s" } },
    products: [{ product: "a1xxxx", model: "nb-smoke" }],
  });
  const seen = () => hub.api.get<Seen>("/api/connectors/ali");
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
  expect(await seen()).toMatchObject({ messages: { taken: messages, waiting: 0 }, line: { isUp: true } });
  const path = `/api/readings?gateway=ali&device=a1xxxx.smoke-01&point=battery&from=${at}&to=${at + messages}&limit=10000`;
  const { readings } = await hub.api.get<History>(path);
  expect(readings.map(([moment]) => moment - at)).toEqual(Array.from({ length: messages }, (_, n) => n));
}, 120_000);
