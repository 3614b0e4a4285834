/** What the hub asks platforms over HTTP: each request goes to the address that was entered and to no other. */
import { type IncomingMessage, request as plainly } from "node:http";
import { Agent, request as overTls } from "node:https";
import { Fault } from "../../../core/fault.ts";
import { tlsFailure, tlsOptions } from "../lines/tls.ts";

export type Call = {
  method: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** PEM of the authority that signed the server's certificate; public ones unless given. */
  ca?: string;
};

export type CallAnswer = { status: number; body: Uint8Array };

/** How long an answer may take, ms, and how many bytes it may have. */
export type CallLimits = { signal: AbortSignal; withinMs: number; most: number };

export type Caller = {
  /**
   * Throws `LINE_DOWN` with its cure for what does not mend itself: a server that is not believed, that sends elsewhere, or
   * that says too much. Any other error is a reason to try later.
   */
  ask(call: Call, limits: CallLimits): Promise<CallAnswer>;
  close(): void;
};

/** Connections to servers of an authority of their own are this caller's alone, and end with it. */
export function openCaller(): Caller {
  const agents = new Map<string, Agent>();
  const agentFor = (ca: string) => {
    const agent = agents.get(ca) ?? new Agent({ keepAlive: true });
    agents.set(ca, agent);
    return agent;
  };
  return {
    ask: (call, limits) => ask(call, call.ca === undefined ? undefined : agentFor(call.ca), limits),
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

async function ask(call: Call, agent: Agent | undefined, { signal, withinMs, most }: CallLimits): Promise<CallAnswer> {
  const url = new URL(call.url);
  const late = AbortSignal.timeout(withinMs);
  try {
    const response = await send(url, call, agent, AbortSignal.any([signal, late]));
    checkPlace(response, url);
    return { status: response.statusCode ?? 0, body: await bodyOf(response, url, most) };
  } catch (error) {
    if (late.aborted) throw new Error(`no answer in ${withinMs / 1000} s`, { cause: error });
    throw failureOf(error, url);
  }
}

function send(
  url: URL,
  { method, headers, body, ca }: Call,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const options = { method, headers: { accept: "*/*", ...headers }, agent, signal, ...tlsOptions(host, ca) };
  const sent = (url.protocol === "https:" ? overTls : plainly)(url, options, resolve);
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** What proves who we are is for the address that was entered. Of the other one no query is told: it may hold a secret. */
function checkPlace(response: IncomingMessage, url: URL): void {
  const { location } = response.headers;
  if (location === undefined || !redirects.has(response.statusCode ?? 0)) return;
  response.destroy();
  const to = URL.canParse(location, url.href) ? new URL(location, url) : null;
  const place = to === null ? "nowhere" : `${to.protocol}//${to.host}${to.pathname}`;
  throw new Fault("LINE_DOWN", sentOn(url.host, place));
}

export function sentOn(host: string, place: string): string {
  return `${host} sends on to ${place}, and nothing was sent there: if that is right, enter its address`;
}

async function bodyOf(response: IncomingMessage, { pathname }: URL, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > most) throw new Fault("LINE_DOWN", `the answer of ${pathname} is too long`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function failureOf(error: unknown, { host }: URL): Error {
  if (error instanceof Fault) return error;
  const unbelieved = tlsFailure(error);
  if (unbelieved !== null) return new Fault("LINE_DOWN", `${host}: ${unbelieved}`, { cause: error });
  // Of a name with several addresses each has its own error, and all of them together say nothing.
  const { message, errors, code } = error as Error & { errors?: Error[]; code?: string };
  return new Error(message || errors?.[0]?.message || code || "the request could not be made", { cause: error });
}
