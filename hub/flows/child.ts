/** Node-RED as a supervised process: started, listened to, killed when it hangs, started again; the hub never waits for it. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { Logger } from "pino";
import { confinedTo } from "./confined.ts";
import { keepOnDisk } from "./keep-on-disk.ts";
import { isSameSecret } from "./same-secret.ts";
import {
  type Limits,
  newWatch,
  stepWatch,
  usualLimits,
  type Watch,
  type WatchEffect,
  type WatchEvent,
} from "./supervision.ts";
import type { Broken } from "./words.ts";

const setpriv = "/usr/bin/setpriv";

export type ChildOptions = {
  /** The script that runs Node-RED, the module `node-red`, and where our nodes lie. */
  start: string;
  nodeRed: string;
  nodesDir: string;
  /** The folder of flows.json; it is there. */
  userDir: string;
  memoryMb: number;
  limits?: Limits;
  /** Its state changed. */
  changed(): void;
  broken(broken: Broken): void;
  mended(): void;
  log: Logger;
};

export type ChildState = {
  state: "starting" | "up" | "safe" | "down";
  /** Unasked ends within the last minutes. */
  ends: number;
  rssMb: number | null;
  pid: number | null;
};

export type Child = {
  /** `url` of the hub as the process reaches it. */
  begin(url: string): void;
  state(): ChildState;
  /** It runs and is heard. */
  isUp(): boolean;
  /** Where the editor is, and what opens it; null while it is down. */
  editor(): { url: string; door: string } | null;
  /** Ends it and starts it anew, with its flows; false where it is not running. */
  restart(): boolean;
  /** Whether this is what the running process was given to open the hub's API. */
  isToken(token: string): boolean;
  /** Ends it; kills it when that takes longer than a moment. */
  close(): Promise<void>;
};

/** What the process says. It is the other side's `FromFlows`; the hub imports nothing of flows/. */
type Said =
  | { kind: "beat"; rssMb: number }
  | { kind: "ready"; port: number }
  | { kind: "deployed" }
  | { kind: "unreadable"; why: string };

const patienceMs = 2000;
const mostLogged = 500;

export function superviseFlows(options: ChildOptions): Child {
  const { log, changed, broken, mended, limits = usualLimits } = options;
  const now = () => performance.now();
  let watch: Watch = newWatch(now());
  let running: Running | null = null;
  let hubUrl = "";
  let spawning: NodeJS.Timeout | undefined;
  let isClosing = false;

  const happen = (event: WatchEvent) => {
    const { watch: next, effects } = stepWatch(watch, event, now(), limits);
    const isChanged = next.phase !== watch.phase || next.isSafe !== watch.isSafe;
    watch = next;
    for (const effect of effects) effectors[effect.kind](effect as never);
    if (isChanged) changed();
  };

  const effectors: { [Kind in WatchEffect["kind"]]: (effect: Extract<WatchEffect, { kind: Kind }>) => void } = {
    spawn: ({ inMs }) => {
      if (!isClosing) spawning = setTimeout(spawn, inMs);
    },
    kill: ({ why }) => {
      log.warn({ pid: running?.process.pid, why }, "the flows are killed and started again");
      running?.process.kill("SIGKILL");
    },
    broken: ({ why }) => broken({ kind: "crashing", ends: watch.ends.length, why }),
    mended,
  };

  const spawn = () => {
    const started = startProcess(options, { hubUrl, isSafe: watch.isSafe, beatMs: limits.beatMs });
    running = started;
    happen({ kind: "spawned" });
    started.process.on("message", (said: Said) => hear(started, said));
    // Without this a process that cannot be started would be thrown as an error nobody catches.
    started.process.on("error", (error) => log.warn({ err: error }, "the flows could not be started"));
    started.process.once("close", (code, signal) => {
      running = null;
      if (isClosing) return;
      if (started.isRenewed) return happen({ kind: "renewed" });
      const how = signal ?? `code ${code}`;
      log.warn({ how, said: started.said() }, "the flows ended; they are started again");
      happen({ kind: "ended", how });
    });
  };

  const hear = (from: Running, said: Said) => {
    if (from !== running) return;
    if (said.kind === "beat") from.rssMb = said.rssMb;
    if (said.kind === "ready") from.port = said.port;
    if (said.kind === "unreadable") {
      from.isUnreadable = true;
      return broken(said);
    }
    if (said.kind === "ready" && !watch.isTold && !from.isUnreadable) mended();
    if (said.kind === "deployed")
      keepOnDisk(options.userDir).catch((err) => log.warn({ err }, "flows may not be on disk"));
    if (said.kind === "deployed" && from.isUnreadable) mended();
    happen({ kind: said.kind });
  };

  const ticking = setInterval(() => happen({ kind: "tick" }), limits.beatMs);
  ticking.unref();

  return {
    begin(url) {
      hubUrl = url;
      spawning = setTimeout(spawn, 0);
    },
    state: () => stateOf(watch, running, now() - limits.windowMs),
    isUp: () => watch.phase === "up",
    editor() {
      if (running === null || running.port === null) return null;
      return { url: `http://127.0.0.1:${running.port}`, door: running.door };
    },
    restart() {
      if (running === null) return false;
      running.isRenewed = true;
      running.process.kill("SIGKILL");
      return true;
    },
    isToken: (token) => running !== null && isSameSecret(token, running.token),
    async close() {
      isClosing = true;
      clearInterval(ticking);
      clearTimeout(spawning);
      if (running !== null) await endProcess(running.process);
    },
  };
}

