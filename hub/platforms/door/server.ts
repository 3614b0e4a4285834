/** The door for platforms and devices that speak for themselves: its own port, nothing else behind it. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Fault, faults } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Changes } from "../../changes.ts";
import type { FrontOptions } from "../../front.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Store } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import { type Intake, pushOf } from "../intake/intake.ts";
import type { DoorAnswer, DoorRequest } from "../kit/door.ts";
import type { Models } from "../kit/models.ts";
import { type Opened, startOpened } from "../opened.ts";
import { enterOwn } from "./own.ts";
import { slowLimits } from "./slow.ts";

export type DoorDeps = {
  store: Store;
  intake: Intake;
  opened: Opened;
  models: Models;
  /** After what a device told of itself is stored. */
  tell(changes: Changes): void;
  /** What was refused is a fault that operators see. */
  report(fault: SeenFault): void;
  clock(): number;
  log: Logger;
  front?: FrontOptions;
  /** The line to the gateways is another's broker: it knows no credential of a device. */
  hasOtherBroker?: boolean;
  /** A request that is not whole after this time is ended; 10 s unless given. */
  requestMs?: number;
};

/** Bytes of one message. */
export const largestPush = 1_048_576;
const stored: DoorAnswer = { status: 200, body: "" };

export function buildDoor(options: Omit<DoorDeps, "opened">): FastifyInstance {
  const deps = { ...options, opened: startOpened(options.store) };
  const limits = slowLimits(deps);
  const app = Fastify({
    ...frontOf(deps.front, limits.server),
    ...limits.options,
    loggerInstance: deps.log.child({}, { level: "error" }) as FastifyBaseLogger,
    bodyLimit: largestPush,
    forceCloseConnections: true,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => answerFault(deps, error, request, reply));
  app.setNotFoundHandler((request, reply) => answerFault(deps, new Fault("NOT_FOUND", request.url), request, reply));
  const handler = async (request: FastifyRequest, reply: FastifyReply) =>
    tell(reply, await enter(deps, toDoor(request)));
  for (const url of ["/door/:connector", "/door/:connector/*"])
    app.route({ method: ["GET", "POST", "PUT"], url, handler });
  return app;
}

/** The server's own limits go where its scheme's are. */
function frontOf({ https, ...front }: FrontOptions = {}, limits: object): { trustProxy?: string[]; http?: object } {
  return { ...front, ...(https === undefined ? { http: limits } : { https: { ...https, ...limits } }) };
}

type Entering = DoorRequest & { connector: string };

/** Throws what the sender is told. */
async function enter(deps: DoorDeps, request: Entering): Promise<DoorAnswer> {
  const { opened, intake, clock } = deps;
  const open = await opened(request.connector as GatewayId);
  const door = open?.platform.door;
  if (open === null || door === undefined)
    throw new Fault("NOT_FOUND", `no connector "${request.connector}" has a door`);
  checkOpen(open);
  if (request.method === "GET") {
    if (door.greet === undefined) throw new Fault("NOT_FOUND", `${open.row.platform} sends by POST`);
    return door.greet(request, open.connector);
  }
  const shown = door.shows?.(request);
  if (shown !== undefined) return enterOwn(deps, open, request, shown);
  const now = clock();
  door.verify(request, open.connector, now);
  const from = door.fromOf?.(request) ?? `POST ${door.path === "secret" ? "" : request.path}`.trim();
  await intake.take(pushOf(open, { from, body: request.body }, now));
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
  const own = statusCode !== undefined && statusCode < 500 ? "INPUT_INVALID" : "HUB_FAILED";
  const fault = error instanceof Fault ? error : new Fault(own, message ?? "", { cause: error });
  const status = error instanceof Fault || statusCode === undefined ? fault.status : statusCode;
  const connector = (request.params as { connector?: string } | undefined)?.connector;
  // Not its address: that may hold the sender's secret.
  if (fault.code === "HUB_FAILED") deps.log.error({ err: error, connector }, "a request at the door failed");
  if (connector !== undefined && refusals.has(fault.code))
    deps.report({ gateway: connector as GatewayId, code: fault.code, subject: request.ip, detail: fault.detail });
  if (later.has(fault.code)) reply.header("retry-after", "5");
  const body = { code: fault.code, detail: fault.detail, cure: faults[fault.code].cure };
  return reply.code(status).type("application/problem+json; charset=utf-8").send(JSON.stringify(body));
}
