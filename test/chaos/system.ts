/** Programs of the machine that are run to their end. */
import { spawnSync } from "node:child_process";

/** Whether it ended well. */
export function tries(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/** Throws with what it said when it did not end well. */
export function must(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr}`);
}
