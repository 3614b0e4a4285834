/** Every answer that is not 2xx: a fault of the table with its cure, and the request's id to find it in the log. */
import { STATUS_CODES } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Fault, faults } from "../../core/fault.ts";
import type {} from "./trail.ts";
import type { Problem } from "./views.ts";

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
  const problem: Problem = {
    type: `urn:lilong:fault:${fault.code}`,
    title: STATUS_CODES[status] ?? "",
    status,
    detail: fault.detail,
    instance: request.url.split("?")[0] ?? "",
    code: fault.code,
    cure: faults[fault.code].cure,
    request: request.id,
  };
  return reply.code(status).type("application/problem+json; charset=utf-8").send(problem);
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
