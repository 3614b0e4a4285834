/** Reads a file as far as the disk can: bad blocks and a missing file are zeros, a disk that answers nothing is a fault. */
import { Fault } from "../../core/fault.ts";
import { codeOf, type Disk } from "./disk.ts";

const blockBytes = 4096;

/** Throws `DISK_FAILED` when nothing at all can be read; `isInPlace` tells a missing file from a missing disk. */
export async function readSound(disk: Disk, path: string, isInPlace: () => Promise<boolean>): Promise<Buffer> {
  try {
    return await disk.readFile(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" && (await isInPlace())) return Buffer.alloc(0);
    const bytes = codeOf(cause) === "EIO" ? await readBlocks(disk, path).catch(() => null) : null;
    if (bytes === null) throw new Fault("DISK_FAILED", `${path} (${codeOf(cause)})`, { cause });
    return bytes;
  }
}

/** Null when not one block can be read: then it is not the file that is damaged. */
async function readBlocks(disk: Disk, path: string): Promise<Buffer | null> {
  const file = await disk.open(path, "read");
  const blocks: Buffer[] = [];
  let sound = 0;
  try {
    for (let at = 0; ; at += blockBytes) {
      const block = Buffer.alloc(blockBytes);
      const count = await file.read(block, at).catch(() => null);
      if (count === 0 || blocks.length - sound > mostBadBlocks) break;
      if (count !== null) sound++;
      blocks.push(block);
    }
  } finally {
    await file.close();
  }
  return sound === 0 ? null : Buffer.concat(blocks);
}

/** Beyond so many bad blocks the rest is taken for bad as well. */
const mostBadBlocks = 256;
