/** A gateway with 60 sensors of all kinds: what it and its two child processes take of a core. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { startFirmataBoard } from "../hardware/virtual/firmata-board.ts";
import { serviceData, startHciController } from "../hardware/virtual/hci-controller.ts";
import { hubCommand, ready } from "../test/rig/commands.ts";
import { startBus } from "./bus.ts";
import { buildAgent, installedAgent } from "./idle-agent.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, pause } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";
import { spread, type Table } from "./table.ts";

const runs = 3;
const settleMs = 8000;
const counts = { modbus: 32, ble: 16, line: 6, pins: 6 };

type Mixed = { share: number; agent: number; rss: number };

/** `seconds` a run. */
export async function mixed(seconds = 30): Promise<Table> {
  buildAgent();
  const found: Mixed[] = [];
  for (let run = 0; run < runs; run++) found.push(await inPlace((place) => work(place, seconds)));
  const of = (key: keyof Mixed) => found.map((one) => one[key]);
  return {
    title: `32 Modbus slaves each 2 s, 16 BLE sensors and 6 lines each second, 6 pins; ${seconds} s a run`,
    machine: machine(),
    rows: [
      spread("of a core, with both child processes", of("share"), "%", { most: 5 }),
      spread("of that the agent itself", of("agent"), "%"),
      spread("resident, all three", of("rss"), "MB"),
    ],
  };
}

async function work(place: Place, seconds: number): Promise<Mixed> {
  const bus = await startBus(place, (unit, times) => (unit * 7 + times) % 400);
  const lines = await startLines(place);
  const air = await startHciController();
  const board = await startFirmataBoard();
  const beat = setInterval(() => advertise(air.advertise), 1000);
  for (let channel = 0; channel < counts.pins - 1; channel++) board.setVolts(channel, 1 + channel / 4);
  place.atEnd(async () => {
    clearInterval(beat);
    await Promise.all([air.close(), board.close()]);
  });
  const hub = await place.start(hubCommand(join(place.folder, "hub")), ready.hub);
  const url = /ready \S+ (\S+)/.exec(hub.output())?.[1] as string;
  const settings = writeSettings(place.folder, url, { bus, lines, air: air.port, board: board.port });
  const agent = await place.start(installedAgent(settings, join(place.folder, "agent")), ready.agent);
  const pid = agent.child.pid as number;
  await pause(settleMs);
  const all = [pid, ...childrenOf(pid)];
  if (all.length !== 3) throw new Error(`${all.length - 1} child processes instead of 2`);
  const before = all.map(cpuUsOf);
  const from = performance.now();
  await pause(seconds * 1000);
  const tookMs = performance.now() - from;
  const spent = all.map((each, i) => cpuUsOf(each) - (before[i] as number));
  const percent = (us: number) => us / tookMs / 10;
  return {
    share: percent(spent.reduce((sum, us) => sum + us, 0)),
    agent: percent(spent[0] as number),
    rss: all.reduce((sum, each) => sum + memoryOf(each).rss, 0),
  };
}

function childrenOf(pid: number): number[] {
  return execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map(Number);
}

/** `N=<number>` each second, for each address. */
async function startLines(place: Place): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  let turn = 0;
  const beat = setInterval(() => {
    turn += 1;
    for (const socket of sockets)
      for (let i = 1; i <= counts.line; i++) socket.write(`${i}=${(turn + i * 10) % 1000}\n`);
  }, 1000);
  place.atEnd(() => {
    clearInterval(beat);
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const macOf = (i: number) => `A4:C1:38:00:00:${i.toString(16).padStart(2, "0").toUpperCase()}`;
let packet = 0;

function advertise(send: (address: string, data: Uint8Array) => void): void {
  packet = (packet + 1) & 0xff;
  const raw = 2000 + packet;
  const data = Uint8Array.of(0x40, 0x00, packet, 0x01, 90, 0x02, raw & 0xff, raw >> 8, 0x2e, 55);
  for (let i = 0; i < counts.ble; i++) send(macOf(i), serviceData("fcd2", data));
}

function writeSettings(
  folder: string,
  hub: string,
  ports: { bus: number; lines: number; air: number; board: number },
): string {
  const host = "127.0.0.1";
  const title = { zh: "传感器", en: "Sensor" };
  const device = (id: string, model: string, link: string, everyMs: number, settings: object) => ({
    id,
    model,
    link,
    title,
    place: "bench",
    everyMs,
    settings,
  });
  const many = (count: number, make: (i: number) => object) => Array.from({ length: count }, (_, i) => make(i));
  const line = { pattern: "(?<address>[0-9]+)=(?<mm>[0-9]+)", ending: "LF" };
  const document = {
    gateway: { id: "gw-bench", title: "bench", place: "bench" },
    hub: { url: hub },
    links: [
      { id: "bus", kind: "tcp", host, port: ports.bus },
      { id: "lines", kind: "tcp", host, port: ports.lines },
      { id: "air", kind: "ble", controller: `tcp:${host}:${ports.air}` },
      { id: "board", kind: "firmata", host, port: ports.board },
    ],
    devices: [
      ...many(counts.modbus, (i) => device(`m-${i}`, "water-gauge", "bus", 2000, { unit: i + 1 })),
      ...many(counts.ble, (i) => device(`b-${i}`, "shelly-blu-ht", "air", 1000, { address: macOf(i) })),
      ...many(counts.line, (i) => ({
        ...device(`l-${i}`, "maxbotix-mb7389", "lines", 1000, { ...line, address: String(i + 1) }),
        rules: [],
      })),
      ...many(counts.pins - 1, (i) => ({
        ...device(`a-${i}`, "level-4-20ma-pin", "board", 1000, { pin: `A${i}`, everyMs: 1000 }),
        rules: [],
      })),
      device("c-1", "leak-probe-pin", "board", 1000, { pin: "D4" }),
    ],
  };
  const path = join(folder, "gateway.json");
  writeFileSync(path, JSON.stringify(document));
  return path;
}
