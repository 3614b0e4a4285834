/** The gateway's own page: serves it on the LAN, tells what stands by server-sent events, takes what people do. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Device } from "../../core/device.ts";
import { Fault, faults } from "../../core/fault.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import type { Reading } from "../../core/reading.ts";
import type { Siren } from "../alarms/siren.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import { sheetOf } from "../installation/sheet.ts";
import type { Site } from "../installation/site.ts";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { backlogPoint, selfId } from "../registration/self-device.ts";
import { type Act, actions } from "./actions.ts";
import { checkBody } from "./bodies.ts";
import { openListeners } from "./listeners.ts";
import { openPeople, type People } from "./people.ts";
import { photoType } from "./photo.ts";
import { pathOf, readBytes, readJson, refuseForeign } from "./request.ts";
import { openSessions } from "./sessions.ts";
import { openDoor } from "./sign-in.ts";
import { alertsOf, devicesOf, type Guide, type PageView } from "./view.ts";

export type PageDeps = {
  gateway: { id: string; title: string; place: string };
  folder: string;
  input: Pick<Input, "board" | "followBoard" | "followReadings" | "onPerson">;
  siren: Siren;
  site: Site;
  clock: Clock;
  report: Report;
  disk: Disk;
  /** Whether it was ever told of a hub. */
  hasHub: boolean;
  isOnline(): boolean;
  waiting(): number;
  waitingEvents(): number;
};

export type Page = {
  address: string;
  configure(devices: readonly Device[], measures: ReadonlyMap<DeviceId, string>): void;
  close(): Promise<void>;
};

/** Values are told so often at most; alerts at once. */
const valuesEveryMs = 1000;
/** Two signatures drawn by finger. */
const mostInstallBytes = 200_000;
const ownHeaders = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'",
};

const files: Record<string, { file: string; type: string }> = {
  "/": { file: "index.html", type: "text/html; charset=utf-8" },
  "/wall": { file: "index.html", type: "text/html; charset=utf-8" },
  "/install": { file: "index.html", type: "text/html; charset=utf-8" },
  "/page.js": { file: "page.js", type: "text/javascript; charset=utf-8" },
  "/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
};

