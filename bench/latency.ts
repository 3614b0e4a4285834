/** From the bytes of a crossing on the bus to the ticket at the hub, both commits on disk, beside two bare fsyncs of the same disk. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { withCrc } from "../drivers/modbus/crc.ts";
import { machine } from "./machine.ts";
import { percentile, type Table } from "./table.ts";

const root = join(import.meta.dirname, "..");
/** Units on the bus; each crosses once. */
const units = 200;
const requestBytes = 8;
/** CBOR: `"have": [[0,` before the end of the range. */
const haveFromZero = Buffer.concat([Buffer.from("dhave"), Buffer.from([0x81, 0x82, 0])]);

type Stop = () => void;

export async function latency(): Promise<Table> {
  // Below the project, so that the disk is the one that is meant, not a memory file system.
  const folder = mkdtempSync(join(root, "data-bench-"));
  const stops: Stop[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const crossedAt = new Map<number, number>();
    const bus = await startBus(crossedAt, stops);
    const hub = await startPart(
      ["hub/main.ts", "--data", join(folder, "hub"), "--http-port", "0", "--mqtt-port", "0"],
      /ready (\S+) (\S+)/,
      stops,
    );
    const ticketAt = await followTickets(
      hub[1] as string,
      readFileSync(join(folder, "hub", "operator-password"), "utf8").trim(),
      stops,
    );
    const ackedAt: number[] = [];
    const line = await watchLine(Number(new URL(hub[2] as string).port), ackedAt, stops);
    const settings = writeSettings(folder, `mqtt://127.0.0.1:${line}`, bus);
    await startPart(["agent/main.ts", "--settings", settings, "--data", join(folder, "agent")], /ready/, stops);
    const fsyncMs: number[] = [];
    while (ticketAt.size < units || ackedAt.length < units) {
      fsyncMs.push(await bareFsync(folder));
      await new Promise((done) => setTimeout(done, 40));
    }
    const committed = [...crossedAt.values()].map((at, i) => (ackedAt[i] as number) - at);
    const told = [...ticketAt].map(([unit, at]) => at - (crossedAt.get(unit) as number));
    return report(committed, told, fsyncMs);
  } finally {
    for (const stop of stops.reverse()) stop();
  }
}

function report(committed: readonly number[], told: readonly number[], fsyncMs: readonly number[]): Table {
  const [p50, p99, floor] = [percentile(committed, 0.5), percentile(committed, 0.99), 2 * percentile(fsyncMs, 0.5)];
  return {
    title: `crossing on the bus → ticket at the hub, ${committed.length} alerts on a quiet loopback`,
    machine: machine(),
    rows: [
      { figure: "ticket committed and acknowledged, p50", value: p50, unit: "ms", target: "≤ 5 ms", met: p50 <= 5 },
      { figure: "ticket committed and acknowledged, p99", value: p99, unit: "ms", target: "≤ 25 ms", met: p99 <= 25 },
      { figure: "ticket told to a console, p50", value: percentile(told, 0.5), unit: "ms" },
      { figure: "ticket told to a console, p99", value: percentile(told, 0.99), unit: "ms" },
      { figure: "peer: two bare fdatasyncs of 4 KiB, p50, same disk", value: floor, unit: "ms" },
      { figure: "ratio: committed p50 to the two fdatasyncs", value: p50 / floor, unit: "" },
    ],
  };
}

