/** Child processes of a test: they end with it. */
import { onTestFinished } from "vitest";
import { type Running, startChild } from "./child.ts";

export type { Running } from "./child.ts";

/** Starts `program` and ends it with the test. */
export function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const running = startChild({ program, args, env });
  onTestFinished(async () => {
    const impatient = setTimeout(() => running.child.kill("SIGKILL"), 8000);
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
