/** The peer of a drain: one mosquitto holds messages for another that was away, and hands them over when it is there. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mosquittoCommand, ready } from "../test/rig/commands.ts";
import { connectClient } from "./mqtt-client.ts";
import { type Place, pause, portToCome, root, until } from "./place.ts";
import { bytesReadBy, cpuUsOf } from "./process-facts.ts";

const messageBytes = 200;
/** A PUBACK [MQTT 3.1.1 §3.4]. */
const answerBytes = 4;
/** What a bridge and its broker say before the first message. */
const greetingBytes = 400;
/** Messages on their way to the edge's broker at once. */
const window = 500;

/** Who hears the messages at the far end: nobody, so that they are thrown away there, or one subscriber at QoS 1. */
export type FarEnd = "nobody" | "a subscriber";

export type Bridged = { perSecond: number; cpuUs: number };

/** From the first message across the bridge to the last one's PUBACK, which the edge's broker reads from its socket. */
export async function drainBridge(place: Place, messages: number, farEnd: FarEnd): Promise<Bridged> {
  const [edgePort, hubPort] = [await portToCome(), await portToCome()];
  const edge = await place.start(edgeCommand(place.folder, edgePort, hubPort), ready.mosquitto);
  await publishAll(edgePort, messages);
  const pid = edge.child.pid as number;
  const answered = bytesReadBy(pid);
  const hub = await place.start(quietly(mosquittoCommand(place.folder, hubPort)), ready.mosquitto);
  const hubPid = hub.child.pid as number;
  if (farEnd === "a subscriber") await subscribe(place, hubPort);
  const atRest = bytesReadBy(hubPid);
  const cpu = () => cpuUsOf(pid) + cpuUsOf(hubPid);
  await until(() => bytesReadBy(hubPid) - atRest > greetingBytes + messageBytes, "the bridge");
  const [from, cpuFrom] = [performance.now(), cpu()];
  await until(() => bytesReadBy(pid) - answered >= messages * answerBytes, "the bridge's drain");
  const seconds = (performance.now() - from) / 1000;
  return { perSecond: messages / seconds, cpuUs: (cpu() - cpuFrom) / messages };
}

/** No limit on what waits. */
function edgeCommand(folder: string, port: number, hubPort: number) {
  const bridge = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "set_tcp_nodelay true",
    "user root",
    "max_queued_messages 0",
    "connection hub",
    `address 127.0.0.1:${hubPort}`,
    "topic # out 1",
    "cleansession false",
    "notifications false",
    "try_private false",
    "restart_timeout 1",
  ];
  const settings = join(folder, "edge.conf");
  writeFileSync(settings, `${bridge.join("\n")}\n`);
  return { program: "/usr/sbin/mosquitto", args: ["-c", settings] };
}

/** A process of its own that takes every message; its CPU time does not count. */
async function subscribe(place: Place, port: number): Promise<void> {
  const args = [join(root, "bench/subscriber-child.ts"), String(port)];
  await place.start({ program: process.execPath, args }, "listens");
}

/** Without a line for each message. */
function quietly({ program, args }: { program: string; args: readonly string[] }) {
  return { program, args: args.filter((word) => word !== "-v") };
}

export async function publishAll(port: number, messages: number): Promise<void> {
  const client = await connectClient(`mqtt://127.0.0.1:${port}`);
  const body = Buffer.alloc(messageBytes, 97);
  let sent = 0;
  const lane = async () => {
    while (sent++ < messages) await client.publishAsync("bench/readings", body, { qos: 1 });
  };
  await Promise.all(Array.from({ length: window }, lane));
  await client.endAsync();
  await pause(200);
}
