/** Runs Node-RED inside a process of its own, for the hub that started it: on loopback, behind a token, without strangers. */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { doorHeader, isRightDoor } from "./door.ts";
import { editorPath, settingsOf } from "./settings.ts";
import type { Begin, FromFlows, ToFlows } from "./words.ts";

type NodeRed = {
  init(server: unknown, settings: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  httpAdmin: (request: unknown, response: unknown) => void;
  events: { on(name: string, heard: (event: RuntimeEvent) => void): void };
};
type RuntimeEvent = { id: string; payload?: { state?: string; deploy?: boolean } };
type Express = () => { use(path: string, app: NodeRed["httpAdmin"]): NodeRed["httpAdmin"] };

function say(words: FromFlows): void {
  if (process.connected) process.send?.(words);
}

async function begin(wish: Begin): Promise<NodeRed> {
  setInterval(() => say({ kind: "beat", rssMb: process.memoryUsage.rss() / 2 ** 20 }), wish.beatMs);
  const why = unreadable(join(wish.userDir, "flows.json"));
  if (why !== null) say({ kind: "unreadable", why });
  const red = createRequire(import.meta.url)(wish.nodeRed) as NodeRed;
  const [inner, outer] = [createServer(), createServer()];
  red.init(inner, settingsOf(wish));
  // The very express that Node-RED brings: its admin application is one.
  const express = createRequire(wish.nodeRed)("express") as Express;
  inner.on("request", express().use(editorPath, red.httpAdmin));
  const isOurs = ({ headers }: IncomingMessage) => isRightDoor(headers[doorHeader], wish.door);
  outer.on("request", (request, response) => {
    if (isOurs(request)) return void inner.emit("request", request, response);
    response.writeHead(403).end();
  });
  outer.on("upgrade", (request, socket, head) => {
    if (isOurs(request)) return void inner.emit("upgrade", request, socket, head);
    socket.destroy();
  });
  red.events.on("runtime-event", ({ id, payload }) => {
    if (id !== "runtime-state" || payload?.state !== "start") return;
    // A safe start starts nothing by itself: somebody did.
    if (payload.deploy || wish.isSafe) say({ kind: "deployed" });
  });
  await red.start();
  await new Promise<void>((resolve) => outer.listen(0, "127.0.0.1", resolve));
  say({ kind: "ready", port: (outer.address() as AddressInfo).port });
  return red;
}

/** Node-RED goes on with nothing when the file is damaged, and says so in its log alone. */
function unreadable(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    return Array.isArray(JSON.parse(readFileSync(file, "utf8"))) ? null : "no list of nodes";
  } catch (error) {
    return (error as Error).message;
  }
}

let running: Promise<NodeRed> | null = null;

async function end(): Promise<never> {
  const red = await running;
  setTimeout(() => process.exit(0), 1000);
  await red?.stop();
  process.exit(0);
}

process.on("message", (words: ToFlows) => {
  if (words.kind === "end") return void end();
  running = begin(words);
});
// Whoever started it is gone: nobody would ever end it.
process.on("disconnect", () => process.exit(0));
// A terminal's Ctrl+C reaches the hub too, which ends this in its turn.
process.on("SIGINT", () => undefined);
