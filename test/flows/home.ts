/** For tests: a folder with the flows built from the present source, as an installed hub has them. */
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildFlows } from "../../flows/build.ts";
import { root } from "../rig/paths.ts";

export async function buildHome(folder: string): Promise<string> {
  mkdirSync(join(folder, "dist"), { recursive: true });
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  await buildFlows(join(folder, "dist/flows"));
  return folder;
}
