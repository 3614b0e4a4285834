/** Bundles what is shipped: dist/lilong-agent.js with its two child processes, dist/lilong-hub.js with the thread that reads sheets and the process that evaluates mappings, the console below dist/console, what Node-RED needs below dist/flows. */
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildPage } from "./agent/page/build.ts";
import { buildFlows } from "./flows/build.ts";
import { buildConsole } from "./hub/console/build.ts";

const root = import.meta.dirname;
const dist = join(root, "dist");

/**
 * The agent allocates little at a time: V8's usual room for young objects (16 MB and more, kept once used) and its four
 * helper threads would cost 5 MB and gain nothing. V8 takes both from the command line only.
 */
const agentNode = "-S node --max-semi-space-size=1 --v8-pool-size=1";

/** Runs before anything else of the bundle: an old Node gets a sentence, bundled CommonJS gets its `require`. */
const banner = (node: string) => `#!/usr/bin/env ${node}
import { createRequire as lilongRequire } from "node:module";
if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write("NODE_TOO_OLD: this is Node " + process.versions.node + ". Run it with Node 24 or newer; npm scripts here do so by themselves.\\n");
  process.exit(2);
}
const require = lilongRequire(import.meta.url);`;

async function bundle(name: string, entry: string, node: string): Promise<void> {
  await build({
    entryPoints: { [name]: join(root, entry) },
    outdir: dist,
    // What is imported lazily lies in files of its own, with what it needs of Node: who never asks for it never loads it.
    splitting: true,
    chunkNames: `${name}-[name]-[hash]`,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    banner: { js: banner(node) },
    // V8 keeps the source in memory. Names stay, for the trace of a bug.
    minifyWhitespace: true,
    minifySyntax: true,
    external: ["serialport", "johnny-five", "@abandonware/noble"],
    sourcemap: true,
    legalComments: "none",
    logLevel: "warning",
  });
  chmodSync(join(dist, `${name}.js`), 0o755);
}

rmSync(dist, { recursive: true, force: true });
await Promise.all([
  bundle("lilong-agent", "agent/main.ts", agentNode),
  bundle("ble-child", "agent/links/ble/ble-child.ts", "node"),
  bundle("gpio-child", "agent/links/gpio/gpio-child.ts", "node"),
  bundle("lilong-hub", "hub/main.ts", "node"),
  bundle("lilong-hub-reader", "hub/registry/inventory/reader.ts", "node"),
  bundle("lilong-hub-writer", "hub/registry/inventory/writer.ts", "node"),
  bundle("lilong-hub-mapping", "hub/platforms/mapping/child.ts", "node"),
  bundle("lilong-district-sandbox", "hub/district/sandbox/main.ts", "node"),
  buildPage(join(dist, "page")),
  buildFlows(join(dist, "flows")),
  buildConsole(join(dist, "console"), { minify: true }),
]);
