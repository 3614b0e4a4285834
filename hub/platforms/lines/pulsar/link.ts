/** One connection to a broker: signed in, kept alive, questions with their answers; what else comes is handed on. */
import type { Socket } from "node:net";
import { Fault } from "../../../../core/fault.ts";
import { tlsFailure } from "../tls.ts";
import type { Bodies, Command, Kind, ServerError } from "./command.ts";
import { failureOf } from "./failure.ts";
import { type Frame, frameOf, startCutter } from "./frame.ts";
import { type Address, openSocket } from "./socket.ts";

/** What has to do with acknowledgements by request and signing in anew is known from here on. */
const protocolVersion = 17;
const clientVersion = "lilong";
/** Brokers ask so often too. */
const aliveMs = 30_000;
/** Bytes on their way to the disk; beyond it nothing is read until some are there. */
const mostUnderWay = 8 * 1024 * 1024;

/** `proxyTo`: the broker that a proxy at the address is to speak for. */
export type Way = { address: Address; proxyTo?: string };

export type LinkOptions = {
  token?: string;
  ca?: string;
  /** Host of the address that people entered. */
  known: string;
  /** What is no answer; a promise where it takes a while. */
  heard(frame: Frame & { command: Command }): Promise<void> | undefined;
  /** It is over. */
  failed(why: string): void;
  signal: AbortSignal;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

type Asked = "subscribe" | "partitionMetadata" | "lookupTopic";
type Question<One extends Asked> = Omit<Bodies[One], "requestId">;

export type Link = {
  say(command: Command): void;
  /** Throws `LINE_DOWN` with what the broker says of `what`. */
  ask<One extends Asked>(kind: One, body: Question<One>, what: string): Promise<Command>;
};

/** Resolves once the broker let us in; it lives until the signal. Throws `LINE_DOWN`. */
export async function openLink(way: Way, options: LinkOptions): Promise<Link> {
  const link = startLink(way, options);
  await link.isIn;
  void keepAlive(link, options);
  return link;
}

type Begun = Link & { isIn: Promise<void>; hasHeard(): boolean; fail(why: string): void };

function startLink(way: Way, options: LinkOptions): Begun {
  const { socket, ready } = openSocket(way.address, options);
  const cutter = startCutter();
  const answers = startAnswers();
  const isIn = Promise.withResolvers<void>();
  let heardAny = true;

  const say = (command: Command) => void (socket.writable && socket.write(frameOf(command)));
  const fail = (why: string) => {
    const fault = new Fault("LINE_DOWN", why);
    isIn.reject(fault);
    answers.fail(fault);
    socket.destroy();
    options.failed(why);
  };
  const handOn = startHandingOn(socket, options.heard);
  const own: { [One in Kind]?: (body: Bodies[One]) => void } = {
    connected({ maxMessageSize = 0 }) {
      cutter.allow(maxMessageSize);
      isIn.resolve();
    },
    ping: () => say({ kind: "pong", body: {} }),
    pong: () => {},
    authChallenge: () => say(signInAgain(options)),
    error(body) {
      if (!answers.refuse(body)) fail(failureOf(body, at(way)).detail);
    },
  };
  const take = (frame: Frame) => {
    const { command } = frame;
    if (command === null || answers.take(command)) return;
    const mine = own[command.kind] as ((body: unknown) => void) | undefined;
    if (mine === undefined) handOn({ ...frame, command });
    else mine(command.body);
  };
  socket.on("data", (bytes) => {
    heardAny = true;
    try {
      for (const frame of cutter.cut(bytes)) take(frame);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fail(error.detail);
    }
  });
  socket.once(ready, () => say(signIn(way, options)));
  socket.on("error", (error) => fail(tlsFailure(error) ?? `${at(way)}: ${error.message || "it failed"}`));
  socket.on("close", () => fail(`the broker ended the connection (${at(way)})`));
  options.signal.addEventListener("abort", () => closeSoon(socket), { once: true });
  return {
    ...{ say, fail, isIn: isIn.promise },
    ask: (kind, body, what) => answers.ask((requestId) => say({ kind, body: { ...body, requestId } } as Command), what),
    hasHeard() {
      // While nothing is read, nothing can be heard.
      const has = heardAny || socket.isPaused();
      heardAny = false;
      return has;
    },
  };
}

/** What was acknowledged goes out first. */
function closeSoon(socket: Socket): void {
  if (socket.connecting) socket.destroy();
  else socket.destroySoon();
}

/** Nothing more is read while too much waits for the disk. */
function startHandingOn(socket: Socket, heard: LinkOptions["heard"]) {
  let underWay = 0;
  return (frame: Frame & { command: Command }) => {
    const done = heard(frame);
    if (done === undefined) return;
    underWay += frame.rest.length;
    if (underWay > mostUnderWay) socket.pause();
    void done.finally(() => {
      underWay -= frame.rest.length;
      if (underWay <= mostUnderWay) socket.resume();
    });
  };
}

const at = ({ address: { host, port } }: Way) => `${host}:${port}`;

function signIn({ proxyTo }: Way, { token }: LinkOptions): Command {
  return {
    kind: "connect",
    body: {
      ...{ clientVersion, protocolVersion, featureFlags: { supportsAuthRefresh: true } },
      ...(token === undefined ? {} : { authMethodName: "token", authData: Buffer.from(token) }),
      ...(proxyTo === undefined ? {} : { proxyToBrokerUrl: proxyTo }),
    },
  };
}

/** The broker wants to see it again after a while. */
function signInAgain({ token = "" }: LinkOptions): Command {
  const response = { authMethodName: "token", authData: Buffer.from(token) };
  return { kind: "authResponse", body: { clientVersion, protocolVersion, response } };
}

/** Questions that wait, by their number. */
function startAnswers() {
  const waiting = new Map<bigint, PromiseWithResolvers<Command> & { what: string }>();
  let last = 0n;
  const taken = (body: unknown) => {
    const { requestId } = body as { requestId?: bigint };
    const one = requestId === undefined ? undefined : waiting.get(requestId);
    if (requestId !== undefined) waiting.delete(requestId);
    return one;
  };
  const kinds: Kind[] = ["success", "partitionMetadataResponse", "lookupTopicResponse"];
  return {
    ask(say: (requestId: bigint) => void, what: string): Promise<Command> {
      const one = { ...Promise.withResolvers<Command>(), what };
      waiting.set(++last, one);
      say(last);
      return one.promise;
    },
    /** Whether it was an answer. */
    take(command: Command): boolean {
      if (!kinds.includes(command.kind)) return false;
      taken(command.body)?.resolve(command);
      return true;
    },
    refuse(body: ServerError & { requestId: bigint }): boolean {
      const one = taken(body);
      one?.reject(failureOf(body, one.what));
      return one !== undefined;
    },
    fail(fault: Fault) {
      for (const { reject } of waiting.values()) reject(fault);
      waiting.clear();
    },
  };
}

async function keepAlive({ say, hasHeard, fail }: Begun, { pause, signal }: LinkOptions): Promise<void> {
  while (!signal.aborted) {
    say({ kind: "ping", body: {} });
    await pause(aliveMs, signal);
    if (!signal.aborted && !hasHeard()) return fail(`the broker has said nothing for ${aliveMs / 1000} s`);
  }
}
