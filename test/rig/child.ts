/** A child process: started, waited for until it says a word, and killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export type Running = {
  child: ChildProcess;
  /** Everything it has written so far, both streams; of much the newest. */
  output(): string;
  /** Resolves with the output once it contains `word`; rejects when the process ends before. */
  says(word: string | RegExp, withinMs?: number): Promise<string>;
  kill(signal?: NodeJS.Signals): Promise<void>;
};

/** What to run: the program, its arguments, and what its environment has besides ours. */
export type Command = { program: string; args: readonly string[]; env?: NodeJS.ProcessEnv };

const mostOutput = 1_000_000;

/** Starts a program; who starts it ends it. */
export function startChild({ program, args, env = {} }: Command): Running {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-mostOutput);
      for (const listener of listeners) listener();
    });
  const ended = once(child, "exit");
  return {
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
          () => finish(() => reject(new Error(`${program} did not say ${word}: ${output}`))),
          withinMs,
        );
        void ended.then(() => setTimeout(() => finish(() => reject(new Error(`${program} ended: ${output}`))), 50));
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
}
