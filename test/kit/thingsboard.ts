/** For tests: a ThingsBoard of one's own, and the lines to it whose rounds follow one another when the test says so. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { startLines } from "../../hub/platforms/lines/lines.ts";
import type { PlatformRig } from "./platform-rig.ts";
import { serverOf, type TlsFiles } from "./pretend-platform.ts";
import { silent } from "./quiet-hub.ts";

type Values = Record<string, { ts: number; value: unknown }[]>;
export type Board = {
  url: string;
  devices: { id: string; name: string; values: Values }[];
  asked: string[];
  password: string;
  isBroken: boolean;
  /** So many answers about telemetry, then 503. */
  failsAfter: number;
  /** Of each request for telemetry. */
  spans: { from: number; to: number }[];
  /** Path of what is answered with a redirect, and where to. */
  sendsOn: { path: string; to: string } | null;
};

/** Answers as ThingsBoard does: sign-in, devices a hundred a page, telemetry in order, cut at the limit. */
export async function startBoard(tls?: TlsFiles): Promise<Board> {
  const board: Board = {
    url: "",
    devices: [],
    asked: [],
    password: "secret-of-tenant",
    isBroken: false,
    failsAfter: Number.POSITIVE_INFINITY,
    spans: [],
    sendsOn: null,
  };
  const server = serverOf((request, response) => void answer(board, request, response), tls);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close(() => {}));
  onTestFinished(() => server.closeAllConnections());
  board.url = `http${tls ? "s" : ""}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return board;
}

async function answer(board: Board, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://board");
  const tell = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
  board.asked.push(pathname);
  if (board.sendsOn !== null && pathname.startsWith(board.sendsOn.path))
    return void response.writeHead(307, { location: board.sendsOn.to }).end();
  if (board.isBroken) return void response.writeHead(200).end("<html>maintenance</html>");
  if (pathname === "/api/auth/login") {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { password } = JSON.parse(Buffer.concat(parts).toString());
    return void (password === board.password ? tell(200, { token: "jwt", refreshToken: "r" }) : tell(401, {}));
  }
  if (request.headers["x-authorization"] !== "Bearer jwt") return void tell(401, {});
  const number = (name: string) => Number(searchParams.get(name));
  if (pathname === "/api/tenant/devices") {
    const [size, page] = [number("pageSize"), number("page")];
    const data = board.devices.slice(page * size, (page + 1) * size);
    const rows = data.map(({ id, name }) => ({ id: { entityType: "DEVICE", id }, name, type: "level" }));
    return void tell(200, { data: rows, hasNext: (page + 1) * size < board.devices.length });
  }
  if (board.failsAfter-- <= 0) return void tell(503, {});
  const values = board.devices.find(({ id }) => pathname.includes(`/${id}/`))?.values ?? {};
  if (pathname.endsWith("/keys/timeseries")) return void tell(200, Object.keys(values));
  const within = ({ ts }: { ts: number }) => ts >= number("startTs") && ts <= number("endTs");
  board.spans.push({ from: number("startTs"), to: number("endTs") });
  const keys = searchParams.get("keys")?.split(",") ?? [];
  tell(200, Object.fromEntries(keys.map((key) => [key, (values[key] ?? []).filter(within).slice(0, number("limit"))])));
}

/** Rounds follow one another when the test says so. */
export function linesOf(rig: PlatformRig) {
  const going = new Set<() => void>();
  const waits: number[] = [];
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      waits.push(ms);
      going.add(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  const options = {
    store: rig.store,
    intake: rig.platforms.intake,
    report: rig.ingest.report,
    log: silent,
    tell: () => {},
  };
  const lines = startLines({ ...options, clock: () => rig.clock.now, pause, random: () => 1 });
  onTestFinished(() => lines.close());
  const state = () => lines.stateOf(rig.connector);
  /** Whoever waits goes on: the line, and who looks after lines. */
  const goOn = () => {
    for (const resolve of going) resolve();
    going.clear();
  };
  return { state, waits, next: goOn, close: () => lines.close() };
}
