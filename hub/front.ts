/** How people and platforms reach the hub's ports: by TLS of its own where it has a certificate, and through the proxies it trusts. */
import { createServer, type IncomingMessage, type Server as PlainServer, type ServerResponse } from "node:http";
import type { Server } from "node:net";
import { createSecureContext, Server as TlsServer } from "node:tls";
import type { Logger } from "pino";
import { Fault } from "../core/fault.ts";
import { listen } from "./listen.ts";
import { endOf, type Pair, readPair } from "./own-pair.ts";
import { proxiesIn, type Settings } from "./settings.ts";

/** What a Fastify server is made with. */
export type FrontOptions = { trustProxy?: string[]; https?: object };

export type Front = {
  scheme: "http" | "https";
  options: FrontOptions;
  /** From now on its certificate is the one in the files. */
  follow(server: Server): void;
  /** Reads the files at once; a wrong pair is told, and the one before stays. */
  reload(): void;
  close(): Promise<void>;
};

type FrontWish = {
  settings: Pick<Settings, "tlsCert" | "tlsKey" | "trustedProxy">;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
};

const lookMs = 10_000;
const minVersion = "TLSv1.2";

/** Throws `SETTING_INVALID` where the certificate and the key are none, or not of each other. */
export function openFront(wish: FrontWish): Front {
  const { settings } = wish;
  const pair = readPair(settings);
  const trust = settings.trustedProxy === undefined ? {} : { trustProxy: proxiesIn(settings.trustedProxy) };
  if (pair !== null) return secureFront(wish, pair, trust);
  const nothing = () => undefined;
  return { scheme: "http", options: trust, follow: nothing, reload: nothing, close: async () => undefined };
}

function secureFront({ settings, clock, pause, log }: FrontWish, first: Pair, trust: FrontOptions): Front {
  const servers = new Set<TlsServer>();
  let context = createSecureContext({ ...first, minVersion });
  let seen = textOf(first);
  const use = (pair: Pair) => {
    context = createSecureContext({ ...pair, minVersion });
    for (const server of servers) server.setSecureContext({ ...pair, minVersion });
    log.info({ ends: new Date(endOf(pair)).toISOString() }, "the certificate was read anew");
    warnOfEnd(pair, clock(), log);
  };
  const read = (always: boolean) => {
    const now = attempt(settings);
    const text = now instanceof Fault ? now.message : textOf(now);
    if (text === seen && !always) return;
    seen = text;
    if (now instanceof Fault) log.error({ err: now }, "the new certificate is not used; the one before stays");
    else use(now);
  };
  warnOfEnd(first, clock(), log);
  const closing = new AbortController();
  const looking = look(() => read(false), pause, closing.signal);
  const SNICallback = (_name: string, done: (error: null, found: typeof context) => void) => done(null, context);
  return {
    scheme: "https",
    options: { ...trust, https: { ...first, minVersion, SNICallback } },
    follow: (server) => server instanceof TlsServer && servers.add(server),
    reload: () => read(true),
    async close() {
      closing.abort();
      await looking;
    },
  };
}

async function look(read: () => void, pause: FrontWish["pause"], signal: AbortSignal): Promise<void> {
  for (;;) {
    await pause(lookMs, signal);
    if (signal.aborted) return;
    read();
  }
}

/** The files may be written one after the other: between the two they do not fit, and are looked at again. */
function attempt(settings: FrontWish["settings"]): Pair | Fault {
  try {
    return readPair(settings) as Pair;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

function warnOfEnd(pair: Pair, now: number, log: Logger): void {
  const ends = endOf(pair);
  if (ends <= now) log.warn({ ended: new Date(ends).toISOString() }, "the certificate has ended: browsers refuse it");
}

const textOf = ({ cert, key }: Pair) => `${cert}\n${key}`;

/**
 * For the processes of this machine: plain http on a loopback port of its own, because no certificate names 127.0.0.1.
 * Answers its address and its end.
 */
export async function openInside(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: PlainServer; close(): Promise<void> }> {
  const server = createServer(handle);
  await listen(server, { host: "127.0.0.1", port: 0, setting: "httpPort" });
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { server, close };
}
