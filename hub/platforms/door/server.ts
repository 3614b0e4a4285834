/** The door for platforms and devices that speak for themselves: its own port, nothing else behind it. */
import type { Readable } from "node:stream";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { FrontOptions } from "../../front.ts";
import { problemOf, problemType } from "../../http/problem.ts";
import type { OpenConnector } from "../connectors.ts";
import { startCheck } from "../direct/credential.ts";
import { pushOf } from "../intake/intake.ts";
import type { DoorAnswer, DoorRequest } from "../kit/door.ts";
import { startOpened } from "../opened.ts";
import { startBodies } from "./body.ts";
import { capConnections } from "./connections.ts";
import type { DoorDeps, DoorLimits } from "./deps.ts";
import { checkOwn, enterOwn } from "./own.ts";
import { slowLimits } from "./slow.ts";

const usualLimits: DoorLimits = {
  ...{ bytes: 64 * 1_048_576, bytesEach: 16 * 1_048_576 },
  ...{ connections: 4000, connectionsEach: 1000 },
};

/** Bytes of one message, and of what a device that joins says of itself. */
export const largestPush = 1_048_576;
const largestJoining = 65_536;
const stored: DoorAnswer = { status: 200, body: "" };

export function buildDoor(options: Omit<DoorDeps, "opened" | "check">): FastifyInstance {
  const deps = { ...options, opened: startOpened(options.store), check: startCheck(options.store, options.shutOut) };
  const limits = slowLimits(deps);
  const own = { ...usualLimits, ...deps.limits };
  const app = Fastify({
    ...frontOf(deps.front, limits.server),
    ...limits.options,
    loggerInstance: deps.log.child({}, { level: "error" }) as FastifyBaseLogger,
    frameworkErrors: (error, request, reply) => void answerFault(deps, error, request, reply),
    forceCloseConnections: true,
  });
  const isProxied = deps.front?.trustProxy !== undefined;
  capConnections(app.server, { ...own, ...(isProxied ? { connectionsEach: null } : {}) }, deps.report);
  app.removeAllContentTypeParsers();
  const bodies = startBodies(own);
  app.addContentTypeParser("*", (request: FastifyRequest, payload: Readable) =>
    bodies.read(payload, bodyWish(request, opening.get(request))),
  );
  app.setErrorHandler((error, request, reply) => answerFault(deps, error, request, reply));
  app.setNotFoundHandler((request, reply) => answerFault(deps, new Fault("NOT_FOUND", request.url), request, reply));
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    for (const end of ["finish", "close"]) reply.raw.once(end, () => opening.get(request)?.release());
    opening.set(request, { ...(await admit(deps, toDoor(request))), release: () => {} });
  };
  const handler = async (request: FastifyRequest, reply: FastifyReply) =>
    tell(reply, await enter(deps, toDoor(request), (opening.get(request) as Opening).open));
  for (const url of ["/door/:connector", "/door/:connector/*"])
    app.route({ method: ["GET", "POST", "PUT"], url, onRequest, handler });
  return app;
}

/** What is known of a request before there is a body. */
type Opening = { open: OpenConnector; most: number; release(): void };
const opening = new WeakMap<FastifyRequest, Opening>();

function bodyWish({ ip, headers }: FastifyRequest, known: Opening | undefined) {
  const until = (release: () => void) => {
    if (known !== undefined) known.release = release;
  };
  return { address: ip, declared: Number(headers["content-length"]), most: known?.most ?? 0, until };
}

/** The server's own limits go where its scheme's are. */
function frontOf({ https, ...front }: FrontOptions = {}, limits: object): { trustProxy?: string[]; http?: object } {
  return { ...front, ...(https === undefined ? { http: limits } : { https: { ...https, ...limits } }) };
}

type Entering = DoorRequest & { connector: string };

