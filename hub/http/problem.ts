/** Every answer that is not 2xx: a fault of the table with its cure, and the request's id to find it in the log. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ulid } from "ulid";
import { Fault, faults } from "../../core/fault.ts";
import type {} from "./trail.ts";
import type { Problem } from "./views.ts";

export const problemType = "application/problem+json; charset=utf-8";

export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerFault);
}

/** Whatever was thrown, as the fault it is. */
export function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answer(faultOf(error), request, reply, statusOf(error));
}

/** `status` where a more exact one than the fault's is known. */
export function answer(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  status = fault.status,
): FastifyReply {
  if (request.trail) request.trail.entry.outcome = fault.code;
  if (fault.status >= 500) request.log.error({ err: fault, url: request.url }, "a request failed");
  return reply
    .code(status)
    .type(problemType)
    .send(problemOf(fault, status, request));
}

/** The body of the answer. */
export function problemOf({ code, detail }: Fault, status: number, { url, id }: { url: string; id: string }): Problem {
  return {
    type: `urn:lilong:fault:${code}`,
    title: STATUS_CODES[status] ?? "",
    status,
    detail,
    instance: url.split("?")[0] ?? "",
    code,
    cure: faults[code].cure,
    request: id,
  };
}

const unread: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What came was no HTTP: there is no request yet, only a socket. */
export function answerUnread(this: FastifyInstance, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy(error);
  const [status, id] = [unread[error.code ?? ""] ?? 400, ulid()];
  const fault = new Fault("INPUT_INVALID", `the request is no HTTP (${error.message})`, { cause: error });
  this.log.debug({ err: fault, reqId: id }, "a request could not be read");
  const body = JSON.stringify(problemOf(fault, status, { url: "", id }));
  const lines = [
    ...[`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `content-type: ${problemType}`],
    ...[`content-length: ${Buffer.byteLength(body)}`, "connection: close"],
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** Fastify's own complaints about a request are the sender's; anything else unknown is ours. */
function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { message } = error as { message?: string };
  if (statusOf(error) !== undefined)
    return new Fault("INPUT_INVALID", message ?? "the request cannot be read", { cause: error });
  return new Fault("HUB_FAILED", "something went wrong that nobody foresaw", { cause: error });
}

/** Of a complaint about the request: 413 for one that is too long, 415 for a type that is not read. */
function statusOf(error: unknown): number | undefined {
  const { statusCode } = error as { statusCode?: number };
  if (error instanceof Fault || statusCode === undefined) return undefined;
  return statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
