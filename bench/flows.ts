/** From an alert's bytes at the hub to its ticket being sent: flows that decide, flows that never answer, no flows. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import type { MqttClient } from "mqtt";
import { encodeAlerts } from "../core/alert-batch.ts";
import type { AlertId, DeviceId, Epoch, GatewayId, PointId, RuleId, TicketId } from "../core/id.ts";
import { topics } from "../core/topics.ts";
import { buildFlows } from "../flows/build.ts";
import { hubCommand, ready } from "../test/rig/commands.ts";
import { bareFsync } from "./latency.ts";
import { machine } from "./machine.ts";
import { connectClient } from "./mqtt-client.ts";
import { inPlace, type Place, root, until } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";
import { percentile, type Row, spread, type Table } from "./table.ts";

const runs = 3;
const everyMs = 40;
const deadlineMs = 2000;
/** Node-RED gives back what its start took. */
const idleMs = 20_000;
const warmUps = 20;
const gateway = "gw-bench" as GatewayId;

type Mode = "deciding" | "silent" | "off";
/** Ms for each alert until its ticket was sent, on disk, and until a console was told; of a bare fdatasync meanwhile; the hub's CPU an alert; memory of Node-RED. */
type Run = { committed: number[]; told: number[]; fsync: number[]; cpuMs: number; rssMb: number };

/** `alerts` of each run. */
export async function flows(alerts = 250): Promise<Table> {
  await buildFlows(join(root, "dist/flows"));
  const all: Record<Mode, Run[]> = { deciding: [], silent: [], off: [] };
  for (let run = 0; run < runs; run++)
    for (const mode of ["deciding", "silent", "off"] as const)
      all[mode].push(await inPlace((place) => measure(place, mode, alerts)));
  const of = (mode: Mode, key: "committed" | "told" | "fsync", share: number) =>
    all[mode].map((samples) => percentile(samples[key], share));
  const cpuOf = (mode: Mode) => all[mode].map(({ cpuMs }) => cpuMs);
  const late = { most: deadlineMs + 25 };
  return {
    title: `an alert's bytes sent → its ticket is dispatched, ${alerts} alerts a run, one each ${everyMs} ms, deadline ${deadlineMs} ms`,
    machine: machine(),
    rows: [
      spread("the default flow decides: committed, p50", of("deciding", "committed", 0.5), "ms"),
      spread("the default flow decides: committed, p99", of("deciding", "committed", 0.99), "ms", { most: 25 }),
      spread("the default flow decides: told to a console, p99", of("deciding", "told", 0.99), "ms"),
      spread("a flow never answers: committed, p50", of("silent", "committed", 0.5), "ms"),
      spread(`a flow never answers: committed, p99`, of("silent", "committed", 0.99), "ms", late),
      spread("no flows, the table alone: committed, p50", of("off", "committed", 0.5), "ms"),
      spread("no flows, the table alone: committed, p99", of("off", "committed", 0.99), "ms", { most: 25 }),
      spread("no flows, the table alone: told to a console, p99", of("off", "told", 0.99), "ms"),
      spread("peer: a bare fdatasync of 4 KiB meanwhile, p50", of("deciding", "fsync", 0.5), "ms"),
      spread("peer: a bare fdatasync of 4 KiB meanwhile, p99", of("deciding", "fsync", 0.99), "ms"),
      spread("hub's CPU an alert, the default flow decides", cpuOf("deciding"), "ms"),
      spread("hub's CPU an alert, the table alone", cpuOf("off"), "ms"),
      spread(
        "Node-RED idle with the default flows, resident",
        all.deciding.map(({ rssMb }) => rssMb),
        "MB",
      ),
    ] satisfies Row[],
  };
}

async function measure(place: Place, mode: Mode, alerts: number): Promise<Run> {
  const data = join(place.folder, "hub");
  if (mode === "silent") plantSilent(join(data, "flows"));
  const more = mode === "off" ? [] : ["--flows", "on", "--flows-deadline-ms", String(deadlineMs)];
  const hub = await place.start(hubCommand(data, more), ready.hub);
  const [, url, mqtt] = /ready (\S+) (\S+)/.exec(hub.output()) as unknown as [string, string, string];
  const cookie = await signIn(url, readFileSync(join(data, "operator-password"), "utf8").trim());
  const pid = mode === "off" ? null : await attended(url, cookie);
  const toldAt = await followTickets(place, url, cookie);
  const committedAt = followCommits(place, join(data, "hub.db"));
  const line = await connectClient(mqtt, { clientId: gateway, username: gateway, password: "key" });
  place.atEnd(() => line.endAsync(true));
  await greet(line);
  const sentAt = new Map<string, number>();
  const [fsync, hubPid]: [number[], number] = [[], hub.child.pid as number];
  let cpu = 0;
  for (let n = 0; n < warmUps + alerts; n++) {
    if (n === warmUps) cpu = cpuUsOf(hubPid);
    sentAt.set(`ticket-${n}`, performance.now());
    await raise(line, n);
    await setTimeout(everyMs);
    fsync.push(bareFsync(place.folder));
  }
  await until(() => toldAt.size >= sentAt.size && committedAt.size >= sentAt.size, "the tickets", 30_000);
  const cpuMs = (cpuUsOf(hubPid) - cpu) / 1000 / alerts;
  const took = (times: Map<string, number>) =>
    [...sentAt].slice(warmUps).map(([id, at]) => (times.get(id) as number) - at);
  if (mode === "deciding") await setTimeout(idleMs);
  return {
    committed: took(committedAt),
    told: took(toldAt),
    fsync,
    cpuMs,
    rssMb: pid === null ? 0 : memoryOf(pid).rss,
  };
}

