/** The server before it has routes, and what routes are: all of `routes/` is written against these types. */
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyBaseLogger } from "fastify";
import type { Logger } from "pino";
import { ulid } from "ulid";
import { Fault } from "../../core/fault.ts";
import type { Deps } from "./deps.ts";
import { answer, answerUnread } from "./problem.ts";

const largestRequest = 256 * 1024;

export type App = ReturnType<typeof bareApp>;
export type Routes = (app: App, deps: Deps) => void | Promise<void>;

export function bareApp({ log, front = {} }: Deps) {
  return Fastify({
    // Whether it speaks TLS changes nothing that a route could see.
    ...(front as { trustProxy?: string[] }),
    loggerInstance: quieter(log),
    genReqId: () => ulid(),
    bodyLimit: largestRequest,
    forceCloseConnections: true,
    clientErrorHandler: answerUnread,
    frameworkErrors: (error, request, reply) => {
      const fault = new Fault("INPUT_INVALID", error.message, { cause: error });
      answer(fault, request as never, reply as never);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
}

/** Requests that went well are not logged. */
function quieter(log: Logger): FastifyBaseLogger {
  return log.child({}, { level: log.isLevelEnabled("warn") ? "warn" : log.level });
}
