/** Node-RED with one flow, mqtt-in → sqlite, as people build it; kept outside the project's own packages. */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { freePort, mosquittoCommand, ready } from "../test/rig/commands.ts";
import { connectClient } from "./mqtt-client.ts";
import { type Place, pause, root, until } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";

const home = join(root, "node_modules", ".cache", "lilong", "node-red");
const packages = { "node-red": "5.0.7", "node-red-node-sqlite": "1.1.1" };
const native = join(home, "node_modules", "sqlite3", "build", "Release", "node_sqlite3.node");
/** Written when all of it is there; says which versions. */
const mark = join(home, "installed.json");
const mostInstallS = 420;
const topic = "bench/readings";
const window = 20;
/** Messages before the count begins, so that everything is loaded. */
const warmUps = 50;

/** Once a machine and version; sqlite3 is compiled where nobody offers it ready-made, which takes a minute. */
export async function installNodeRed(): Promise<void> {
  const wanted = JSON.stringify({ private: true, dependencies: packages, allowScripts: { sqlite3: true } });
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), wanted);
  process.stderr.write("bench: npm installs Node-RED and its SQLite node for this peer\n");
  // timeout(1) ends the compiler too, which npm would leave behind.
  const args = [String(mostInstallS), "npm", "install", "--no-audit", "--no-fund", "--loglevel", "error"];
  const { status } = spawnSync("timeout", args, { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
  const why = status === 124 ? `took more than ${mostInstallS} s` : `ended with ${status}`;
  if (status !== 0) throw new Error(`npm install of ${Object.keys(packages).join(", ")} ${why}: no peer to measure`);
  if (!existsSync(native))
    throw new Error(`npm left no ${native} (python3, make and g++ compile it): no peer to measure`);
  writeFileSync(mark, wanted);
}

/** Messages a second from the first published to the last one's row, and what Node-RED alone spends on each. */
export async function feedNodeRed(
  place: Place,
  messages: number,
): Promise<{ perSecond: number; cpuUs: number; rssMb: number }> {
  const file = join(place.folder, "peer.db");
  createTable(file);
  const port = await freePort();
  const broker = mosquittoCommand(place.folder, port);
  await place.start({ ...broker, args: broker.args.filter((word) => word !== "-v") }, ready.mosquitto);
  const settings = join(place.folder, "settings.cjs");
  writeFileSync(join(place.folder, "flows.json"), JSON.stringify(flow(port, file)));
  writeFileSync(settings, `module.exports = ${JSON.stringify(quietSettings(place.folder))};\n`);
  const args = [join(home, "node_modules", "node-red", "red.js"), "--settings", settings, "--userDir", place.folder];
  const red = await place.start({ program: process.execPath, args }, /Connected to broker/, 60_000);
  const pid = red.child.pid as number;
  await warmUp(port, file);
  const [commits, rows] = [commitsIn(file), rowsIn(file)];
  const [from, cpu] = [performance.now(), cpuUsOf(pid)];
  await publishAll(port, messages);
  await until(() => commitsIn(file) - commits >= messages, "Node-RED's rows");
  const seconds = (performance.now() - from) / 1000;
  const cpuUs = (cpuUsOf(pid) - cpu) / messages;
  const stored = rowsIn(file) - rows;
  if (stored !== messages) throw new Error(`Node-RED stored ${stored} of ${messages} messages`);
  return { perSecond: messages / seconds, cpuUs, rssMb: memoryOf(pid).rss };
}

/** It says that it is connected before it listens: what is published until then is lost. */
async function warmUp(port: number, file: string): Promise<void> {
  const empty = commitsIn(file);
  for (const end = performance.now() + 20_000; commitsIn(file) === empty; await pause(100)) {
    if (performance.now() > end) throw new Error("Node-RED stores nothing");
    await publishAll(port, 1);
  }
  await pause(500);
  const listening = commitsIn(file);
  await publishAll(port, warmUps);
  await until(() => commitsIn(file) - listening >= warmUps, "Node-RED's first rows", 20_000);
}

function createTable(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE readings (device TEXT, point TEXT, at INTEGER, value REAL)");
  database.close();
}

function rowsIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare("SELECT count(*) AS n FROM readings").get() as { n: number };
  database.close();
  return row.n;
}

/** The file change counter, which each transaction raises by one [SQLite file format §1.3.7]: read without a lock. */
function commitsIn(file: string): number {
  const bytes = Buffer.alloc(4);
  const handle = openSync(file, "r");
  readSync(handle, bytes, 0, bytes.length, 24);
  closeSync(handle);
  return bytes.readUInt32BE(0);
}

function quietSettings(folder: string): object {
  const logging = { console: { level: "info", metrics: false, audit: false } };
  const off = { enabled: false };
  const editor = { httpAdminRoot: false, httpNodeRoot: false, telemetry: off, editorTheme: { tours: false } };
  // The nodes lie beside Node-RED, not in the user's folder.
  return { flowFile: "flows.json", userDir: folder, nodesDir: join(home, "node_modules"), logging, ...editor };
}

function flow(port: number, db: string): object[] {
  const shape = [
    "const { device, point, at, value } = msg.payload;",
    "msg.params = { $device: device, $point: point, $at: at, $value: value };",
    "return msg;",
  ].join("\n");
  const sql = "INSERT INTO readings VALUES ($device, $point, $at, $value)";
  const listen = { type: "mqtt in", topic, qos: "1", datatype: "json", broker: "broker", inputs: 0 };
  return [
    { id: "tab", type: "tab", label: "bench" },
    { id: "broker", type: "mqtt-broker", name: "peer", broker: "127.0.0.1", port, protocolVersion: 4, keepalive: 60 },
    { id: "db", type: "sqlitedb", db, mode: "RWC" },
    { id: "in", z: "tab", ...listen, wires: [["shape"]] },
    { id: "shape", z: "tab", type: "function", func: shape, outputs: 1, wires: [["store"]] },
    { id: "store", z: "tab", type: "sqlite", mydb: "db", sqlquery: "prepared", sql, wires: [[]] },
  ];
}

async function publishAll(port: number, count: number): Promise<void> {
  const client = await connectClient(`mqtt://127.0.0.1:${port}`);
  let next = 0;
  const lane = async () => {
    while (next < count) await client.publishAsync(topic, messageOf(next++), { qos: 1 });
  };
  await Promise.all(Array.from({ length: window }, lane));
  await client.endAsync();
}

function messageOf(n: number): string {
  return JSON.stringify({ device: `pit-${n % 50}`, point: "level", at: 1_790_000_000_000 + n, value: (n % 77) / 100 });
}
