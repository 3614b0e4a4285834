/** For tests: a hub on free ports in a folder of its own, a signed-in operator, and pretend gateways over real MQTT. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { type Ack, decodeAck } from "../../core/ack.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { Epoch, GatewayId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import { gatewaySubscriptions, parseTopic, topics } from "../../core/topics.ts";
import { openSetup, passwordFile } from "../../hub/accounts/setup.ts";
import type { Changes } from "../../hub/changes.ts";
import { type CoverageDesk, startCoverage } from "../../hub/coverage/coverage.ts";
import { type OpenedDistrict, openDistrict } from "../../hub/district/district.ts";
import { type Authority, openAuthority } from "../../hub/enrolment/authority.ts";
import { startFlows } from "../../hub/flows/flows.ts";
import { act, type Deps } from "../../hub/http/deps.ts";
import { cookieName } from "../../hub/http/guard.ts";
import { type Live, startLive } from "../../hub/http/live.ts";
import { buildServer } from "../../hub/http/server.ts";
import { type Ingest, startIngest } from "../../hub/ingest/ingest.ts";
import { type Hub, startHub } from "../../hub/main.ts";
import { pause } from "../../hub/pause.ts";
import { type PlatformDesk, startPlatforms } from "../../hub/platforms/desk.ts";
import { loadModels, type Models } from "../../hub/platforms/kit/models.ts";
import { adoptMark } from "../../hub/registry/adopt.ts";
import { readSettings, type Settings } from "../../hub/settings.ts";
import type { Store, Tables } from "../../hub/store/store.ts";
import { round } from "../../hub/tickets/rounds.ts";
import { root } from "../rig/paths.ts";
import { freshStore } from "./fresh-store.ts";
import { settle } from "./settled-folder.ts";
import { tempFolder } from "./temp-folder.ts";

export const silent = pino({ level: "silent" });

export function settingsFor(data: string, more: Partial<Settings> = {}): Settings {
  const { settings } = readSettings(["--data", data], {}) as { settings: Settings };
  const ports = {
    flows: "off" as const,
    adopt: "registered" as const,
    firstAdministrator: "operator",
    httpPort: 0,
    httpHost: "127.0.0.1",
    mqttPort: 0,
    mqttsPort: 0,
    mqttHost: "127.0.0.1",
    districtPort: 0,
    doorPort: 0,
  };
  return { ...settings, ...ports, logLevel: "error", ...more };
}

export async function startRig(data = tempFolder(), more: Partial<Settings> = {}): Promise<Hub> {
  if (!("firstAdministrator" in more)) await settle(data);
  const hub = await startHub(settingsFor(data, more), silent);
  onTestFinished(() => hub.close());
  return hub;
}

export type QuietHub = {
  store: Store;
  ingest: Ingest;
  live: Live;
  app: FastifyInstance;
  platforms: PlatformDesk;
  coverage: CoverageDesk;
  /** Opened, not started. */
  district: OpenedDistrict;
  districtData: string;
  act<Result>(work: (tables: Tables, changes: Changes) => Promise<Result>): Promise<Result>;
  /** The hub's wall clock, turned by hand; `jumpedMs`: how much of that was no time that passed. */
  clock: { now: number; jumpedMs: number };
  /** What was published, in order. */
  sent: { topic: string; body: unknown; retain: boolean }[];
  /** A message came from a gateway; resolves when it is committed or refused. */
  take(topic: string, body: string | Uint8Array | object): Promise<void>;
  /** The newest acknowledgement for the gateway. */
  ack(gateway?: string): Ack;
  read<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>;
  /** Tickets do what they do by themselves, until nothing is due. */
  goRound(): Promise<void>;
};

/** Everything of a hub but the sockets. */
export async function quietHub(more: Partial<Deps> = {}): Promise<QuietHub> {
  const [clock, began] = [{ now: 1_790_000_000_000, jumpedMs: 0 }, 1_790_000_000_000];
  const store = more.store ?? (await freshStore(clock.now));
  await store.transaction(({ marks }) => marks.put(adoptMark, "registered"));
  const sent: QuietHub["sent"] = [];
  const publish = (topic: string, body: string | Uint8Array, { retain }: { retain: boolean }) =>
    void sent.push({ topic, body: documentOf(topic, body), retain });
  const live = startLive(store, silent, () => clock.now);
  const now = () => clock.now;
  const ingest = startIngest({
    store,
    publish,
    tell: live.tell,
    clock: now,
    log: silent,
    pause: async () => {},
    monotonic: () => 0,
  });
  const flows = startFlows({
    ...{ store, tell: live.tell, clock: now, log: silent },
    ...{ flows: "off", flowsDeadlineMs: 2000, flowsMemoryMb: 256, data: tempFolder(), root: tempFolder() },
    pause,
  });
  const platforms = startPlatforms({
    ...{ store, models: allModels(), tell: live.tell, clock: now, log: silent },
    monotonic: () => performance.now() + clock.now - began - clock.jumpedMs,
    ...{ report: ingest.report, pause, patienceMs: 1000, random: () => 0 },
    ...(more.front === undefined ? {} : { front: more.front }),
  });
  const coverage = startCoverage({ store, clock: now, log: silent, pause });
  authority ??= openAuthority(join(tempFolder(), "authority"), clock.now);
  const enrolling = { store, authority: await authority, mqttsPort: () => 8883 };
  const districtData = tempFolder();
  const district = await openDistrict({
    ...{ store, data: districtData, host: "127.0.0.1", port: 0, clock: now, log: silent, random: () => 0 },
    // Real, but short: what waits for the hand-turned clock looks again soon.
    ...{ pause: (ms, signal) => pause(Math.min(ms, 20), signal), act: (work) => act(deps, work) },
  });
  const rest = {
    ...{ doorStore: store, setup: await openSetup(store, tempFolder(), undefined, clock.now), oidc: null },
    auditHead: () => null,
    district: district.desk,
    platforms,
    coverage,
    enrolling,
    flows,
    shutOut: () => undefined,
    lineIsUp: () => true,
    log: silent,
    version: "0.0.0",
    consoleFolder: tempFolder(),
  };
  const deps: Deps = { store, live, publish, clock: now, ...rest, ...more };
  const app = await buildServer(deps);
  onTestFinished(async () => {
    await ingest.close();
    await app.close();
    await platforms.close();
    await coverage.close();
    await flows.close();
    await live.settled();
    await store.close();
  });
  return {
    ...{ store, ingest, live, app, platforms, coverage, clock, sent, district, districtData },
    act: (work) => act(deps, work),
    async take(topic, body) {
      await ingest.take(topic, bytesOf(body));
      await ingest.settled();
    },
    ack: (gateway = "gw-1") =>
      sent.filter(({ topic }) => topic === topics.ack(gateway as GatewayId)).at(-1)?.body as Ack,
    read: (work) => store.transaction(work),
    async goRound() {
      flows.desk.look();
      await flows.desk.settled();
      while ((await round({ store, act: (work) => act(deps, work), clock: now, log: silent })) > 0);
    },
  };
}

