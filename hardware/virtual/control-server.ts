/** The control of the neighbourhood over HTTP on loopback: `GET /` tells its state, `POST /trouble` makes trouble. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Fault } from "../../core/fault.ts";
import { close, listen } from "./listen.ts";
import { type Order, readOrder } from "./order.ts";

/** What an order brought: one sentence on what is so now, one on what to expect where. */
export type Told = { now: string; expect: string };

export type Control = { state(): unknown; order(order: Order): Promise<Told> };

export type ControlServer = { port: number; stop(): Promise<void> };

const largestBytes = 4096;

type Reply = { status: number; body: unknown };
type Route = (request: IncomingMessage, control: Control) => Promise<Reply>;

const routes: Record<string, Route> = {
  "GET /": async (_, control) => ({ status: 200, body: control.state() }),
  "POST /trouble": async (request, control) => ({ status: 200, body: await control.order(await orderIn(request)) }),
};

/** Resolves when it listens. Throws `PORT_TAKEN`. */
export async function openControl(port: number, control: Control): Promise<ControlServer> {
  const server = createServer((request, response) => void answer(request, response, control));
  return {
    port: await listen(server, port, "control"),
    stop: () => {
      const closed = close(server);
      server.closeAllConnections();
      return closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, control: Control): Promise<void> {
  const { status, body } = await replyTo(request, control).catch((cause) => toReply(cause, request));
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

async function replyTo(request: IncomingMessage, control: Control): Promise<Reply> {
  const name = `${request.method} ${request.url?.split("?")[0]}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route === undefined)
    throw new Fault("NOT_FOUND", `${name} is not there; there are ${Object.keys(routes).join(" and ")}`);
  return route(request, control);
}

/** Who hangs up in the middle of a request gets no answer; what is no fault is a bug. */
function toReply(cause: unknown, request: IncomingMessage): Reply {
  if (cause instanceof Fault) return { status: cause.status, body: { code: cause.code, detail: cause.detail } };
  if (request.errored !== null || request.destroyed) return { status: 400, body: {} };
  throw cause;
}

async function orderIn(request: IncomingMessage): Promise<Order> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBytes) throw new Fault("INPUT_INVALID", `an order has at most ${largestBytes} bytes`);
    chunks.push(chunk);
  }
  return readOrder(parsed(Buffer.concat(chunks).toString("utf8")));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `the order is not JSON (${(cause as Error).message})`, { cause });
  }
}
