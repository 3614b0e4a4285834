/** A process of its own for a library that may hang or die: restarted with a growing pause, and killed when it falls silent. */
import { type ChildProcess, fork } from "node:child_process";
import { extname, join } from "node:path";
import type { Clock } from "../clock/clock.ts";

export type ChildEvents = {
  onMessage(message: unknown): void;
  /** It ended, hung, or could not be started. */
  onDown(reason: string): void;
};

export type Child = {
  send(message: unknown): void;
  /** Ends this one for this reason; another is started after the pause. */
  restart(reason: string): void;
  close(): Promise<void>;
};

export type ChildSettings = {
  /** File of the process beside this folder's, without its ending: `ble/ble-child`. */
  script: string;
  /** What it is told first. */
  first: unknown;
  /** It says something at least so often. */
  beatMs: number;
  env?: NodeJS.ProcessEnv;
};

const firstPauseMs = 500;
const mostPauseMs = 60_000;
/** After so long without an end the next pause is the shortest again. */
const steadyMs = 60_000;
const missedBeats = 3;
const closeMs = 2000;
const lastWordsMs = 50;

/** In a bundle all files lie in one folder. */
function pathOf(script: string): string {
  const ending = extname(import.meta.filename);
  return ending === ".ts"
    ? join(import.meta.dirname, `${script}.ts`)
    : join(import.meta.dirname, `${script.split("/").at(-1)}.js`);
}

export function superviseChild(settings: ChildSettings, events: ChildEvents, clock: Clock): Child {
  let child: ChildProcess | null = null;
  let pauseMs = firstPauseMs;
  let ended = false;
  let cancelStart: () => void = () => undefined;
  let cancelBeat: () => void = () => undefined;
  let kill: (why: string) => void = () => undefined;
  start();

  function start(): void {
    const startedAt = clock.monotonic();
    let complaint = "";
    let reason = "";
    const mine = fork(pathOf(settings.script), [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=1"],
      env: { ...process.env, ...settings.env },
    });
    child = mine;
    mine.stderr?.on("data", (bytes: Buffer) => {
      complaint = `${complaint}${bytes}`.slice(-2000);
    });
    mine.on("message", (message) => {
      beat();
      const { failed } = message as { failed?: unknown };
      if (typeof failed === "string") reason = failed;
      else if (child === mine) events.onMessage(message);
    });
    // `exit` follows; a process that never came up tells here.
    mine.on("error", (error) => {
      reason = error.message;
      mine.kill("SIGKILL");
    });
    mine.once("exit", (code, signal) => {
      cancelBeat();
      if (child === mine) child = null;
      if (ended) return;
      if (clock.monotonic() - startedAt > steadyMs) pauseMs = firstPauseMs;
      // Its last words may arrive after its end.
      cancelStart = clock.after(lastWordsMs, () => {
        events.onDown(reason || lastLine(complaint) || `the process ended with ${code ?? signal}`);
        cancelStart = clock.after(pauseMs, start);
        pauseMs = Math.min(pauseMs * 2, mostPauseMs);
      });
    });
    const beat = () => {
      cancelBeat();
      cancelBeat = clock.after(settings.beatMs * missedBeats, () => {
        reason ||= `the process said nothing for ${settings.beatMs * missedBeats} ms`;
        mine.kill("SIGKILL");
      });
    };
    beat();
    send(settings.first);

    kill = (why) => {
      reason = why;
      mine.kill("SIGKILL");
    };
  }

  /** A message to a process that is ending is lost with it: its successor is told everything anew. */
  function send(message: unknown): void {
    if (child?.connected) child.send(message as object, () => undefined);
  }

  return {
    send,
    restart: (reason) => kill(reason),
    async close() {
      ended = true;
      cancelStart();
      cancelBeat();
      const last = child;
      if (last === null) return;
      const gone = new Promise<void>((done) => last.once("exit", () => done()));
      const cancel = clock.after(closeMs, () => last.kill("SIGKILL"));
      if (last.connected) last.disconnect();
      await gone;
      cancel();
    },
  };
}

/** The line that names the error of an uncaught exception, or the last one. */
function lastLine(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && !line.startsWith("Node.js"));
  return lines.find((line) => /Error: /.test(line)) ?? lines.at(-1) ?? "";
}
