/** The agent as it is installed: the bundle that the build leaves in dist/, started by its own first line. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Command } from "../test/rig/child.ts";
import { root } from "./place.ts";

export function buildAgent(): void {
  execFileSync(process.execPath, [join(root, "build.ts")], { stdio: "ignore" });
}

/** The Node of this process comes first on the path, so that both sides of a comparison run the same. */
export function installedAgent(settings: string, data: string, before: readonly string[] = []): Command {
  const script = join(root, "dist/lilong-agent.js");
  const options = ["--settings", settings, "--data", data, "--log", "fatal"];
  const [program = script, ...args] = [...before, script, ...options];
  return { program, args, env: { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` } };
}

/** Node that does nothing. */
export const bareNode: Command = {
  program: process.execPath,
  args: ["-e", "process.stdout.write('ready\\n'); setInterval(() => {}, 1000)"],
};

export type Neighbours = { hub: string; ports?: { "bus-a": number; "bus-b": number } };

/**
 * Settings of the virtual neighbourhood's gateway, ten readings a second: two devices of one point a second, six of two
 * points each 1.5 s. Returns the path.
 */
export function writeGateway(folder: string, { hub, ports }: Neighbours): string {
  const document = JSON.parse(readFileSync(join(root, "hardware/virtual/gateway.json"), "utf8"));
  document.hub.url = hub;
  for (const link of document.links) link.port = ports?.[link.id as "bus-a" | "bus-b"] ?? link.port;
  for (const device of document.devices) device.everyMs = device.link === "bus-a" ? 1000 : 1500;
  const path = join(folder, "gateway.json");
  writeFileSync(path, JSON.stringify(document));
  return path;
}
