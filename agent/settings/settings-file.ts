/** Puts the settings file back from its last generation where a power cut or a worn card took it. */
import type { FieldFault } from "../../core/fault.ts";
import { codeOf, type Disk, nodeDisk } from "../journal/disk.ts";
import { setAside } from "../journal/set-aside.ts";
import { goneOf, replaceFile } from "../journal/state-file.ts";

/**
 * Returns what was done, for the log and the hub; empty where the file is as it was left, whether it fits or not. What is
 * wrong in the middle was written by somebody, and is left to the start to name. Throws `DISK_FAILED`.
 */
export async function mendSettings(path: string, disk: Disk = nodeDisk): Promise<FieldFault[]> {
  const told: FieldFault[] = [];
  const text = await textAt(disk, path);
  if (text === "unreadable" || (text !== null && !isTorn(text))) return told;
  const last = await textAt(disk, `${path}.last`);
  if (last === null || last === "unreadable" || errorOf(last) !== null) return told;
  if (text === null) told.push(goneOf(path));
  else await setAside(disk, path, "it is torn: its last generation is used", (fault) => told.push(fault));
  await replaceFile(disk, path, last);
  return told;
}

/** Null where there is none; what stands in the way of reading is the start's to name. */
async function textAt(disk: Disk, path: string): Promise<string | "unreadable" | null> {
  return disk.readFile(path).then(
    (bytes) => bytes.toString("utf8"),
    (error) => (codeOf(error) === "ENOENT" ? null : "unreadable"),
  );
}

/** Empty, of zeros, or ending too early: nobody writes so. */
function isTorn(text: string): boolean {
  const error = errorOf(text);
  if (error === null) return false;
  const [, at = ""] = /at position (\d+)/.exec(error) ?? [];
  return text.includes("\0") || /Unexpected end|Unterminated/.test(error) || Number(at) >= text.trimEnd().length;
}

function errorOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
