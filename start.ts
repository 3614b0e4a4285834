/** `npm start`: hub, one gateway and the virtual neighbourhood on this machine, with a word on what to do next. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { createWriteStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeFolder } from "./agent/journal/make-folder.ts";
import { Fault } from "./core/fault.ts";
import { bringList } from "./hardware/virtual/bring-list.ts";

const root = import.meta.dirname;

const help = `npm start: hub, one gateway and a virtual neighbourhood on this machine

  npm start -- [--data ./data] [--http-port 8080] [--page-port 8081] [--district-page-port 8082]
               [--mqtt-port 1883] [--control-port 15080]

Options
  --data FOLDER         everything is kept here; remove it to begin anew
  --http-port PORT      the console; 0 takes a free one
  --page-port PORT      the gateway's own page; 0 takes a free one
  --district-page-port PORT  the page of the sandbox district centre; 0 takes a free one
  --mqtt-port PORT      the hub's broker; 0 takes a free one
  --mqtts-port PORT     where enrolled gateways come, by mutual TLS (default: a free one)
  --door-port PORT      where platforms and devices that speak for themselves push (default: 8085)
  --control-port PORT   where npm run trouble reaches the neighbourhood
`;

type Child = { name: string; child: ChildProcess; ready: string; ended: Promise<string> };

/** The sandbox district centre reports a case as dealt with after so long. */
const resultAfterS = 60;

const children: Child[] = [];
let isStopping = false;

async function main(): Promise<void> {
  const options = readOptions();
  if (options === null) return void process.stdout.write(help);
  const data = resolve(options.data);
  claimFolder(data);
  await buildIfStale();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));
  // The district centre first: the hub is connected by its card. Both own their folders, or say who does.
  const district = await run(data, "district", [
    "dist/lilong-district-sandbox.js",
    ...["--data", join(data, "district"), "--port", "0", "--page-port", options.district],
    ...["--hub-card", join(data, "hub", "district", "card.json"), "--auto-result-after-s", String(resultAfterS)],
  ]);
  const [, districtPage = "", card = ""] = / ready \S+ (\S+) (\S+)/.exec(district.ready) ?? [];
  const hub = await run(data, "hub", [
    "dist/lilong-hub.js",
    "--data",
    join(data, "hub"),
    "--first-administrator",
    "operator",
    "--http-port",
    options.http,
    "--mqtt-port",
    options.mqtt,
    "--mqtts-port",
    options.mqtts,
    "--district-port",
    "0",
    "--door-port",
    options.door,
    "--district-card",
    card,
    "--adopt",
    "registered",
  ]);
  const street = await run(data, "neighbourhood", [
    "hardware/virtual/neighbourhood-server.ts",
    ...ports(options.control),
    "--pty",
    join(data, "tty"),
  ]);
  const [, console_ = "", broker = ""] = /lilong-hub ready (\S+) (\S+)/.exec(hub.ready) ?? [];
  const air = await run(data, "air-and-pins", [
    "hardware/virtual/air-and-pins.ts",
    ...["--air", "0", "--board", "0", "--world", controlOf(street.ready)],
  ]);
  const settings = writeSettings(data, broker, street.ready, air.ready, Number(options.page));
  const pin = makePerson(data);
  const agent = await run(data, "agent", [
    "dist/lilong-agent.js",
    "--settings",
    settings,
    "--data",
    join(data, "agent"),
  ]);
  const [, page = ""] = / page (\S+)/.exec(agent.ready) ?? [];
  await bringExample(console_, data);
  process.stdout.write(welcome(console_, data, street.ready, { page, pin, districtPage }));
}