/** Throws `PORT_TAKEN`. */
export async function startPage(
  { address, port }: { address: string; port: number },
  deps: PageDeps,
  guidesFile: string,
  assets: string,
): Promise<Page> {
  const { guides } = JSON.parse(await readFile(guidesFile, "utf8")) as { guides: Record<string, Guide> };
  const people = await openPeople(deps.folder, deps.report, deps.disk);
  const { input, clock } = deps;
  const door = openDoor({ ...deps, people, sessions: await openSessions({ ...deps, people }) });
  let devices: (Device & { measures: string })[] = [];
  const latest = new Map<string, Reading>();
  const listeners = openListeners(() => JSON.stringify(view()), clock);
  let cancelTell: (() => void) | null = null;

  function view(): PageView {
    const now = clock.wall();
    return {
      gateway: deps.gateway,
      now,
      isClockSure: clock.trust() === "synced",
      isOnline: deps.isOnline(),
      hasHub: deps.hasHub,
      waiting: deps.waiting(),
      isSounding: deps.siren.isSounding(),
      hasOutputs: deps.siren.hasOutputs(),
      ...alertsOf(input.board(), devices, guides, now),
      devices: devicesOf(devices, latestOf, faultPoint),
    };
  }

  /** What waits is counted as it is shown: two numbers of one thing on one screen would disagree. */
  function latestOf(device: DeviceId, point: PointId): Reading | undefined {
    const reading = latest.get(`${device} ${point}`);
    if (device !== selfId || point !== backlogPoint || reading === undefined) return reading;
    return { ...reading, value: deps.waiting(), at: clock.wall() };
  }

  function tell(): void {
    cancelTell?.();
    cancelTell = null;
    listeners.tell();
  }

  input.followBoard(tell);
  input.followReadings((reading) => {
    latest.set(`${reading.device} ${reading.point}`, reading);
    if (listeners.count() > 0) cancelTell ??= clock.after(valuesEveryMs, tell);
  });

  async function act(request: IncomingMessage, path: string): Promise<unknown> {
    const by = door.whoIs(request);
    if (by === null) throw new Fault("SIGN_IN_REQUIRED", path);
    const [, name = "", alert = ""] = /^\/api\/([a-z]+)(?:\/([A-Za-z0-9._-]+))?$/.exec(path) ?? [];
    const installing = /^\/api\/install\/([a-z]+)(?:\/([A-Za-z0-9._-]+))?$/.exec(path);
    if (installing !== null) return install(request, installing[1] ?? "", installing[2] ?? "");
    const run: Act | undefined = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (run === undefined) throw new Fault("NOT_FOUND", path);
    const body = name === "photo" ? { bytes: await readBytes(request) } : checkBody(name, await readJson(request));
    const done = await run({ ...deps, by, alert, body });
    tell();
    return done ?? {};
  }

  async function install(request: IncomingMessage, verb: string, device: string): Promise<unknown> {
    const by = door.technician(request);
    if (verb === "photo") return (await deps.site.photo(device, await readBytes(request))) ?? {};
    return deps.site.act(verb, device, await readJson(request, mostInstallBytes), by);
  }

  async function sendFile(response: ServerResponse, path: string, status = 200): Promise<void> {
    const { file, type } = files[path] as (typeof files)[string];
    response.writeHead(status, { "content-type": type, "cache-control": "no-cache" });
    response.end(await readFile(join(assets, file)));
  }

  /** The sheet to print, the signed file itself, or a photo of it; who is not signed in gets the form to sign in by. */
  async function sendRecord(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const by = door.whoIs(request);
    const isSheet = !name.includes(".");
    if (isSheet && (by === null || !people.isTechnician(by))) return sendFile(response, "/", 401);
    door.technician(request);
    const [id = "", ending = ""] = name.split(".");
    if (ending === "photo") return sendPhoto(response, id);
    const signed = await deps.site.record(id);
    if (signed === null) throw new Fault("NOT_FOUND", `record ${id}`);
    if (ending === "json") {
      response.setHeader("content-disposition", `attachment; filename="${id}.json"`);
      return send(response, 200, signed);
    }
    // Signatures are pictures within the sheet, photos lie beside it; nothing in it runs.
    response.setHeader(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:",
    );
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(sheetOf(signed));
  }

  async function sendPhoto(response: ServerResponse, id: string): Promise<void> {
    const bytes = await deps.site.picture(id);
    if (bytes === null) throw new Fault("NOT_FOUND", `photo ${id}`);
    response.writeHead(200, { "content-type": photoType(bytes) ?? "application/octet-stream" });
    response.end(bytes);
  }

  async function get(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (Object.hasOwn(files, path)) return sendFile(response, path);
    if (path === "/api/events" && request.method === "GET") return listeners.add(request, response);
    if (path === "/api/view") return send(response, 200, view());
    if (path === "/api/session") return send(response, 200, door.session(request));
    if (path === "/api/install") {
      door.technician(request);
      const isDelivered = deps.isOnline() && deps.waitingEvents() === 0;
      return send(response, 200, { ...(await deps.site.view()), isDelivered });
    }
    const [, record] = /^\/record\/([0-9A-Z]{26}|[0-9A-Z]{26}\.json|[0-9a-f]{64}\.photo)$/.exec(path) ?? [];
    if (record !== undefined) return sendRecord(request, response, record);
    throw new Fault("NOT_FOUND", path);
  }

  async function post(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    refuseForeign(request);
    const way = Object.hasOwn(door.ways, path) ? door.ways[path] : undefined;
    send(response, 200, way === undefined ? await act(request, path) : await way(request, response));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(ownHeaders)) response.setHeader(name, value);
    const path = pathOf(request);
    await people.look();
    if (request.method === "GET" || request.method === "HEAD") return get(request, response, path);
    if (request.method === "POST") return post(request, response, path);
    throw new Fault("NOT_FOUND", path);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  });
  server.requestTimeout = 60_000;
  await new Promise<void>((done, failed) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      failed(new Fault("PORT_TAKEN", `/page/port ${address}:${port} (${cause.code})`, { cause })),
    );
    server.listen(port, address, done);
  });
  const own = server.address() as AddressInfo;
  const beat = setInterval(tell, 15_000);
  return {
    address: `http://${own.address === "0.0.0.0" ? "127.0.0.1" : own.address}:${own.port}`,
    configure(next, measures) {
      devices = next.map((device) => ({ ...device, measures: measures.get(device.id) ?? "gateway" }));
      tell();
    },
    async close() {
      clearInterval(beat);
      cancelTell?.();
      listeners.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export type { People };

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** A fault is an answer with its code; anything else is a bug and ends the process. */
function fail(response: ServerResponse, error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  if (response.headersSent) return void response.end();
  const { code, detail } = error;
  send(response, faults[code].status, { code, detail, cure: faults[code].cure });
}