type Running = {
  process: ChildProcess;
  door: string;
  token: string;
  port: number | null;
  rssMb: number | null;
  isUnreadable: boolean;
  /** Somebody asked for a new one. */
  isRenewed: boolean;
  /** The last of what it wrote. */
  said(): string;
};

type Start = { hubUrl: string; isSafe: boolean; beatMs: number };

function startProcess(options: ChildOptions, { hubUrl, isSafe, beatMs }: Start): Running {
  const { start, nodeRed, nodesDir, userDir, memoryMb, log } = options;
  const [door, token] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
  const child = fork(start, [], {
    cwd: userDir,
    ...dyingWithUs([...confinedTo(options), ...memoryFlags(memoryMb)]),
    env: environment(userDir),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (bytes: Buffer) => {
      said = `${said}${bytes}`.slice(-mostLogged);
      log.debug({ flows: bytes.toString().trimEnd() }, "the flows wrote");
    });
  const begin = { kind: "begin", userDir, nodeRed, nodesDir, hub: { url: hubUrl, token }, door, isSafe, beatMs };
  // Gone before it could be told: its end is heard anyway.
  child.send(begin, () => undefined);
  return {
    process: child,
    door,
    token,
    port: null,
    rssMb: null,
    isUnreadable: false,
    isRenewed: false,
    said: () => said,
  };
}

function memoryFlags(memoryMb: number): string[] {
  return [`--max-old-space-size=${memoryMb}`, "--max-semi-space-size=4", "--v8-pool-size=1"];
}

/**
 * A flow that never ends hears nothing of a hub that was killed: where the kernel can end it with the hub, it does.
 * Flows allocate little at a time: the usual room for young objects would cost 20 MB, kept once used.
 */
function dyingWithUs(options: string[]): { execPath?: string; execArgv: string[] } {
  if (process.platform !== "linux" || !existsSync(setpriv)) return { execArgv: options };
  return { execPath: setpriv, execArgv: ["--pdeathsig", "KILL", process.execPath, ...options] };
}

/** What the hub was given stays with the hub; a home of its own keeps Node-RED out of its user's. */
function environment(home: string): NodeJS.ProcessEnv {
  const { PATH, TZ, LANG, LC_ALL } = process.env;
  const kept = Object.entries({ PATH, TZ, LANG, LC_ALL }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(kept), HOME: home, NODE_ENV: "production", NO_UPDATE_NOTIFIER: "1" };
}

async function endProcess(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("close", resolve));
  if (child.connected) child.send({ kind: "end" }, () => undefined);
  const patience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(patience);
}

function stateOf(watch: Watch, running: Running | null, since: number): ChildState {
  const isHeard = watch.phase === "up" || watch.phase === "suspect";
  const state = watch.phase === "starting" ? "starting" : !isHeard ? "down" : watch.isSafe ? "safe" : "up";
  const ends = watch.ends.filter((at) => at > since).length;
  return { state, ends, rssMb: running?.rssMb ?? null, pid: running?.process.pid ?? null };
}
