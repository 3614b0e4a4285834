/** The gateway's own page: serves it on the LAN, tells what stands by server-sent events, takes what people do. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Device } from "../../core/device.ts";
import { Fault, faults } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import type { Reading } from "../../core/reading.ts";
import type { Siren } from "../alarms/siren.ts";
import type { Clock } from "../clock/clock.ts";
import type { Input } from "../input.ts";
import { sheetOf } from "../installation/sheet.ts";
import type { Site } from "../installation/site.ts";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { type Act, actions } from "./actions.ts";
import { openPeople, type People } from "./people.ts";
import { readBytes, readJson } from "./request.ts";
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
  isOnline(): boolean;
  waiting(): number;
  waitingEvents(): number;
};

export type Page = {
  address: string;
  configure(devices: readonly Device[], measures: ReadonlyMap<DeviceId, string>): void;
  close(): Promise<void>;
};

const sessionMs = 12 * 3_600_000;
const cookieName = "lilong";
/** Values are told so often at most; alerts at once. */
const valuesEveryMs = 1000;
const mostListeners = 200;
/** Two signatures drawn by finger. */
const mostInstallBytes = 200_000;

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
  let devices: (Device & { measures: string })[] = [];
  const latest = new Map<string, Reading>();
  const sessions = new Map<string, { name: string; until: number }>();
  const listeners = new Set<ServerResponse>();
  let cancelTell: (() => void) | null = null;

  function view(): PageView {
    const now = clock.wall();
    return {
      gateway: deps.gateway,
      now,
      isClockSure: clock.trust() === "synced",
      isOnline: deps.isOnline(),
      waiting: deps.waiting(),
      isSounding: deps.siren.isSounding(),
      hasOutputs: deps.siren.hasOutputs(),
      ...alertsOf(input.board(), devices, guides, now),
      devices: devicesOf(devices, (device, point) => latest.get(`${device} ${point}`), faultPoint),
    };
  }

  function tell(): void {
    cancelTell?.();
    cancelTell = null;
    if (listeners.size === 0) return;
    const line = `data: ${JSON.stringify(view())}\n\n`;
    for (const listener of listeners) listener.write(line);
  }

  input.followBoard(tell);
  input.followReadings((reading) => {
    latest.set(`${reading.device} ${reading.point}`, reading);
    if (listeners.size > 0) cancelTell ??= clock.after(valuesEveryMs, tell);
  });

  function whoIs(request: IncomingMessage): string | null {
    const [, token = ""] = new RegExp(`${cookieName}=([0-9a-f]{64})`).exec(request.headers.cookie ?? "") ?? [];
    const session = sessions.get(token);
    return session !== undefined && clock.monotonic() < session.until ? session.name : null;
  }

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { name, pin } = await readJson(request);
    await people.signIn(String(name), String(pin), clock.wall());
    const token = randomBytes(32).toString("hex");
    for (const [old, { until }] of sessions) if (until <= clock.monotonic()) sessions.delete(old);
    sessions.set(token, { name: String(name), until: clock.monotonic() + sessionMs });
    response.setHeader(
      "set-cookie",
      `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionMs / 1000}`,
    );
    return { name };
  }

  function sessionOf(request: IncomingMessage) {
    const name = whoIs(request);
    return { name, people: people.names(), isTechnician: name !== null && people.isTechnician(name) };
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    if (listeners.size >= mostListeners) throw new Fault("SIGN_IN_LOCKED", "too many pages are open on this gateway");
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(`retry: 2000\ndata: ${JSON.stringify(view())}\n\n`);
    listeners.add(response);
    request.on("close", () => listeners.delete(response));
  }

  async function act(request: IncomingMessage, path: string): Promise<unknown> {
    const by = whoIs(request);
    if (by === null) throw new Fault("SIGN_IN_REQUIRED", path);
    const [, name = "", alert = ""] = /^\/api\/([a-z]+)(?:\/([A-Za-z0-9._-]+))?$/.exec(path) ?? [];
    const installing = /^\/api\/install\/([a-z]+)(?:\/([A-Za-z0-9._-]+))?$/.exec(path);
    if (installing !== null) return install(request, by, installing[1] ?? "", installing[2] ?? "");
    const run: Act | undefined = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (run === undefined) throw new Fault("NOT_FOUND", path);
    const body = name === "photo" ? { bytes: await readBytes(request) } : await readJson(request);
    await run({ ...deps, by, alert, body });
    tell();
    return {};
  }

  async function install(request: IncomingMessage, by: string, verb: string, device: string): Promise<unknown> {
    onlyTechnician(by);
    if (verb === "photo") return (await deps.site.photo(device, await readBytes(request))) ?? {};
    return deps.site.act(verb, device, await readJson(request, mostInstallBytes), by);
  }

  function onlyTechnician(by: string | null): void {
    if (by === null) throw new Fault("SIGN_IN_REQUIRED", "the installation");
    if (!people.isTechnician(by)) throw new Fault("SIGN_IN_REFUSED", `"${by}" is no technician`);
  }

  /** The sheet to print, or the signed file itself. */
  async function sendRecord(response: ServerResponse, by: string | null, id: string, isFile: boolean): Promise<void> {
    onlyTechnician(by);
    const signed = await deps.site.record(id);
    if (signed === null) throw new Fault("NOT_FOUND", `record ${id}`);
    if (isFile) {
      response.setHeader("content-disposition", `attachment; filename="${id}.json"`);
      return send(response, 200, signed);
    }
    // Signatures are pictures within the sheet; nothing in it runs.
    response.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(sheetOf(signed));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path } = new URL(request.url ?? "/", "http://gateway");
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("content-security-policy", "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'");
    if (request.method === "GET" || request.method === "HEAD") {
      const known = files[path];
      if (known !== undefined) {
        response.writeHead(200, { "content-type": known.type, "cache-control": "no-cache" });
        return void response.end(await readFile(join(assets, known.file)));
      }
      if (path === "/api/events") return listen(request, response);
      if (path === "/api/view") return send(response, 200, view());
      if (path === "/api/session") return send(response, 200, sessionOf(request));
      if (path === "/api/install") {
        onlyTechnician(whoIs(request));
        return send(response, 200, await deps.site.view());
      }
      const [, record, file] = /^\/record\/([0-9A-Z]{26})(\.json)?$/.exec(path) ?? [];
      if (record !== undefined) return sendRecord(response, whoIs(request), record, file !== undefined);
      throw new Fault("NOT_FOUND", path);
    }
    if (request.method !== "POST") throw new Fault("NOT_FOUND", path);
    refuseForeign(request);
    send(response, 200, path === "/api/session" ? await signIn(request, response) : await act(request, path));
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
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export type { People };

function refuseForeign({ headers }: IncomingMessage): void {
  const { origin, host } = headers;
  if (origin !== undefined && new URL(origin).host !== host) throw new Fault("ORIGIN_FOREIGN", origin);
}

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
