/** `lilong-agent`: composes the gateway process from its parts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { check } from "../core/check.ts";
import { Fault, type FieldFault } from "../core/fault.ts";
import { drivers } from "../drivers/drivers.ts";
import { type Patterns, startOutputs } from "./alarms/outputs.ts";
import { linkPointOf, OwnRules, withLinks, withSilence } from "./alarms/own-rules.ts";
import { type Sounding, startSounding } from "./alarms/sounding.ts";
import { type Buses, startBuses } from "./bus/buses.ts";
import { type Arguments, describe, help, parseCommandLine } from "./cli.ts";
import type { Clock } from "./clock/clock.ts";
import { machineClock } from "./clock/machine-clock.ts";
import { openClock } from "./clock/system-clock.ts";
import { type Handlers, openCommands } from "./commands/commands.ts";
import { sampleDevice } from "./commands/sample.ts";
import { openIdentity } from "./identity.ts";
import { type Input, openInput } from "./input.ts";
import { laneSettings, openJournal } from "./journal/journal.ts";
import { makeFolder } from "./journal/make-folder.ts";
import { faultsTo, type Report } from "./journal/report.ts";
import { openConfiguration } from "./registration/configuration.ts";
import { makeRegistration } from "./registration/registration.ts";
import { backlogPoint, selfDevice } from "./registration/self-device.ts";
import { type Loaded, loadSettings } from "./settings/load.ts";
import { parseLink, parseSet } from "./technician/link-text.ts";
import { listModels, readCatalogue } from "./technician/models.ts";
import { readDevice } from "./technician/read.ts";
import { startUplink } from "./uplink/uplink.ts";

const root = join(import.meta.dirname, "..");
const backlogEveryMs = 60_000;

type Tested = { test(): Promise<void> };

async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  if (options.mode === "help") return void process.stdout.write(help);
  if (options.mode === "version") return void process.stdout.write(`${version}\n`);
  const sensors = join(root, "hardware", "sensors");
  if (options.mode === "person") return setPerson(options.person, options.data);
  if (options.mode === "models") return printModels(sensors, options.json);
  if (options.mode === "read") return readAtBench(options.read, sensors);
  const loaded = await loadSettings(options.settings, sensors, drivers);
  if (options.mode === "check") return void process.stdout.write(describe(loaded));
  const log = pino({ name: "lilong-agent", level: options.log, base: { gateway: loaded.settings.gateway.id } });
  const { close, page } = await startGateway(loaded, options.data, version, log);
  const asked = new AbortController();
  asked.signal.addEventListener("abort", () => void close().then(() => process.exit(0), die));
  // A terminal and a supervisor may both ask for the end: it is done once.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => asked.abort());
  process.stdout.write(
    `lilong-agent ready ${loaded.settings.gateway.id} ${loaded.devices.length} devices${page === null ? "" : ` page ${page}`}\n`,
  );
}

/** Who may act on the gateway's page; a running agent knows at once. */
async function setPerson({ verb, name, pin }: Arguments["person"], folder: string): Promise<void> {
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
  await (verb === "put" ? people.put(name, pin) : people.remove(name));
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

/** Opens what lies on the disk, then starts everything in one go; returns the end of it. */
async function startGateway(
  loaded: Loaded,
  folder: string,
  version: string,
  log: Logger,
): Promise<{ page: string | null; close(): Promise<void> }> {
  const { settings, devices } = loaded;
  const { gateway, hub } = settings;
  const ownRules = await readOwnRules();
  const groups = settings.links
    .map(({ id }) => ({ link: id, members: membersOf(loaded, id) }))
    .filter(({ members }) => members.length > 0);
  const self = withLinks(
    selfDevice(gateway),
    groups.map(({ link }) => link),
    ownRules,
  );
  const early: FieldFault[] = [];
  let tell: Report = (fault) => void early.push(fault);
  const report: Report = (fault) => {
    log.error(fault, "the gateway has a fault");
    tell(fault);
  };
  const journal = await openJournal(folder, laneSettings(settings.journal), report);
  const { boots, ...identity } = await openIdentity(folder, report, journal.disk);
  const { source } = settings.clock;
  const clock = await openClock({ folder, bootCount: boots, source, report, disk: journal.disk });
  const configuration = await openConfiguration(
    folder,
    [self, ...devices.map(({ device }) => device)],
    report,
    journal.disk,
  );
  const input = await openInput(folder, journal, log, report, clock, groups);
  const sample: Handlers["sample"] = (args) => sampleDevice(buses, args);
  const commands = await openCommands(join(folder, "commands.json"), { sample }, clock, report, journal.disk);

  const buses = startBuses(loaded, input, clock);
  const uplink = startUplink({ ...hub, ...identity, gateway: gateway.id, version }, journal, clock, {
    onDesired: (document) =>
      configuration
        .wish(document)
        .then((reported) => reported && uplink.report(reported))
        .catch(faultsTo(report)),
    onCommand: (id, document) =>
      commands
        .run(id, document)
        .then((result) => result && uplink.done(id, result))
        .catch(faultsTo(report)),
    onTrouble: (fault) => log.warn({ code: fault.code }, fault.message),
    onFault: ({ code, detail }) => report({ code, detail }),
  });
  const affected = Object.fromEntries(
    groups.map(({ link, members }) => [linkPointOf(link), members.map(({ id }) => id)]),
  );
  const sounding = settings.outputs.length === 0 ? null : await soundBoard(loaded, input, buses, clock);
  const page = settings.page === undefined ? null : await servePage(settings.page);
  configuration.follow((plain, everyMs) => {
    const wished = plain.map((device) => (device.id === self.id ? device : withSilence(device, ownRules)));
    input.configure(
      wished.map(({ id, rules }) => {
        const usual = devices.find(({ device }) => device.id === id)?.everyMs;
        const pace = everyMs(id) ?? usual;
        return { id, rules, ...(pace === undefined ? {} : { everyMs: pace }), ...(id === self.id ? { affected } : {}) };
      }),
    );
    sounding?.configure(wished);
    page?.configure(wished);
    for (const { device, everyMs: usual } of devices)
      buses.of(device.id)?.setInterval(device.id, everyMs(device.id) ?? usual);
    uplink.register(makeRegistration(gateway, wished));
  });
  const reported = configuration.reported();
  if (reported !== null) uplink.report(reported);
  input.onHealth(self.id, "", "started");
  tell = ({ code, detail }) => input.onHealth(self.id, code, detail);
  for (const fault of early) tell(fault);
  const tellBacklog = () => input.onReading(self.id, backlogPoint, journal.data.waiting());
  tellBacklog();
  const beat = setInterval(tellBacklog, backlogEveryMs);

  /** Loaded only where there is a page: an agent without one stays as small as it was. */
  async function servePage(wish: NonNullable<typeof settings.page>) {
    const { startPage } = await import("./page/page.ts");
    return startPage(
      wish,
      {
        gateway,
        folder,
        input,
        sounding,
        clock,
        report,
        disk: journal.disk,
        measures: new Map(devices.map(({ device, measures }) => [device.id, measures])),
        isOnline: () => uplink.isOnline(),
        waiting: () => journal.data.waiting() + journal.alert.waiting(),
        waitingEvents: () => journal.alert.waiting(),
      },
      join(root, "hardware", "guides", "guides.json"),
      join(root, "dist", "page"),
    );
  }

  return { page: page?.address ?? null, close };

  async function close(): Promise<void> {
    clearInterval(beat);
    await page?.close();
    sounding?.close();
    await buses.close();
    await input.close();
    await uplink.close();
    await clock.close();
    await journal.close();
  }
}

async function readOwnRules(): Promise<OwnRules> {
  const path = join(root, "hardware", "gateway", "rules.json");
  return check(OwnRules, JSON.parse(await readFile(path, "utf8")), "SETTING_INVALID");
}

function membersOf({ devices }: Loaded, link: string) {
  return devices.filter((entry) => entry.link === link).map(({ device, everyMs }) => ({ id: device.id, everyMs }));
}

/** Siren and lamp follow the board from here on. */
async function soundBoard({ settings }: Loaded, input: Input, buses: Buses, clock: Clock): Promise<Sounding & Tested> {
  const patterns: Patterns = JSON.parse(await readFile(join(root, "hardware", "gateway", "patterns.json"), "utf8"));
  const drive = (id: string, isOn: boolean) => {
    const output = settings.outputs.find((one) => one.id === id);
    if (output === undefined) return;
    const rest = output.active === "low";
    buses.set(output.link, { pin: output.pin, level: isOn !== rest, rest });
  };
  const outputs = startOutputs(settings.outputs, patterns, drive, clock);
  const { from, to, utcOffsetMinutes } = settings.night;
  const sounding = startSounding(outputs, { from: minuteOf(from), to: minuteOf(to), utcOffsetMinutes }, clock);
  sounding.show(input.board());
  input.followBoard(sounding.show);
  return { ...sounding, test: outputs.test };
}

/** `22:30` is 1350. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** A fault is one line that says what to do; a bug ends with its trace. */
function die(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`lilong-agent: ${error.message}\n`);
  process.exit(2);
}

main().catch(die);
