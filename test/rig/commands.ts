/** How the real parts are started, and the words by which they say that they are ready. */
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import type { Command } from "./child.ts";
import { root } from "./paths.ts";

export const ready = {
  mosquitto: /mosquitto version \S+ running/,
  hub: /lilong-hub ready \S+ \S+( \S+)?\n/,
  agent: /lilong-agent ready/,
};

/** Leaves its settings in `folder`. In a user namespace there is nobody else it could become, so it stays who starts it. */
export function mosquittoCommand(folder: string, port: number): Command {
  const settings = join(folder, `mosquitto-${port}.conf`);
  writeFileSync(settings, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nuser root\n`);
  return { program: "/usr/sbin/mosquitto", args: ["-v", "-c", settings] };
}

/** The hub from source on free ports; `args` add to or override its command line. */
export function hubCommand(data: string, args: readonly string[] = []): Command {
  const mqtt = args.includes("--broker") ? [] : ["--mqtt-port", "0"];
  const others = ["--mqtts-port", "0", "--district-port", "0", "--door-port", "0", "--flows", "off"];
  const ports = ["--http-port", "0", ...others, ...mqtt];
  return {
    program: process.execPath,
    args: [join(root, "hub/main.ts"), "--data", data, "--first-administrator", "operator", ...ports, ...args],
  };
}

/** The agent from source. */
export function agentCommand(settings: string, data: string, env: NodeJS.ProcessEnv = {}): Command {
  const args = [join(root, "agent/main.ts"), "--settings", settings, "--data", data];
  return { program: process.execPath, args, env };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
