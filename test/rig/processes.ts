/** Child processes of a test: started, waited for until they say a word, and ended with the test. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

export type Running = {
  child: ChildProcess;
  /** Everything it has written so far, both streams. */
  output(): string;
  /** Resolves with the output once it contains `word`; rejects when the process ends before. */
  says(word: string | RegExp, withinMs?: number): Promise<string>;
  kill(signal?: NodeJS.Signals): Promise<void>;
};

/** Starts `command` and ends it with the test. */
export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (bytes: Buffer) => {
      output += bytes.toString();
      for (const listener of listeners) listener();
    });
  const ended = once(child, "exit");
  const running: Running = {
    child,
    output: () => output,
    says: (word, withinMs = 15_000) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          listeners.delete(look);
          settle();
        };
        const look = () => {
          if (typeof word === "string" ? output.includes(word) : word.test(output)) finish(() => resolve(output));
        };
        const timer = setTimeout(
          () => finish(() => reject(new Error(`${command} did not say ${word}: ${output}`))),
          withinMs,
        );
        void ended.then(() => setTimeout(() => finish(() => reject(new Error(`${command} ended: ${output}`))), 50));
        listeners.add(look);
        look();
      }),
    async kill(signal = "SIGKILL") {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await ended;
      }
    },
  };
  onTestFinished(async () => {
    const impatient = setTimeout(() => child.kill("SIGKILL"), 8000);
    await running.kill("SIGTERM");
    clearTimeout(impatient);
  });
  return running;
}

/** A pair of pseudo-terminals: what is written to one is read from the other. Killing it is an unplug. */
export async function ptyPair(a: string, b: string): Promise<Running> {
  const socat = start("socat", ["-d", "-d", `pty,raw,echo=0,link=${a}`, `pty,raw,echo=0,link=${b}`]);
  await socat.says("starting data transfer loop");
  return socat;
}
