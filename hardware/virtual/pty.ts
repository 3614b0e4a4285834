/** Shows a bus as a serial line: socat joins a PTY to the bus's TCP port, and comes again whenever it ends. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, lstatSync, mkdirSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../../core/fault.ts";
import type { Clock } from "./clock.ts";
import { host } from "./listen.ts";

const program = "socat";
/** Between two tries, while the bus is unplugged. */
const againMs = 500;
const lookMs = 20;

export type Pty = { path: string; stop(): Promise<void> };

/** Whether this machine can show a bus as a serial line. */
export function canShowPty(): boolean {
  return spawnSync(program, ["-V"], { stdio: "ignore" }).status === 0;
}

/**
 * Resolves when `path` is there. socat ends by itself when the TCP connection does, so it outlives neither an unplugged
 * bus nor this process, however that ends. Throws `FOLDER_UNWRITABLE` when the link cannot be made.
 */
export async function openPty(path: string, port: number, clock: Clock): Promise<Pty> {
  makeRoom(path);
  return new Promise((resolve) => {
    let life: "running" | "stopped" = "running";
    let child: ChildProcess | null = null;
    let cancel = () => {};
    const stop = async () => {
      life = "stopped";
      cancel();
      const ending = child;
      if (ending !== null) await ended(ending);
    };
    const start = () => {
      // The port first: socat would show the line for a moment at each try while the bus is unplugged.
      child = spawn(program, ["-t0.1", `TCP:${host}:${port},nodelay`, `PTY,link=${path},raw,echo=0`], {
        stdio: "ignore",
      });
      const giveUp = lookFor(path, () => resolve({ path, stop }));
      child.once("exit", () => {
        giveUp();
        child = null;
        if (life === "running") cancel = clock.after(againMs, start);
      });
    };
    start();
  });
}

/** A folder to write in, without the link that a killed run may have left; anything but a link is left alone. */
function makeRoom(path: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    const stale = lstatSync(path, { throwIfNoEntry: false });
    if (stale?.isSymbolicLink()) unlinkSync(path);
    else if (stale !== undefined) throw new Error(`${path} is not a link`);
  } catch (cause) {
    throw new Fault("FOLDER_UNWRITABLE", `${folder} for the serial lines (${(cause as Error).message})`, { cause });
  }
}

/** Calls `found` once the link is there; returns how to stop looking. */
function lookFor(path: string, found: () => void): () => void {
  const look = setInterval(() => {
    if (!existsSync(path)) return;
    clearInterval(look);
    found();
  }, lookMs);
  return () => clearInterval(look);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.kill("SIGTERM");
  });
}
