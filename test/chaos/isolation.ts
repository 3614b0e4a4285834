/** Runs a program in namespaces of its own: network, mounts and processes, which the kernel clears away however it ends. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolated } from "./abilities.ts";
import { tries } from "./system.ts";

const apart = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
/** Root needs no user namespace; others may get one. */
const ways = [apart, ["--user", "--map-root-user", ...apart]];
const making = "ip link set lo up && mount -t tmpfs lilong-chaos /dev/shm";

/**
 * Runs `node <script> <folder> …args` and resolves with its standard output; its standard error is ours. The folder is
 * fresh and gone afterwards. Where the machine has no namespaces, or none are wanted, the program runs as it is and finds out by itself.
 */
export async function runApart(
  script: string,
  args: readonly string[],
  signal: AbortSignal,
  wanted: "namespaces" | "none",
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lilong-chaos-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const words = [process.execPath, "--disable-warning=ExperimentalWarning", script, folder, ...args];
    const way = wanted === "none" ? undefined : ways.find((flags) => tries("unshare", [...flags, "sh", "-c", making]));
    if (way === undefined) return await run(words[0] as string, words.slice(1), {}, signal);
    return await run(
      "unshare",
      [...way, "sh", "-c", `${making} && exec "$@"`, "sh", ...words],
      { [isolated]: "yes" },
      signal,
    );
  } finally {
    process.off("exit", remove);
    remove();
  }
}

function run(program: string, args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    // The program ends when its standard input does, however we end; and with it every process of its namespace.
    const end = () => child.stdin.destroy();
    signal.addEventListener("abort", end);
    child.stdin.on("error", () => {});
    child.once("error", reject);
    child.once("close", (code) => {
      signal.removeEventListener("abort", end);
      if (code === 0) resolve(said);
      else reject(new Error(`${program} ended with ${code ?? "a signal"}`));
    });
  });
}