/** Made once for all the tests of a file: it holds nothing of those it let in. */
let authority: Promise<Authority> | undefined;
let models: Models | undefined;

/** Read once for all the tests of a file. */
export function allModels(): Models {
  models ??= loadModels(join(root, "hardware"));
  return models;
}

/** What the hub publishes: acknowledgements are CBOR, the rest is JSON. */
function documentOf(topic: string, body: string | Uint8Array): unknown {
  const bytes = Buffer.from(body as Uint8Array);
  return parseTopic(topic)?.kind === "ack" ? decodeAck(bytes) : JSON.parse(bytes.toString());
}

export function bytesOf(body: string | Uint8Array | object): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

/** A cookie of a signed-in operator; 12 hours by the hub's clock. */
export async function operatorCookie({ store, clock }: QuietHub): Promise<string> {
  const token = "a-session-token";
  await store.transaction(async ({ accounts, sessions }) => {
    await accounts.put({ name: "operator", role: "administrator", passwordHash: "" });
    const tokenHash = createHash("sha256").update(token).digest("hex");
    await sessions.put({ tokenHash, account: "operator", expiresAt: clock.now + 12 * 3_600_000 });
  });
  return `${cookieName}=${token}`;
}

export type Operator = {
  /** Answers status and body of a request to the API. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  cookie: string;
};

export async function signInTo(hub: Hub, data: string): Promise<Operator> {
  const password = readFileSync(passwordFile(data, "operator"), "utf8").trim();
  const answer = await fetch(`${hub.http}/api/session`, json("POST", { name: "operator", password }));
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return {
    cookie,
    async ask(method, path, body) {
      const { headers, ...rest } = json(method, body);
      const response = await fetch(hub.http + path, { ...rest, headers: { ...headers, cookie } });
      return { status: response.status, body: await response.json() };
    },
  };
}

function json(method: string, body: unknown): RequestInit & { headers: Record<string, string> } {
  if (body === undefined) return { method, headers: {} };
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export const epochs = { data: "data-epoch-1" as Epoch, alert: "alert-epoch-1" as Epoch };

export function statusOf(more: Partial<GatewayStatus> = {}): GatewayStatus {
  const steady = { boot: "boot-1", session: 1, version: "0.1.0", clock: "synced" as const };
  return { state: "online", ...steady, epochs, backlog: { data: 0, alert: 0 }, ...more };
}

export type PretendGateway = {
  client: MqttClient;
  /** The next message below this tail (`ack`, `desired`, `do`) that fits; those that came before count too. */
  hear<Body = Ack>(tail: string, fits?: (body: Body) => boolean): Promise<Body>;
  say(topic: string, body: string | Uint8Array | object): Promise<void>;
  batch(lane: Lane, from: number, body: Uint8Array): Promise<void>;
};

export async function pretendGateway(
  url: string,
  name: string,
  key = `key of ${name}`,
  more: IClientOptions = {},
): Promise<PretendGateway> {
  const id = name as GatewayId;
  const options = { clientId: name, username: name, password: key, reconnectPeriod: 0, ...more };
  const client = await connectAsync(url, options, false);
  client.on("error", () => {});
  onTestFinished(async () => void (await client.endAsync(true)));
  const heard: { tail: string; body: unknown }[] = [];
  const waiting = new Set<() => void>();
  client.on("message", (topic, body) => {
    heard.push({ tail: topic.split("/")[3] ?? "", body: documentOf(topic, body) });
    for (const look of waiting) look();
  });
  await client.subscribeAsync(gatewaySubscriptions(id), { qos: 1 });
  const say = async (topic: string, body: string | Uint8Array | object) => {
    const payload =
      typeof body === "string" ? body : body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
    await client.publishAsync(topic, payload, { qos: 1 });
  };
  return {
    client,
    say,
    batch: (lane, from, body) => say(topics.batch(id, lane, epochs[lane], from), body),
    hear: (tail, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const at = heard.findIndex((message) => message.tail === tail && fits(message.body as never));
          if (at < 0) return;
          waiting.delete(look);
          resolve(heard.splice(at, 1)[0]?.body as never);
        };
        waiting.add(look);
        look();
      }),
  };
}
