/** The peer of a full journal: a mosquitto that keeps messages for a subscriber who is away, and loads them when it starts. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ready } from "../test/rig/commands.ts";
import { publishAll } from "./bridge.ts";
import { connectClient } from "./mqtt-client.ts";
import { type Place, portToCome } from "./place.ts";
import { memoryOf } from "./process-facts.ts";

/** How long each start took until it was ready, ms, and its memory then, bytes. */
export async function mosquittoStarts(place: Place, messages: number, times: number) {
  const port = await portToCome();
  const settings = join(place.folder, "full-mosquitto.conf");
  const lines = [
    "allow_anonymous true",
    "user root",
    "max_queued_messages 0",
    "persistence true",
    "autosave_interval 0",
  ];
  writeFileSync(
    settings,
    [`listener ${port} 127.0.0.1`, ...lines, `persistence_location ${place.folder}/`, ""].join("\n"),
  );
  const start = () => place.start({ program: "/usr/sbin/mosquitto", args: ["-c", settings] }, ready.mosquitto);
  const end = async ({ child }: Awaited<ReturnType<typeof start>>) => {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
  const first = await start();
  const away = await connectClient(`mqtt://127.0.0.1:${port}`, { clientId: "away", clean: false });
  await away.subscribeAsync("bench/readings", { qos: 1 });
  await away.endAsync();
  await publishAll(port, messages);
  await end(first);
  const starts: { openMs: number; openBytes: number }[] = [];
  for (let turn = 0; turn < times; turn++) {
    const began = performance.now();
    const broker = await start();
    const openMs = performance.now() - began;
    starts.push({ openMs, openBytes: memoryOf(broker.child.pid as number).rss * 1e6 });
    await end(broker);
  }
  return starts;
}
