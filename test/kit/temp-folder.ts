/** A folder that is gone when the test is over. */
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const memory = "/dev/shm";
/** A container's may be of 64 MB. */
const leastBytes = 2 * 2 ** 30;
const quick = isRoomy(memory) ? memory : tmpdir();

/** In memory where there is room for it: each of a store's commits waits for the disk, and a test's data need outlive no power cut. */
export function tempFolder(): string {
  return vanishing(quick);
}

/** On the disk, for those whose subject is what a disk keeps, and for programs: memory may refuse to run one. */
export function diskFolder(): string {
  return vanishing(tmpdir());
}

function vanishing(within: string): string {
  const folder = mkdtempSync(join(within, "lilong-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isRoomy(folder: string): boolean {
  if (process.env.TMPDIR !== undefined) return false;
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= leastBytes;
  } catch {
    return false;
  }
}
