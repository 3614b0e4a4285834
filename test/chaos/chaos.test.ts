/** A short storm with a seed, over both brokers at once: nothing is lost, doubled or invented. */
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diskFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { start } from "../rig/processes.ts";
import type { Score } from "./score.ts";

const program = join(import.meta.dirname, "chaos.ts");
const chaos = (folder: string, ...args: string[]) =>
  start(process.execPath, [program, "--crash-points", "0", ...args], { TMPDIR: folder });

/** Processes that were started with this folder. */
function processesIn(folder: string): string[] {
  return globSync("/proc/[0-9]*/cmdline").filter((path) => {
    try {
      return readFileSync(path, "utf8").includes(folder);
    } catch {
      return false;
    }
  });
}

describe("a storm", () => {
  it("loses, doubles and invents nothing, whichever broker is between gateway and hub", {
    timeout: 240_000,
  }, async () => {
    const run = chaos(diskFolder(), "--minutes", "0.4", "--seed", "3", "--json");
    const said = await run.says(/^}$/m, 230_000);
    const score: Score & { failures: string[] } = JSON.parse(said.slice(said.indexOf("{")));
    expect(score.failures).toEqual([]);
    expect(score.storms.map(({ broker }) => broker)).toEqual(["mosquitto", "embedded"]);
    for (const { mishaps, verdict } of score.storms) {
      expect(Object.values(mishaps).filter((count) => count > 0).length).toBeGreaterThan(4);
      expect(verdict.produced).toBeGreaterThan(200);
      expect(verdict.stored).toBeGreaterThan(verdict.produced / 2);
      expect(verdict.alerts.episodes).toBeGreaterThan(5);
    }
  });

  it("blows without namespaces too, says so, and leaves nothing behind", { timeout: 120_000 }, async () => {
    const folder = diskFolder();
    const run = chaos(folder, "--minutes", "0.03", "--seed", "6", "--no-namespaces", "--json");
    const said = await run.says(/^}$/m, 110_000);
    const score: Score & { failures: string[] } = JSON.parse(said.slice(said.indexOf("{")));
    expect(score.failures).toEqual([]);
    for (const { apart, cannot, mishaps, verdict } of score.storms) {
      expect([apart, Object.keys(mishaps).includes("agent's disk full")]).toEqual(["none", false]);
      expect(cannot.join()).toContain("the proxy stalls and resets instead");
      expect(verdict.stored).toBeGreaterThan(100);
    }
    await until("every process to end", () => processesIn(folder).length === 0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("leaves nothing behind when it is interrupted", { timeout: 60_000 }, async () => {
    const folder = diskFolder();
    const run = chaos(folder, "--minutes", "5", "--seed", "4");
    await until("both storms to blow", () => processesIn(folder).length >= 8, 30_000);
    await run.kill("SIGINT");
    expect(readdirSync(folder)).toEqual([]);
    await until("every process to end", () => processesIn(folder).length === 0);
  });
});