/** It is asked and never answers. */
function plantSilent(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const listening = { id: "in", type: "lilong alert", z: "tab", on: "handover", rule: "", severity: "", wires: [[]] };
  writeFileSync(join(folder, "flows.json"), JSON.stringify([{ id: "tab", type: "tab", label: "bench" }, listening]));
}

async function signIn(url: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "operator", password }),
  });
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function attended(url: string, cookie: string): Promise<number> {
  for (const end = performance.now() + 60_000; performance.now() < end; await setTimeout(200)) {
    const answer = await fetch(`${url}/api/flows`, { headers: { cookie } });
    const seen = (await answer.json()) as { state: string; listening: number; pid?: number };
    if (seen.state === "up" && seen.listening > 0 && seen.pid !== undefined) return seen.pid;
  }
  throw new Error("Node-RED does not come up");
}

async function greet(line: MqttClient): Promise<void> {
  const steady = { boot: "boot-1", session: 1, version: "0.1.0", clock: "synced", backlog: { data: 0, alert: 0 } };
  const status = { state: "online", ...steady, epochs: { data: "data-1", alert: "alert-1" } };
  await line.publishAsync(topics.status(gateway), JSON.stringify(status), { qos: 1 });
}

async function raise(line: MqttClient, n: number): Promise<void> {
  const at = Date.now();
  const body = encodeAlerts([
    {
      ...{ kind: "raised", alert: `alert-${n}` as AlertId, ticket: `ticket-${n}` as TicketId },
      ...{ device: `cover-${n}` as DeviceId, rule: "lifted" as RuleId, point: "open" as PointId },
      ...{ severity: 2, at, quality: 0, value: true },
    },
  ]);
  await line.publishAsync(topics.batch(gateway, "alert", "alert-1" as Epoch, n), Buffer.from(body), { qos: 1 });
}

/** When another connection to the database sees that a ticket is sent, to a millisecond or two. */
function followCommits(place: Place, file: string): Map<string, number> {
  const database = new DatabaseSync(file, { readOnly: true });
  const query = database.prepare("SELECT n, ticket FROM handovers WHERE n > ? AND state <> 'asked' ORDER BY n");
  const committedAt = new Map<string, number>();
  let [isOver, decided] = [false, 0];
  const look = () => {
    if (isOver) return database.close();
    for (const { n, ticket } of query.all(decided) as { n: number; ticket: string }[]) {
      if (!committedAt.has(ticket)) committedAt.set(ticket, performance.now());
      // Decided in the order of asking, or nearly: the last few are looked at again.
      decided = Math.max(decided, n - 100);
    }
    void setTimeout(1).then(look);
  };
  place.atEnd(() => {
    isOver = true;
  });
  look();
  return committedAt;
}

/** When the console was told that a ticket is sent. */
async function followTickets(place: Place, url: string, cookie: string): Promise<Map<string, number>> {
  const ending = new AbortController();
  place.atEnd(() => ending.abort());
  const headers = { cookie, accept: "text/event-stream" };
  const events = await fetch(`${url}/api/events`, { headers, signal: ending.signal });
  const dispatchedAt = new Map<string, number>();
  void readTickets(events, dispatchedAt).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
  return dispatchedAt;
}

async function readTickets(events: Response, dispatchedAt: Map<string, number>): Promise<void> {
  let text = "";
  for await (const bytes of events.body as ReadableStream<Uint8Array>) {
    text += new TextDecoder().decode(bytes);
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks.filter((each) => each.startsWith("event: ticket"))) {
      const { id, state } = JSON.parse(/^data: ?(.*)$/m.exec(block)?.[1] ?? "{}");
      if (state === "dispatched" && !dispatchedAt.has(id)) dispatchedAt.set(id, performance.now());
    }
  }
}
