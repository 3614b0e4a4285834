/** The `lilong-hub` command: reads the settings, composes the hub, ends it on a signal. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { Fault } from "../core/fault.ts";
import { auditCommand } from "./accounts/audit-command.ts";
import { keepHead, readHead } from "./accounts/audit-head.ts";
import { tellLostKey } from "./accounts/lost-key.ts";
import { openOidc } from "./accounts/oidc.ts";
import { codeFile, openSetup } from "./accounts/setup.ts";
import { startWatch } from "./alerts/rules/watch.ts";
import type { Door } from "./broker/door.ts";
import { type EmbeddedOptions, embeddedLine } from "./broker/embedded.ts";
import { externalLine } from "./broker/external.ts";
import type { Line } from "./broker/line.ts";
import { isNothing } from "./changes.ts";
import { startCoverage } from "./coverage/coverage.ts";
import { type DistrictLink, openDistrict } from "./district/district.ts";
import { openAuthority } from "./enrolment/authority.ts";
import { startFlows } from "./flows/flows.ts";
import { openFront, openInside } from "./front.ts";
import { help } from "./help.ts";
import { act, type Deps } from "./http/deps.ts";
import { type Live, startLive } from "./http/live.ts";
import { buildServer } from "./http/server.ts";
import { type Ingest, startIngest } from "./ingest/ingest.ts";
import { rehearse } from "./ingest/rehearse.ts";
import { startReminding } from "./ledgers/remind.ts";
import { addressOf, type ListenWish, listenFault, ownUrl } from "./listen.ts";
import { type Notify, startNotify } from "./notify/notify.ts";
import { wakeTogether } from "./notify/wake-together.ts";
import { pause } from "./pause.ts";
import { startPlatforms } from "./platforms/desk.ts";
import { userOf } from "./platforms/direct/credential.ts";
import { deviceDoor } from "./platforms/direct/mqtt.ts";
import type { Intake } from "./platforms/intake/intake.ts";
import { loadModels } from "./platforms/kit/models.ts";
import { keyDoor } from "./registry/admit.ts";
import { adoptMark } from "./registry/adopt.ts";
import { settleAreas } from "./registry/areas.ts";
import { settleInterrupted } from "./registry/inventory/stop.ts";
import { startCounting } from "./scores/count.ts";
import { readSettings, type Settings } from "./settings.ts";
import { lockFolder } from "./store/lock.ts";
import { openStore } from "./store/open.ts";
import { startUpkeep } from "./telemetry/upkeep.ts";
import { type Rounds, startRounds } from "./tickets/rounds.ts";

const root = resolve(import.meta.dirname, "..");
const version: string = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")).version;

/** `mqtts` null: another broker has the line. */
export type Hub = {
  http: string;
  mqtt: string;
  mqtts: string | null;
  door: string;
  reload(): void;
  close(): Promise<void>;
};

/**
 * Starts a hub and resolves when gateways and browsers can reach it. Throws the fault that stops the start. What is built
 * lies in `home`.
 */