/** Whether somebody is there whom it may be for, and who sends it, as far as that shows without a body. Throws what the sender is told. */
async function admit(deps: DoorDeps, request: Entering): Promise<Pick<Opening, "open" | "most">> {
  const open = await deps.opened(request.connector as GatewayId);
  const door = open?.platform.door;
  if (open === null || door === undefined)
    throw new Fault("NOT_FOUND", `no connector "${request.connector}" has a door`);
  checkOpen(open);
  if (request.method === "GET") return { open, most: 0 };
  const shown = door.shows?.(request);
  if (shown !== undefined) await checkOwn(deps.check, open, shown, deps.clock());
  else if (door.provesBody?.(open.connector) !== true) door.verify(request, open.connector, deps.clock());
  return { open, most: shown?.device === "" ? largestJoining : largestPush };
}

/** Throws what the sender is told. */
async function enter(deps: DoorDeps, request: Entering, open: OpenConnector): Promise<DoorAnswer> {
  const door = open.platform.door as NonNullable<OpenConnector["platform"]["door"]>;
  if (request.method === "GET") {
    if (door.greet === undefined) throw new Fault("NOT_FOUND", `${open.row.platform} sends by POST`);
    return door.greet(request, open.connector);
  }
  const shown = door.shows?.(request);
  if (shown !== undefined) return enterOwn(deps, open, request, shown);
  const now = deps.clock();
  if (door.provesBody?.(open.connector) === true) door.verify(request, open.connector, now);
  const from = door.fromOf?.(request, open.connector) ?? `POST ${door.path === "secret" ? "" : request.path}`.trim();
  await deps.intake.take(pushOf(open, { from, body: request.body }, now));
  return door.answer ?? stored;
}

function checkOpen({ row }: OpenConnector): void {
  if (row.state === "paused") throw new Fault("CONNECTOR_PAUSED", `connector ${row.id}`);
}

function toDoor(request: FastifyRequest): Entering {
  const { connector = "", "*": rest } = request.params as Record<string, string>;
  return {
    connector,
    path: rest === undefined ? "" : `/${rest}`,
    method: request.method as DoorRequest["method"],
    query: request.query as DoorRequest["query"],
    headers: request.headers as DoorRequest["headers"],
    body: (request.body as Uint8Array | undefined) ?? new Uint8Array(),
  };
}

function tell(reply: FastifyReply, { status, type = "text/plain; charset=utf-8", body }: DoorAnswer): FastifyReply {
  return reply.code(status).type(type).send(body);
}

/** What operators see: somebody tried. */
const refusals: ReadonlySet<string> = new Set(["PUSH_REFUSED", "CREDENTIAL_REFUSED"]);

/** Nothing was stored, and the sender is to send it again. */
const later: ReadonlySet<string> = new Set(["PUSH_BUSY", "CONNECTOR_PAUSED", "DISK_FAILED"]);

function answerFault(deps: DoorDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  const own = statusCode !== undefined && statusCode < 500 ? "REQUEST_UNREADABLE" : "HUB_FAILED";
  const fault = error instanceof Fault ? error : new Fault(own, message ?? "", { cause: error });
  const status = error instanceof Fault || statusCode === undefined ? fault.status : statusCode;
  const connector = (request.params as { connector?: string } | undefined)?.connector;
  // Not its address: that may hold the sender's secret.
  if (fault.code === "HUB_FAILED") deps.log.error({ err: error, connector }, "a request at the door failed");
  if (connector !== undefined && refusals.has(fault.code))
    deps.report({ gateway: connector as GatewayId, code: fault.code, subject: request.ip, detail: fault.detail });
  if (later.has(fault.code)) reply.header("retry-after", "5");
  // Of a body that nobody reads little is waited for.
  if (request.body === undefined && !(Number(request.headers["content-length"] ?? 0) <= largestJoining))
    reply.header("connection", "close");
  const { id } = request;
  return reply
    .code(status)
    .type(problemType)
    .send(JSON.stringify(problemOf(fault, status, { url: `/door/${connector ?? ""}`, id })));
}
