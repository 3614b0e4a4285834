/** `lilong-agent`: what the command line asks for. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { Fault } from "../core/fault.ts";
import { drivers } from "../drivers/drivers.ts";
import { type Arguments, describe, help, parseCommandLine } from "./cli.ts";
import { machineClock } from "./clock/machine-clock.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { nodeDisk } from "./journal/disk.ts";
import { makeFolder } from "./journal/make-folder.ts";
import { replaceFile } from "./journal/state-file.ts";
import { deepestOf, logTail } from "./log-tail.ts";
import { type Loaded, loadDocument, loadSettings, readJson } from "./settings/load.ts";
import { defaultPagePort, ownSettings, setupPin } from "./settings/own-settings.ts";
import { mendSettings } from "./settings/settings-file.ts";
import { parseLink, parseSet } from "./technician/link-text.ts";
import { listModels, readCatalogue } from "./technician/models.ts";
import { readDevice } from "./technician/read.ts";

const root = join(import.meta.dirname, "..");
async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  if (options.mode === "help") return void process.stdout.write(help);
  if (options.mode === "version") return void process.stdout.write(`${version}\n`);
  const sensors = join(root, "hardware", "sensors");
  if (options.mode === "person") return setPerson(options.person, options.data);
  if (options.mode === "models") return printModels(sensors, options.json);
  if (options.mode === "read") return readAtBench(options.read, sensors);
  if (options.mode === "find") return findSensors(options.find, sensors);
  if (options.mode === "install") return installAtTerminal(options.install);
  if (options.mode === "verify") return verifyRecord(options.verify);
  if (options.mode === "enrol") return enrolGateway(options);
  if (options.mode === "doctor") return examineGateway(options, version, sensors);
  if (options.mode === "check")
    return void process.stdout.write(describe(await loadSettings(options.settings, sensors, drivers)));
  await run(options, version, sensors);
}

/** Until it is asked to stop; begins anew by itself where a change goes that deep. */
async function run(
  { settings: path, data: folder, log: level, isOwnFile, pagePort }: Arguments,
  version: string,
  sensors: string,
) {
  const asked = new AbortController();
  let gateway: Gateway | null = null;
  let turn = begin();
  asked.signal.addEventListener("abort", () => {
    turn = turn.then(() => gateway?.close());
    void turn.then(() => process.exit(0)).catch(die);
  });
  // A terminal and a supervisor may both ask for the end: it is done once.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => asked.abort());
  await turn;

  async function begin(): Promise<void> {
    const found = await mendSettings(path);
    for (const { code, detail } of found) process.stderr.write(`lilong-agent: ${new Fault(code, detail).message}\n`);
    const isFirst = isOwnFile && !existsSync(path);
    const document = isFirst ? await makeOwnSettings(folder, pagePort ?? defaultPagePort) : await readJson(path);
    const loaded = withPagePort(await loadDocument(document, sensors, drivers), pagePort);
    const tail = logTail(pino.destination(1), level);
    const base = { gateway: loaded.settings.gateway.id };
    const log = pino({ name: "lilong-agent", level: deepestOf(level), base }, tail);
    const loudness = {
      get level() {
        return tail.level;
      },
      set level(next) {
        tail.level = next;
        log.level = deepestOf(next);
      },
    };
    gateway = await startGateway(loaded, {
      ...{ path, folder, root, version, log, loudness, lastLines: tail.last, found, onRestart },
    });
    // Written only now: a first start that fails leaves nothing that would hold the next one.
    if (isFirst && !existsSync(path)) await replaceFile(nodeDisk, path, `${JSON.stringify(document, null, 2)}\n`);
    const page = gateway.page === null ? "" : ` page ${gateway.page}`;
    process.stdout.write(`lilong-agent ready ${loaded.settings.gateway.id} ${loaded.devices.length} devices${page}\n`);
  }

  function onRestart(): void {
    if (asked.signal.aborted) return;
    turn = turn.then(async () => {
      await gateway?.close();
      gateway = null;
      await begin();
    });
    turn.catch(die);
  }
}

