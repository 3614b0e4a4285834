/** What the process of the flows may touch: its own program and its own folder, and no other program. */
import { realpathSync } from "node:fs";
import { dirname, sep } from "node:path";

type Folders = { start: string; nodeRed: string; nodesDir: string; userDir: string };

/**
 * [Node 24, Permission Model] A function node is no prisoner of its `vm`: what it gets hold of is held here, in the process.
 * No children, no workers, no native addons; files of the program are read, those of the flows' folder written, no others.
 */
export function confinedTo({ start, nodeRed, nodesDir, userDir }: Folders): string[] {
  const read = [dirname(start), nodesDir, modulesOf(nodeRed), userDir].flatMap(bothNames);
  return [
    "--permission",
    // The permission model does not cover it, and with it any database of the machine could be opened.
    "--no-experimental-sqlite",
    ...[...new Set(read)].map((folder) => `--allow-fs-read=${folder}`),
    ...[...new Set(bothNames(userDir))].map((folder) => `--allow-fs-write=${folder}`),
  ];
}

/** Where a folder is reached through a link, Node asks by either name. */
function bothNames(folder: string): string[] {
  return [folder, realpathSync(folder)];
}

/** The outermost folder of modules: what Node-RED needs may lie beside it, or above. */
function modulesOf(nodeRed: string): string {
  const mark = `${sep}node_modules${sep}`;
  const end = nodeRed.indexOf(mark);
  return end < 0 ? dirname(nodeRed) : nodeRed.slice(0, end + mark.length - 1);
}