function readOptions() {
  const text = { type: "string" } as const;
  const options = {
    data: text,
    "http-port": text,
    "mqtt-port": text,
    "mqtts-port": text,
    "door-port": text,
    "page-port": text,
    "district-page-port": text,
    "control-port": text,
    help: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    if (values.help) return null;
    const {
      data = "data",
      "http-port": http = "8080",
      "mqtt-port": mqtt = "1883",
      "mqtts-port": mqtts = "0",
      "door-port": door = "8085",
      "page-port": page = "8081",
      "district-page-port": district = "8082",
      "control-port": control = "15080",
    } = values;
    if (data === "") throw new Error("--data names no folder");
    return { data, http, mqtt, mqtts, door, page, district, control };
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message.split(". ")[0] ?? "", { cause });
  }
}

function claimFolder(data: string): void {
  try {
    makeFolder(data);
    writeFileSync(join(data, ".writable"), "");
  } catch (cause) {
    throw new Fault("FOLDER_UNWRITABLE", `${data} (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/** Installing builds; a changed source builds again. */
async function buildIfStale(): Promise<void> {
  const built = join(root, "dist", "console", "index.html");
  if (existsSync(built) && newest() < statSync(built).mtimeMs) return;
  process.stdout.write("Building …\n");
  await import("./build.ts");
}

function newest(): number {
  const files = ["core", "drivers", "agent", "hub", "flows"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(root, folder, path)),
  );
  return Math.max(...[...files, join(root, "build.ts")].map((file) => statSync(file).mtimeMs));
}

function controlOf(ready: string): string {
  return /control (http:\S+)/.exec(ready)?.[1] ?? "";
}

function ports(control: string): string[] {
  return ["--bus-a", "0", "--bus-b", "0", "--control", control];
}

/** Starts a part and resolves once it has said its ready line. Its log goes to a file below `data`. */
async function run(data: string, name: string, args: string[]): Promise<Child> {
  const [script = "", ...rest] = args;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(root, script), ...rest], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(join(data, `${name}.log`), { flags: "a" });
  let said = "";
  let complained = "";
  child.stderr.on("data", (bytes: Buffer) => {
    complained = `${complained}${bytes}`.slice(-4000);
    log.write(bytes);
  });
  const ended = new Promise<string>((done) =>
    child.once("close", (code, signal) => done(`${name} ended with ${code ?? signal}`)),
  );
  const part: Child = { name, child, ready: "", ended };
  children.push(part);
  await new Promise<void>((isReady, failed) => {
    child.stdout.on("data", (bytes: Buffer) => {
      said += bytes;
      log.write(bytes);
      if (/ ready .*\n/.test(said)) isReady();
    });
    void ended.then((how) => failed(new StartFailed(complained.trim() || how)));
  });
  part.ready = said;
  void ended.then((how) => (isStopping ? undefined : lost(`${how}; see ${join(data, `${name}.log`)}`)));
  return part;
}

class StartFailed extends Error {}

/** The demonstration gateway, pointed at this run's ports; the pump room's bus over a serial line where there is one. */
function writeSettings(data: string, broker: string, ready: string, air: string, pagePort: number): string {
  const settings = JSON.parse(readFileSync(join(root, "hardware/virtual/gateway.json"), "utf8"));
  settings.hub = { ...settings.hub, url: broker, firstPauseMs: 1000, mostPauseMs: 10_000 };
  settings.links = ["bus-a", "bus-b"].map((id) => {
    const port = Number(new RegExp(`${id} tcp://[^:]+:(\\d+)`).exec(ready)?.[1]);
    const line = new RegExp(`serial (\\S+/${id})`).exec(ready)?.[1];
    const kind =
      id === "bus-a" && line !== undefined ? { kind: "serial", path: line } : { kind: "tcp", host: "127.0.0.1", port };
    return { id, timeoutMs: 300, ...kind };
  });
  const more = JSON.parse(readFileSync(join(root, "hardware/virtual/air-and-pins.json"), "utf8"));
  const [, controller, boardPort] = /air (\S+) board \S+:(\d+)/.exec(air) ?? [];
  settings.links.push({ ...more.links[0], controller }, { ...more.links[1], port: Number(boardPort) });
  settings.devices.push(...more.devices);
  settings.outputs = more.outputs;
  settings.page = { address: "127.0.0.1", port: pagePort };
  const path = join(data, "gateway.json");
  writeFileSync(path, JSON.stringify(settings, null, 2));
  return path;
}

