/** Makes a folder with its parents. Node's own recursive mkdir never returns where the kernel refuses a name, as below /proc. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Throws the errno of the folder that cannot be made. */
export function makeFolder(path: string): void {
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) makeFolder(parent);
  if (!existsSync(path)) mkdirSync(path);
}
