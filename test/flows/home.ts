/** For tests: a folder with the flows built from the present source, as an installed hub has them. */
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildFlows } from "../../flows/build.ts";
import { root } from "../rig/paths.ts";

export async function buildHome(folder: string): Promise<string> {
  mkdirSync(join(folder, "dist"), { recursive: true });
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  for (const part of ["node_modules", "hardware"]) symlinkSync(join(root, part), join(folder, part));
  await buildFlows(join(folder, "dist/flows"));
  return folder;
}
