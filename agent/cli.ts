/** The command line of `lilong-agent`. */
import { parseArgs } from "node:util";
import { Fault } from "../core/fault.ts";
import type { Loaded } from "./settings/load.ts";

export const help = `lilong-agent: reads the sensors of one gateway, raises its alerts on the spot, keeps every record until the hub has it

Usage
  lilong-agent --settings gateway.json [--data ./data/agent] [--log warn]
  lilong-agent --settings gateway.json --check

Options
  --settings FILE   what hangs on this gateway: links, devices, the hub's address (agent/README.md has the table)
  --data FOLDER     journal, key and state; one agent a folder (default ./data/agent)
  --check           read settings and models, say what is wrong or what would run, and end
  --log LEVEL       fatal, error, warn, info, debug or trace (default warn: normal operation is silent)
  --version         print the version
  --help            print this

Examples
  lilong-agent --settings /etc/lilong/gateway.json --data /var/lib/lilong
  lilong-agent --settings gateway.json --check && systemctl restart lilong-agent

Ends with 0 when asked to stop, 2 when a setting, a port or the folder is wrong (one line says what to do), 1 on a bug.
`;

/** What `--check` prints. */
export function describe({ settings, devices }: Loaded): string {
  const lines = devices.map(
    ({ device, link, everyMs }) => `  ${device.id}  ${device.model} on ${link}, every ${everyMs} ms, ${device.place}\n`,
  );
  return `${settings.gateway.id}: ${settings.links.length} links, ${devices.length} devices, hub ${settings.hub.url}\n${lines.join("")}`;
}

const levels = ["fatal", "error", "warn", "info", "debug", "trace"];

export type Arguments = { settings: string; data: string; mode: "run" | "check" | "help" | "version"; log: string };

/** Throws `SETTING_INVALID` naming the option. */
export function parseCommandLine(args: readonly string[]): Arguments {
  const values = parse(args);
  const log = values.log ?? "warn";
  if (!levels.includes(log)) throw new Fault("SETTING_INVALID", `--log "${log}" is not one of ${levels.join(", ")}`);
  const mode = (["help", "version", "check"] as const).find((name) => values[name]) ?? "run";
  if (values.settings === undefined && (mode === "run" || mode === "check"))
    throw new Fault("SETTING_INVALID", "--settings names no file; see lilong-agent --help");
  return { settings: values.settings ?? "", data: values.data ?? "./data/agent", mode, log };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        settings: { type: "string" },
        data: { type: "string" },
        log: { type: "string" },
        check: { type: "boolean" },
        version: { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (cause) {
    throw new Fault("SETTING_INVALID", (cause as Error).message, { cause });
  }
}
