/** The hub's process dies while a cloud's messages come out of its queue: they come again, and each is taken once. */

import type { Message } from "rhea";
import { test } from "vitest";
import { diskFolder } from "../kit/temp-folder.ts";
import { killedOnTheWay } from "../rig/killed-on-the-way.ts";
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

test("killed three times on the way, it has all of them once", async () => {
  const data = diskFolder();
  const rabbit = await startRabbit(diskFolder(), ["default"], () => true);
  await publish(
    rabbit,
    "default",
    Array.from({ length: messages }, (_, n) => post(n)),
  );
  await killedOnTheWay(data, {
    ...{ connector: "ali", platform: "aliyun-iot", secrets: { accessKeySecret: "s" }, at, messages },
    settings: {
      ...{ host: "127.0.0.1", port: rabbit.port, transport: "plain", clientId: "lilong", accessKeyId: "k" },
      queue: addressOf("default"),
    },
    products: [{ product: "a1xxxx", model: "nb-smoke" }],
    series: { device: "a1xxxx.smoke-01", point: "battery" },
  });
}, 120_000);