/** Stands between agent and hub, passes every byte on, and notes when the hub acknowledges each record of the alert lane. */
async function watchLine(hubPort: number, ackedAt: number[], stops: Stop[]): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (agent) => {
    const hub = connect({ port: hubPort, host: "127.0.0.1", noDelay: true });
    sockets.push(agent, hub);
    for (const socket of [agent, hub]) socket.on("error", () => socket.destroy());
    agent.on("data", (bytes) => hub.write(bytes));
    hub.on("data", (bytes) => {
      const have = alertsIn(bytes);
      while (ackedAt.length < have) ackedAt.push(performance.now());
      agent.write(bytes);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stops.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** How many alerts an acknowledgement among these bytes names: CBOR `"alert": {"epoch": …, "have": [[0, n]]}`; 0 without one. */
function alertsIn(bytes: Buffer): number {
  const alert = bytes.indexOf("ealert");
  const have = alert < 0 ? -1 : bytes.indexOf(haveFromZero, alert);
  if (have < 0) return 0;
  const [first = 0, second = 0] = bytes.subarray(have + haveFromZero.length);
  return first === 0x18 ? second : first;
}

/** A Modbus slave with many units: each answers 0 the first time and 1000 from the second on. */
async function startBus(crossedAt: Map<number, number>, stops: Stop[]): Promise<number> {
  const asked = new Map<number, number>();
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      if (bytes.length !== requestBytes) throw new Error(`a request of ${bytes.length} bytes`);
      const unit = bytes[0] as number;
      const times = (asked.get(unit) ?? 0) + 1;
      asked.set(unit, times);
      const value = times > 1 ? 1000 : 0;
      if (times === 2) crossedAt.set(unit, performance.now());
      socket.write(withCrc(Uint8Array.of(unit, 3, 2, value >> 8, value & 255)));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stops.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

function writeSettings(folder: string, broker: string, port: number): string {
  const rule = { id: "high", point: "level", when: { above: 0.5 }, severity: 2, title: { zh: "高", en: "High" } };
  const map = {
    function: 3,
    address: 0,
    count: 1,
    points: [{ id: "level", address: 0, type: "uint16", scale: 0.001 }],
  };
  const devices = Array.from({ length: units }, (_, i) => ({
    id: `unit-${i + 1}`,
    model: "water-gauge",
    link: "bus",
    title: { zh: "水尺", en: "Gauge" },
    place: "bench",
    everyMs: 5000,
    settings: { unit: i + 1, blocks: [map] },
    rules: [rule],
  }));
  const document = {
    gateway: { id: "gw-bench", title: "bench", place: "bench" },
    hub: { url: broker, firstPauseMs: 100 },
    links: [{ id: "bus", kind: "tcp", host: "127.0.0.1", port }],
    devices,
  };
  const path = join(folder, "gateway.json");
  writeFileSync(path, JSON.stringify(document));
  return path;
}

async function startPart(args: string[], ready: RegExp, stops: Stop[]): Promise<RegExpExecArray> {
  const child: ChildProcess = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  stops.push(() => child.kill("SIGKILL"));
  let said = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (bytes) => {
      said += bytes;
      const found = ready.exec(said);
      if (found !== null) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  });
}

/** Listens to the hub's live events; the time at which each unit's ticket was told. */
async function followTickets(url: string, password: string, stops: Stop[]): Promise<Map<number, number>> {
  const signedIn = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "operator", password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const ending = new AbortController();
  stops.push(() => ending.abort());
  const events = await fetch(`${url}/api/events`, {
    headers: { cookie, accept: "text/event-stream" },
    signal: ending.signal,
  });
  const ticketAt = new Map<number, number>();
  void readEvents(events, (name, data) => {
    const unit = Number(/"device":"unit-(\d+)"/.exec(data)?.[1]);
    if (name === "ticket" && !ticketAt.has(unit)) ticketAt.set(unit, performance.now());
  }).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
  return ticketAt;
}

async function readEvents(events: Response, heard: (name: string, data: string) => void): Promise<void> {
  let text = "";
  for await (const bytes of events.body as ReadableStream<Uint8Array>) {
    text += new TextDecoder().decode(bytes);
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks)
      heard(/^event: ?(.*)$/m.exec(block)?.[1] ?? "", /^data: ?(.*)$/m.exec(block)?.[1] ?? "");
  }
}

async function bareFsync(folder: string): Promise<number> {
  const path = join(folder, "fsync");
  const file = openSync(path, "w");
  writeSync(file, Buffer.alloc(4096));
  fdatasyncSync(file);
  const start = performance.now();
  writeSync(file, Buffer.alloc(4096, 1), 0, 4096, 0);
  fdatasyncSync(file);
  const took = performance.now() - start;
  closeSync(file);
  return took;
}
