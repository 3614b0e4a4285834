/** Builds what Node-RED needs as files: the process that runs it, our nodes with their pages, and the default flows. */
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { flowNames } from "./names.ts";
import { nodeNames } from "./nodes/names.ts";

const here = import.meta.dirname;

/** Writes into `outdir`, which is emptied first: start.js, the editor's script, nodes/ (a Node-RED module) and flows.json. */
export async function buildFlows(outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  const nodes = join(outdir, "nodes");
  await mkdir(nodes, { recursive: true });
  const shared = { bundle: true, platform: "node", format: "esm", target: "node24", logLevel: "warning" } as const;
  await build({ ...shared, entryPoints: [join(here, "start.ts")], outdir });
  // Split, so that all nodes share one connection to the hub.
  const entryPoints = nodeNames.map((name) => join(here, "nodes", `${name}.ts`));
  await build({ ...shared, entryPoints, outdir: nodes, splitting: true, chunkNames: "shared-[hash]" });
  for (const name of nodeNames) await cp(join(here, "nodes", `${name}.html`), join(nodes, `${name}.html`));
  for (const folder of ["icons", "locales"])
    await cp(join(here, "nodes", folder), join(nodes, folder), { recursive: true });
  await cp(join(here, "editor-confirm.js"), join(outdir, "editor-confirm.js"));
  await writeFile(join(nodes, "package.json"), JSON.stringify(manifest(), null, 2));
  await writeFile(join(outdir, "package.json"), JSON.stringify({ type: "module", private: true }));
  await writeFile(join(outdir, "default-flows.json"), JSON.stringify(await defaultFlows(), null, 2));
}

function manifest(): object {
  const nodes = Object.fromEntries(nodeNames.map((name) => [`lilong-${name}`, `${name}.js`]));
  return { name: "lilong-flows", version: "1.0.0", private: true, type: "module", "node-red": { nodes } };
}

/** All default flows in one: what a hub begins with. */
async function defaultFlows(): Promise<unknown[]> {
  const flows = await Promise.all(flowNames.map((name) => readFile(join(here, name, "flow.json"), "utf8")));
  return flows.flatMap((text) => JSON.parse(text) as unknown[]);
}
