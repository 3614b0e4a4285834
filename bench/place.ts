/** Where a bench works: a folder below the project, gone afterwards, and what it started, ended afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Command, type Running, startChild } from "../test/rig/child.ts";

export const root = join(import.meta.dirname, "..");

export type Place = {
  folder: string;
  /** Starts a process and waits for the word by which it says that it is ready. */
  start(command: Command, ready: string | RegExp, withinMs?: number): Promise<Running>;
  /** Runs when the work is over, the newest first. */
  atEnd(end: () => unknown): void;
};

/** Below the project, so that the disk is the one that is meant, not a memory file system. */
export async function inPlace<Result>(work: (place: Place) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(root, "data-bench-"));
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const atEnd = (end: () => unknown) => void ends.push(end);
  try {
    return await work({
      folder,
      atEnd,
      async start(command, ready, withinMs = 30_000) {
        const running = startChild(command);
        atEnd(() => running.kill());
        await running.says(ready, withinMs);
        return running;
      },
    });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Runs a script of ours in a process of its own; resolves with the JSON document on its last line. */
export async function askChild<Answer>(
  script: string,
  args: object,
  before: readonly string[] = [],
  withinMs = 180_000,
): Promise<Answer> {
  const words = [...before, process.execPath, "--expose-gc", join(root, script), JSON.stringify(args)];
  const [program, ...rest] = words as [string, ...string[]];
  const running = startChild({ program, args: rest });
  try {
    const said = await running.says(/^answer (.*)\n/m, withinMs);
    return JSON.parse(/^answer (.*)$/m.exec(said)?.[1] as string) as Answer;
  } finally {
    await running.kill();
  }
}

/** How a script of ours answers; it may be killed from then on. */
export function answer(document: object): void {
  process.stdout.write(`answer ${JSON.stringify(document)}\n`);
}

/**
 * A port for a server that begins later. It lies below those that Linux gives to connections (from 32768 on), so that no
 * connection has it by then: least of all one that was made to this very port and so reached itself.
 */
export async function portToCome(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Looks every few ms until it is so; rejects when it never comes. */
export async function until(isSo: () => boolean, what: string, withinMs = 90_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
    await pause(5);
  }
}
