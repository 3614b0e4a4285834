/** Who sends a request a byte now and then is told, cut off and reported, and so is who sends what is no HTTP. */
import type { Socket } from "node:net";
import { Fault } from "../../../core/fault.ts";
import type { SeenFault } from "../../store/faults.ts";
import { unreadAnswer } from "./unread.ts";

/** A request that is not there after this time is ended: who trickles it holds nothing. */
const usualMs = 10_000;

/** `requestMs`: a request that is not whole after this time is ended. */
export type SlowDeps = { report(fault: SeenFault): void; requestMs?: number };

/** What the server is made with. [Node looks for late requests every 30 s unless told otherwise] */
export function slowLimits({ report, requestMs = usualMs }: SlowDeps) {
  const server = { connectionsCheckingInterval: Math.ceil(requestMs / 5), headersTimeout: requestMs };
  const clientErrorHandler = (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === "ECONNRESET" || socket.destroyed) return;
    const [status, detail] = mistakeOf(error, requestMs);
    if (status === 408) report(reported(socket, detail));
    if (socket.writable) socket.end(unreadAnswer(new Fault("REQUEST_UNREADABLE", detail), status));
    // Whoever reads no answer is not waited for.
    setTimeout(() => socket.destroy(), 100).unref();
  };
  return { server, options: { requestTimeout: requestMs, connectionTimeout: requestMs, clientErrorHandler } };
}

function mistakeOf({ code }: NodeJS.ErrnoException, requestMs: number): [status: number, detail: string] {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return [408, `the request was not whole within ${requestMs} ms`];
  if (code === "HPE_HEADER_OVERFLOW") return [431, "the headers are too long"];
  return [400, `the request is no HTTP (${code ?? "unknown"})`];
}

function reported({ remoteAddress = "" }: Socket, detail: string): SeenFault {
  return { gateway: null, code: "PUSH_REFUSED", subject: remoteAddress, detail: `http: ${detail}` };
}
