/** One gateway while it runs: opens what lies on the disk, then starts everything in one go. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import { check } from "../core/check.ts";
import type { Device } from "../core/device.ts";
import type { FieldFault } from "../core/fault.ts";
import type { Registration } from "../core/registration.ts";
import { drivers } from "../drivers/drivers.ts";
import { linkPointOf, OwnRules, withLinks, withSilence } from "./alarms/own-rules.ts";
import { startSiren } from "./alarms/siren.ts";
import { startBuses } from "./bus/buses.ts";
import { rememberStandings } from "./bus/standings.ts";
import { openClock } from "./clock/system-clock.ts";
import { openCommands } from "./commands/commands.ts";
import { handlersOf } from "./commands/handlers.ts";
import { isDue, readEnrolled } from "./enrolment/kept.ts";
import { tlsOf } from "./enrolment/tls-of.ts";
import { openIdentity } from "./identity.ts";
import { openInput } from "./input.ts";
import { laneSettings, openJournal } from "./journal/journal.ts";
import { faultsTo, type Report } from "./journal/report.ts";
import { openConfiguration } from "./registration/configuration.ts";
import { groupsOf, measuresOf } from "./registration/link-groups.ts";
import { asRegistered, makeRegistration } from "./registration/registration.ts";
import { backlogPoint, selfDevice } from "./registration/self-device.ts";
import { expectedEveryMs, type Loaded, loadDocument } from "./settings/load.ts";
import { readCatalogue } from "./technician/models.ts";
import { noUplink } from "./uplink/no-uplink.ts";
import { startUplink, type Uplink } from "./uplink/uplink.ts";

export type GatewayOptions = {
  /** The settings file, which the page and the hub may change. */
  path: string;
  /** Journal, key and state. */
  folder: string;
  /** Where the program's own data lies: models, rules, guides, the built page. */
  root: string;
  version: string;
  log: Logger;
  /** How much of it goes to the terminal; the log itself without it. */
  loudness?: { level: string };
  /** The newest lines of the log, oldest first. */
  lastLines?(count: number): string[];
  /** What was found and mended before the start; the hub is told. */
  found: readonly FieldFault[];
  /** It is changed so deeply that it has to begin anew. */
  onRestart(): void;
};

export type Gateway = { page: string | null; close(): Promise<void> };

const backlogEveryMs = 60_000;
const doctorMs = 3000;
const renewEveryMs = 24 * 3_600_000;