/** Where no settings file is named, an empty folder is a gateway that is not installed yet. */
async function makeOwnSettings(folder: string, port: number): Promise<object> {
  makeFolder(folder);
  await setPerson({ verb: "put", name: "安装员", pin: await setupPin(folder), isTechnician: true }, folder);
  return ownSettings(port);
}

/** What the command line says goes before what is written, and is not written. */
function withPagePort(loaded: Loaded, port: number | null): Loaded {
  const { page } = loaded.settings;
  if (port === null || page === undefined) return loaded;
  return { ...loaded, settings: { ...loaded.settings, page: { ...page, port } } };
}

async function findSensors(wish: Arguments["find"], sensors: string) {
  const { runFind } = await import("./installation/find/command.ts");
  process.exit(await runFind(wish, await readCatalogue(sensors), (line) => void process.stdout.write(`${line}\n`)));
}

async function installAtTerminal(wish: Arguments["install"]) {
  const { runInstall } = await import("./installation/command.ts");
  process.exitCode = await runInstall(wish, (line) => void process.stdout.write(`${line}\n`));
}

async function verifyRecord(wish: Arguments["verify"]) {
  const { runVerify } = await import("./installation/verify.ts");
  const { text, isSound } = await runVerify(wish);
  process.stdout.write(text);
  process.exitCode = isSound ? 0 : 1;
}

async function enrolGateway({ enrol, settings, data }: Arguments) {
  const { runEnrol } = await import("./enrolment/command.ts");
  process.stdout.write(await runEnrol(enrol, settings, data));
}

/** Loaded only when asked: a running agent carries none of it. */
async function examineGateway({ settings, data, json: isJson, doctor }: Arguments, version: string, sensors: string) {
  const { runDoctor } = await import("./doctor/command.ts");
  const wish = { ...doctor, settings, data, sensors, version, isJson, root: process.env.LILONG_MACHINE_ROOT ?? "/" };
  process.exitCode = await runDoctor(wish, (text) => void process.stdout.write(text));
}

/** Who may act on the gateway's page; a running agent knows at once. */
async function setPerson({ verb, name, pin, isTechnician }: Arguments["person"], folder: string): Promise<void> {
  const { openPeople } = await import("./page/people.ts");
  makeFolder(folder);
  const people = await openPeople(folder, ({ detail }) => process.stderr.write(`lilong-agent: ${detail}\n`));
  if (verb === "list")
    return void process.stdout.write(
      people
        .names()
        .map((one) => `${one}\n`)
        .join(""),
    );
  await (verb === "put" ? people.put(name, pin, isTechnician) : people.remove(name));
}

async function printModels(sensors: string, json: boolean): Promise<void> {
  const models = await readCatalogue(sensors);
  process.stdout.write(json ? `${JSON.stringify(models, null, 2)}\n` : listModels(models));
}

/** Until it is stopped, or for so long as was asked. */
async function readAtBench({ model, link, set, everyMs, forS }: Arguments["read"], sensors: string): Promise<void> {
  const request = { model, link: parseLink(link), settings: parseSet(set), ...(everyMs === null ? {} : { everyMs }) };
  const reading = await readDevice(request, sensors, drivers, machineClock(), (line) =>
    process.stdout.write(`${line}\n`),
  );
  const stopped = new Promise<"stopped">((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done("stopped"));
  });
  const over = new Promise<"over">((done) => {
    if (forS !== null) setTimeout(() => done("over"), forS * 1000);
  });
  const end = await Promise.race([stopped, over]);
  await reading.close();
  process.exit(end === "over" && reading.count() === 0 ? 1 : 0);
}

/** A fault is one line that says what to do; a bug ends with its trace. */
function die(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`lilong-agent: ${error.message}\n`);
  process.exit(2);
}

main().catch(die);
