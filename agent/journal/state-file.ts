/** lowdb adapter for a small JSON document that survives a power cut: checksum, temp file, fsync, rename, last generation kept. */
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Adapter } from "lowdb";
import { Fault } from "../../core/fault.ts";
import { codeOf, type Disk, nodeDisk, writeAll } from "./disk.ts";
import type { Report } from "./report.ts";
import { setAside } from "./set-aside.ts";

/** The adapter of the file at `path`; `path.last` is the generation before. A damaged file is set aside and reported, never fatal. */
export function stateFile<Data>(path: string, report: Report, disk: Disk = nodeDisk): Adapter<Data> {
  let queue: Promise<void> = Promise.resolve();
  return {
    async read() {
      return (
        (await readGeneration<Data>(disk, path, report)) ?? (await readGeneration<Data>(disk, `${path}.last`, report))
      );
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

/** Writes a whole file durably. Throws `DISK_FAILED`; the generation before is then still there, as `.last`. */
export async function replaceFile(disk: Disk, path: string, content: string | Uint8Array): Promise<void> {
  try {
    await replaceDurably(disk, path, Buffer.from(content as Uint8Array));
  } catch (cause) {
    throw new Fault("DISK_FAILED", `${path} (${codeOf(cause)})`, { cause });
  }
}

async function replaceDurably(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temp = `${path}.tmp`;
  const file = await disk.open(temp, "create");
  try {
    await writeAll(file, bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(path, `${path}.last`).catch(ignoreMissing);
  await disk.rename(temp, path);
  await disk.syncFolder(dirname(path));
}

async function readGeneration<Data>(disk: Disk, path: string, report: Report): Promise<Data | null> {
  const bytes = await disk.readFile(path).catch(ignoreMissing);
  if (bytes === undefined) return null;
  const data = unseal<Data>(bytes.toString("utf8"));
  if (data === null) await setAside(disk, path, "its checksum does not match", report);
  return data;
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
