/** lowdb adapter for a small JSON document that survives a power cut: checksum, temp file, fsync, rename over it, last generation kept. */
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Adapter } from "lowdb";
import { Fault, type FieldFault } from "../../core/fault.ts";
import { codeOf, type Disk, nodeDisk, writeAll } from "./disk.ts";
import type { Report } from "./report.ts";
import { setAside } from "./set-aside.ts";

/**
 * The adapter of the file at `path`; `path.last` is the generation before, read where the file is damaged or gone. Either is
 * reported, and a damaged file set aside; neither is fatal.
 */
export function stateFile<Data>(path: string, report: Report, disk: Disk = nodeDisk): Adapter<Data> {
  let queue: Promise<void> = Promise.resolve();
  return {
    async read() {
      const newest = await readGeneration<Data>(disk, path, report);
      if (newest !== "damaged" && newest !== "gone") return newest;
      const last = await readGeneration<Data>(disk, `${path}.last`, report);
      if (last === "damaged" || last === "gone") return null;
      // A damage was told as it was set aside.
      if (newest === "gone") report(goneOf(path));
      return last;
    },
    write(data) {
      const text = seal(data);
      queue = queue.then(
        () => replaceFile(disk, path, text),
        () => replaceFile(disk, path, text),
      );
      return queue;
    },
  };
}

/** Writes a whole file durably: at every moment the old one or the new one is there. The generation before is kept as `.last`. Throws `DISK_FAILED`. */
export async function replaceFile(disk: Disk, path: string, content: string | Uint8Array): Promise<void> {
  try {
    await replaceDurably(disk, path, Buffer.from(content as Uint8Array));
  } catch (cause) {
    throw new Fault("DISK_FAILED", `${path} (${codeOf(cause)})`, { cause });
  }
}

async function replaceDurably(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temp = `${path}.tmp`;
  try {
    await writeSynced(disk, temp, bytes);
    await keepLast(disk, path);
    await disk.rename(temp, path);
  } catch (error) {
    // On a full disk the half of it would only take room.
    await disk.unlink(temp).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(dirname(path));
}

async function writeSynced(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(path, "create");
  try {
    await writeAll(file, bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A second name for what is there, not another name: the file itself is never away. */
async function keepLast(disk: Disk, path: string): Promise<void> {
  const last = `${path}.last`;
  if ((await disk.readFile(path).catch(ignoreMissing)) === undefined) return;
  await disk.unlink(last).catch(ignoreMissing);
  await disk.link(path, last).catch((error: NodeJS.ErrnoException) => {
    if (!hasNoLinks.test(error.code ?? "")) throw error;
    return disk.copyFile(path, last);
  });
}

/** [link(2)] What file systems without hard links answer, such as vfat and some network shares. */
const hasNoLinks = /^(EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP|EMLINK)$/;

async function readGeneration<Data>(disk: Disk, path: string, report: Report): Promise<Data | "damaged" | "gone"> {
  const bytes = await disk.readFile(path).catch(ignoreMissing);
  if (bytes === undefined) return "gone";
  const data = unseal<Data>(bytes.toString("utf8"));
  if (data !== null) return data;
  await setAside(disk, path, "its checksum does not match", report);
  return "damaged";
}

/** What is told where the generation before takes the place of a file that is not there. */
export function goneOf(path: string): FieldFault {
  return { code: "JOURNAL_DAMAGED", detail: `${path} is gone: its last generation is used` };
}

function seal(data: unknown): string {
  const body = JSON.stringify(data);
  return `${crc32(body).toString(16).padStart(8, "0")}\n${body}\n`;
}

function unseal<Data>(text: string): Data | null {
  const body = text.slice(9, -1);
  return text.slice(0, 8) === crc32(body).toString(16).padStart(8, "0") ? (JSON.parse(body) as Data) : null;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