/** So that 应接尽接 has something to show at the first start; without it everything else works. */
async function bringExample(url: string, data: string): Promise<void> {
  const done = join(data, "example-list");
  if (existsSync(done)) return;
  const password = readFileSync(join(data, "hub", "operator-password"), "utf8").trim();
  try {
    await bringList(url, { name: "operator", password }, virtualSensors);
    writeFileSync(done, "");
  } catch (cause) {
    process.stderr.write(`npm start: the example list was not brought (${(cause as Error).message})\n`);
  }
}

/** Nine on the buses, six on air and pins. */
const virtualSensors = 15;

const dutyName = "居委值班";

/** The first start makes somebody who may act on the gateway's page; the PIN is kept for later ones. */
function makePerson(data: string): string {
  const file = join(data, "page-pin");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const pin = String(randomInt(100_000, 1_000_000));
  const args = [
    "dist/lilong-agent.js",
    "person",
    "put",
    dutyName,
    "--pin",
    pin,
    "--technician",
    "--data",
    join(data, "agent"),
  ];
  const { status, stderr } = spawnSync(process.execPath, [join(root, args[0] ?? ""), ...args.slice(1)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new StartFailed(stderr.trim());
  writeFileSync(file, `${pin}\n`, { mode: 0o600 });
  return pin;
}

function welcome(
  url: string,
  data: string,
  ready: string,
  { page, pin, districtPage }: { page: string; pin: string; districtPage: string },
): string {
  const password = readFileSync(join(data, "hub", "operator-password"), "utf8").trim();
  const serial = ready.includes(" serial ")
    ? "over a serial line (pump room) and TCP (covers, smoke)"
    : "over TCP (with socat installed, over a serial line too)";
  const control = /control http:\/\/\S+?:(\d+)/.exec(ready)?.[1] ?? "15080";
  const trouble =
    control === "15080" ? "npm run trouble --" : `LILONG_CONTROL=http://127.0.0.1:${control} npm run trouble --`;
  return `
Lilong runs: a hub, a sandbox district centre, a gateway and fifteen virtual sensors: nine ${serial},
three over BLE, three on an Arduino's pins.

  Console     ${url}
  Sign in     operator / ${password}

  At the gateway  ${page} (works without the hub)
  Sign in         ${dutyName} / ${pin}

  District centre ${districtPage} (a sandbox; it answers a case by itself after ${resultAfterS} s)
  What lacks      ${url}/coverage (应接尽接: an example list beside what is connected)
  Flows           ${url}/flows/ (Node-RED, once you are signed in)

  Lift a cover            ${trouble} cover lift
  Let it rain             ${trouble} rain start   (answer the pump's question in the tasks: 同意)
  Burn toast              ${trouble} smoke 3
  What else can happen    ${trouble} --help

  Data and logs are in ${shown(data)}. Ctrl+C stops everything; nothing is lost.
`;
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") || isAbsolute(short) ? path : `./${short}`;
}

async function stop(code: number): Promise<never> {
  if (!isStopping && code === 0) process.stdout.write("\nStopping …\n");
  isStopping = true;
  for (const { child } of children) child.kill("SIGTERM");
  const patience = setTimeout(() => {
    for (const { child } of children) child.kill("SIGKILL");
  }, 5000);
  await Promise.all(children.map(({ ended }) => ended));
  clearTimeout(patience);
  process.exit(code);
}

function lost(how: string): void {
  process.stderr.write(`npm start: ${how}\n`);
  void stop(1);
}

await main().catch(async (error: unknown) => {
  if (!(error instanceof Fault || error instanceof StartFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  await stop(2);
});