export async function startGateway(first: Loaded, options: GatewayOptions): Promise<Gateway> {
  const { folder, root, version, log } = options;
  const { gateway, hub } = first.settings;
  const sensors = join(root, "hardware", "sensors");
  const ownRules = check(OwnRules, await readData("gateway/rules.json"), "SETTING_INVALID");
  const early: FieldFault[] = [...options.found];
  let tell: Report = (fault) => void early.push(fault);
  const report: Report = (fault) => {
    log.error(fault, "the gateway has a fault");
    tell(fault);
  };
  const journal = await openJournal(folder, laneSettings(first.settings.journal), report);
  const { disk } = journal;
  const { boots, ...identity } = await openIdentity(folder, report, disk);
  const clock = await openClock({ folder, bootCount: boots, source: first.settings.clock.source, report, disk });
  const enrolled = await readEnrolled(folder, report, disk);
  /** Who has the link last; its promise ends when it is given back. */
  const lent = new Map<string, Promise<void>>();
  let uplink: Uplink = noUplink;
  const configuration = await openConfiguration(first, {
    ...{ path: options.path, folder, selfOf, clock, report, disk },
    load: (document) => loadDocument(document, sensors, drivers),
    isOnline: () => uplink.isOnline(),
    onReported: (reported) => uplink.report(reported),
  });
  const input = await openInput(folder, journal, log, report, clock);
  input.followReadings(configuration.hear);
  const standings = rememberStandings(input);
  const buses = startBuses(configuration.running(), standings.events, clock);
  const siren = startSiren(
    await readData("gateway/patterns.json"),
    input,
    ({ link, pin, active }, isOn) => {
      const rest = active === "low";
      buses.set(link, { pin, level: isOn !== rest, rest });
    },
    clock,
  );
  const commands = await openCommands(
    join(folder, "commands.json"),
    handlersOf({
      buses,
      siren,
      input,
      clock,
      log: options.loudness ?? log,
      running: configuration.running,
      collectBundle,
      lastLines: options.lastLines ?? (() => []),
      onRestart: options.onRestart,
    }),
    clock,
    report,
    disk,
  );
  if (hub !== undefined)
    uplink = startUplink(
      { ...hub, ...identity, gateway: gateway.id, version, tls: tlsOf(hub.url, gateway.id, enrolled) },
      journal,
      clock,
      {
        onDesired: (document) =>
          configuration
            .wish(document)
            .then((reported) => {
              log.info(reported ?? {}, "a configuration from the hub");
              return reported && uplink.report(reported);
            })
            .catch(faultsTo(report)),
        onCommand: (id, document) =>
          commands
            .run(id, document)
            .then((result) => {
              const { verb } = (document ?? {}) as { verb?: unknown };
              log.info({ command: id, verb, state: result?.state }, "a command of the hub");
              return result && uplink.done(id, result);
            })
            .catch(faultsTo(report)),
        onTrouble: (fault) => log.warn({ code: fault.code }, fault.message),
        onFault: ({ code, detail }) => report({ code, detail }),
      },
    );
  // Before the line is up: nothing that was read may come before what read it.
  uplink.register(registrationOf(configuration.running()));
  const page = first.settings.page === undefined ? null : await servePage(first.settings.page);
  await configuration.follow(apply);
  uplink.report(configuration.reported());
  input.onHealth(selfOf(first).id, "", "started");
  tell = ({ code, detail }) => input.onHealth(selfOf(first).id, code, detail);
  for (const fault of early) tell(fault);
  const tellBacklog = () => input.onReading(selfOf(first).id, backlogPoint, journal.data.waiting());
  tellBacklog();
  const beat = setInterval(tellBacklog, backlogEveryMs);
  const lookAtCertificate = () => void renew().catch(faultsTo(report));
  const renewing = enrolled === null ? null : setInterval(lookAtCertificate, renewEveryMs);
  // A gateway that is switched off each night is never up for a day.
  if (enrolled !== null) lookAtCertificate();

  async function apply(loaded: Loaded): Promise<readonly string[]> {
    const groups = groupsOf(loaded);
    input.arrange(groups);
    const restarted = await buses.change(withoutLent(loaded));
    const wished = wishedOf(loaded);
    const affected = Object.fromEntries(
      groups.map(({ link, members }) => [linkPointOf(link), members.map(({ id }) => id)]),
    );
    input.configure(
      wished.map(({ id, rules }) => {
        const entry = loaded.devices.find(({ device }) => device.id === id);
        return { id, rules, ...(entry === undefined ? { affected } : { everyMs: expectedEveryMs(entry) }) };
      }),
    );
    siren.arrange(loaded.settings);
    const measured = new Map(loaded.devices.map(({ device, measures }) => [device.id, measures]));
    siren.configure(wished.map(({ id, rules }) => ({ id, rules, ...measuresOf(measured.get(id)) })));
    page?.configure(wished, measured);
    uplink.register(registrationOf(loaded));
    return restarted;
  }

  function wishedOf(loaded: Loaded): Device[] {
    return [wishedSelf(loaded), ...loaded.devices.map(({ device }) => withSilence(device, ownRules))];
  }

  function registrationOf(loaded: Loaded): Registration {
    return makeRegistration(
      gateway,
      wishedOf(loaded).map((device) => asRegistered(device, loaded, ownRules)),
    );
  }

  /** A fresh certificate takes a fresh connection. */
  async function renew(): Promise<void> {
    const kept = await readEnrolled(folder, report, disk);
    if (kept === null || !isDue(kept.certificate, clock.wall())) return;
    const { renewIfDue } = await import("./enrolment/enrolled.ts");
    if ((await renewIfDue(folder, clock.wall(), report, disk)) !== null) options.onRestart();
  }

  /** Looked at from within: the ports are in use and stay untouched, but for a bus that fails where a technician looks. */
  async function examineSelf(lending: { borrow?: typeof borrow } = {}) {
    const { examine } = await import("./doctor/examine.ts");
    const { machineAt } = await import("./doctor/machine.ts");
    const { asDocument } = await import("./doctor/print.ts");
    const load = async () => configuration.running();
    const self = {
      ...{ isOnline: uplink.isOnline(), isClockSure: clock.trust() === "synced", sensors: standings.all() },
      waiting: journal.data.waiting() + journal.alert.waiting(),
    };
    const how = { folder, load, machine: machineAt(), clock, withinMs: doctorMs, self };
    return asDocument(await examine({ ...how, ...lending }));
  }

  async function collectBundle() {
    const { writeBundle } = await import("./doctor/bundle.ts");
    const file = join(folder, "support.tar.gz");
    const findings = await examineSelf();
    await writeBundle(file, { version, findings, settings: configuration.running().document, folder });
    return { findings, bundle: (await readFile(file)).toString("base64") };
  }

  /** The gateway's own device with a point and rules for each link that has sensors. */
  function selfOf(loaded: Loaded): Device {
    return withLinks(
      selfDevice(gateway),
      groupsOf(loaded).map(({ link }) => link),
      ownRules,
    );
  }

  /** With the hub's wishes for the gateway's own rules. */
  function wishedSelf(loaded: Loaded): Device {
    const self = selfOf(loaded);
    return { ...self, rules: configuration.rulesOf(self) };
  }

  /** Loaded only where there is a page: an agent without one stays as small as it was. */
  async function servePage(wish: NonNullable<typeof first.settings.page>) {
    const { startPage } = await import("./page/page.ts");
    const { openSite } = await import("./installation/site.ts");
    const site = await openSite({
      ...{ folder, version, configuration, input, clock, drivers, borrow, report, disk },
      examine: () => examineSelf({ borrow }),
      models: await readCatalogue(sensors),
      isOnline: () => uplink.isOnline(),
      onRestart: options.onRestart,
    });
    const page = await startPage(
      wish,
      {
        ...{ gateway, folder, input, siren, site, clock, report, disk, hasHub: hub !== undefined },
        isOnline: () => uplink.isOnline(),
        waiting: () => journal.data.waiting() + journal.alert.waiting(),
        waitingEvents: () => journal.alert.waiting(),
      },
      join(root, "hardware", "guides", "guides.json"),
      join(root, "dist", "page"),
    );
    return { ...page, close: () => page.close().then(site.close) };
  }

  /** A search, or the bus doctor, has the link for itself, one after the other: its sensors are left alone meanwhile. */
  async function borrow(link: string): Promise<() => Promise<void>> {
    const before = lent.get(link);
    const turn = Promise.withResolvers<void>();
    lent.set(link, turn.promise);
    await before;
    await buses.change(withoutLent(configuration.running()));
    return async () => {
      if (lent.get(link) === turn.promise) lent.delete(link);
      turn.resolve();
      await buses.change(withoutLent(configuration.running()));
    };
  }

  function withoutLent(loaded: Loaded): Loaded {
    const outputs = loaded.settings.outputs.filter(({ link }) => !lent.has(link));
    const stays = loaded.devices.filter(({ link }) => !lent.has(link));
    return { ...loaded, devices: stays, settings: { ...loaded.settings, outputs } };
  }

  async function readData(name: string) {
    return JSON.parse(await readFile(join(root, "hardware", name), "utf8"));
  }

  return {
    page: page?.address ?? null,
    async close() {
      clearInterval(beat);
      if (renewing !== null) clearInterval(renewing);
      configuration.close();
      await page?.close();
      siren.close();
      await buses.close();
      // What is still under way has only the log to tell.
      tell = () => undefined;
      await input.close();
      await uplink.close();
      await clock.close();
      await journal.close();
    },
  };
}