export async function startHub(
  settings: Settings,
  log: Logger,
  clock: () => number = Date.now,
  home = root,
): Promise<Hub> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const front = openFront({ settings, clock, pause, log });
    closers.push(() => front.close());
    const lock = lockFolder(settings.data);
    closers.push(() => lock.release());
    const store = openStore(settings.data, clock());
    closers.push(() => store.close());
    await store.transaction(({ marks }) => marks.put(adoptMark, settings.adopt));
    await settleAreas(store, clock());
    await store.transaction(settleInterrupted);
    await store.transaction((tables) => tellLostKey(tables, log, clock()));
    const setup = await openSetup(store, settings.data, settings.firstAdministrator, clock());
    const oidc = openOidc(settings);
    const heads = keepHead({ store, folder: settings.data, pause, log });
    closers.push(() => heads.close());
    const consoleLive = startLive(store, log, clock);
    closers.push(() => consoleLive.settled());
    /** After each commit: the console hears what changed, and tickets may have something to do. */
    const tell: Live["tell"] = (changes) => {
      consoleLive.tell(changes);
      if (changes.tickets.size > 0) rounds?.wake();
      if (changes.tickets.size + changes.registrations.size > 0) link?.wake();
      if (changes.tickets.size > 0) telling.soon();
      // Nothing changed that is shown: it may be a table of the rulebook.
      else if (isNothing(changes)) notify?.wake();
      flows.desk.hear(changes);
    };
    const live = { ...consoleLive, tell };
    const settled = async () => rounds?.settled();
    const telling = wakeTogether({ store, settled, pause, wake: () => notify?.wake() });
    closers.push(() => telling.close());
    let rounds: Rounds | undefined;
    let link: DistrictLink | undefined;
    let notify: Notify | undefined;
    const report: Ingest["report"] = (fault) => ingest.report(fault);
    const authority = await openAuthority(join(settings.data, "authority"), clock());
    const tls = { ...(await authority.brokerIdentity(clock())), ca: authority.certificate, port: settings.mqttsPort };
    const intake: Pick<Intake, "take"> = { take: (push) => platforms.intake.take(push) };
    const devices = deviceDoor({ store, intake, report, clock, log });
    const line = await makeLine(settings, { ...keyDoor(store, report, clock, log), devices }, tls, log);
    closers.push(() => line.close());
    const flows = startFlows({ ...settings, store, tell: live.tell, root: home, clock, pause, log });
    closers.push(() => flows.close());
    const ingest = startIngest({
      store,
      publish: line.publish,
      tell: live.tell,
      clock,
      log,
      pause,
      backlogRate: settings.backlogRate,
    });
    const models = loadModels(resolve(home, "hardware"));
    const platforms = startPlatforms({
      store,
      models,
      tell: live.tell,
      report,
      shutOut: (holder) => line.shutOut(userOf(holder)),
      clock,
      pause,
      log,
      front: front.options,
      hasOtherBroker: settings.broker !== undefined,
      limits: { connections: settings.doorConnections, connectionsEach: settings.doorConnectionsEach },
    });
    closers.push(() => platforms.close());
    const coverage = startCoverage({ store, clock, pause, log });
    closers.push(() => coverage.close());
    const consoleFolder = resolve(home, "dist/console");
    const { publish, shutOut, isUp: lineIsUp } = line;
    const enrolling = { store, authority, mqttsPort: () => portOf(line.secureAddress()) };
    const opened = await openDistrict({
      ...{ store, data: settings.data, host: settings.districtHost, port: settings.districtPort },
      ...{ cardFile: settings.districtCard, clock, pause, random: Math.random, log },
      act: (work) => act(deps, work),
    });
    const district = opened.desk;
    const deps: Deps = {
      ...{ doorStore: store, setup, oidc, auditHead: () => readHead(settings.data) },
      ...{
        store,
        live,
        platforms,
        coverage,
        publish,
        shutOut,
        lineIsUp,
        enrolling,
        ...(settings.broker === undefined ? { mqttAddress: line.address } : {}),
        district,
        flows,
        clock,
        log,
        version,
        consoleFolder,
        front: front.options,
      },
      ...(settings.publicUrl === undefined ? {} : { publicUrl: settings.publicUrl }),
    };
    const server = await buildServer(deps);
    closers.push(() => server.close());
    await listenHttp(server, { host: settings.httpHost, port: settings.httpPort, setting: "httpPort" });
    await listenHttp(platforms.door, { host: settings.doorHost, port: settings.doorPort, setting: "doorPort" });
    for (const { server: port } of [server, platforms.door]) front.follow(port);
    await platforms.listeners.refresh();
    if (await store.read(setup.isNeeded))
      log.warn(
        { file: codeFile(settings.data) },
        "nobody may sign in yet: open the console and enter the code in this file",
      );
    if (settings.broker === undefined) await store.transaction(({ gateways }) => gateways.forgetPresence(clock()));
    closers.push(() => ingest.close());
    await rehearse(store, clock(), log);
    await line.open(ingest.take, ingest.greet);
    rounds = startRounds({ store, act: (work) => act(deps, work), clock, pause, log });
    closers.push(() => rounds?.close());
    notify = startNotify({ store, clock, pause, log });
    closers.push(() => notify?.close());
    link = await opened.start((request, response) => server.routing(request, response));
    closers.push(() => link?.close());
    const upkeep = startUpkeep({ ...settings, store, clock, log, pause });
    closers.push(() => upkeep.close());
    const watch = startWatch({ store, tell: live.tell, clock, log, pause });
    closers.push(() => watch.close());
    const counting = startCounting({ store, log, pause });
    closers.push(() => counting.close());
    const reminding = startReminding({ store, clock, log, pause });
    closers.push(() => reminding.close());
    const inside =
      front.scheme === "http" ? null : await openInside((request, response) => server.routing(request, response));
    if (inside !== null) closers.push(() => inside.close());
    flows.begin(inside === null ? ownUrl(server.server, settings.httpHost) : ownUrl(inside.server, "127.0.0.1"));
    return {
      reload: front.reload,
      http: `${front.scheme}://${addressOf(server.server, settings.httpHost)}`,
      mqtt: line.address(),
      mqtts: line.secureAddress(),
      door: `${front.scheme}://${addressOf(platforms.door.server, settings.doorHost)}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeLine(
  { broker, mqttHost, mqttPort, connectRate }: Settings,
  door: Door,
  tls: NonNullable<EmbeddedOptions["tls"]>,
  log: Logger,
): Promise<Line> {
  if (broker !== undefined) return externalLine({ url: broker, log });
  return embeddedLine({ host: mqttHost, port: mqttPort, door, connectRate, tls });
}

function portOf(address: string | null): number {
  return address === null ? 8883 : Number(new URL(address).port);
}

async function listenHttp(server: FastifyInstance, { host, port, setting }: ListenWish): Promise<void> {
  try {
    await server.listen({ host, port, exclusive: true });
  } catch (error) {
    throw listenFault(error, { host, port, setting });
  }
}

/** Runs the command. Returns the exit code, or null while the hub goes on. */
async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  try {
    if (args[0] === "audit") return await auditCommand(args.slice(1), (text) => void process.stdout.write(text));
    const wish = readSettings(args, env);
    if ("print" in wish) {
      process.stdout.write(wish.print === "help" ? help : `${version}\n`);
      return 0;
    }
    const log = pino({ level: wish.settings.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
    const hub = await startHub(wish.settings, log);
    const asked = new AbortController();
    asked.signal.addEventListener("abort", () => void end(hub, log));
    // A terminal and a supervisor may both ask for the end: it is done once.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => asked.abort());
    if (wish.settings.tlsCert !== undefined) process.on("SIGHUP", hub.reload);
    process.stdout.write(`lilong-hub ready ${hub.http} ${hub.mqtt}${hub.mqtts === null ? "" : ` ${hub.mqtts}`}\n`);
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`lilong-hub: ${error.message}\n`);
    return 2;
  }
}

async function end(hub: Hub, log: Logger): Promise<void> {
  try {
    await hub.close();
    process.exitCode = 0;
  } catch (error) {
    log.fatal({ err: error }, "the hub could not be ended cleanly");
    process.exitCode = 1;
  }
  process.exit();
}

if (import.meta.main) {
  const code = await main(process.argv.slice(2), process.env);
  if (code !== null) process.exitCode = code;
}
