/** lowdb adapter for a small JSON document that survives a power cut: checksum, temp file, fsync, rename, last generation kept. */
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Adapter } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Report } from "./report.ts";
import { setAside } from "./set-aside.ts";

/** The adapter of the file at `path`; `path.last` is the generation before. A damaged file is set aside and reported, never fatal. */
export function stateFile<Data>(path: string, report: Report): Adapter<Data> {
  let queue: Promise<void> = Promise.resolve();
  return {
    async read() {
      return (await readGeneration<Data>(path, report)) ?? (await readGeneration<Data>(`${path}.last`, report));
    },
    write(data) {
      const text = seal(data);
      queue = queue.then(
        () => replace(path, text),
        () => replace(path, text),
      );
      return queue;
    },
  };
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Throws `DISK_FAILED`; the generation before is then still there. */
async function replace(path: string, text: string): Promise<void> {
  try {
    await replaceDurably(path, text);
  } catch (cause) {
    throw new Fault("DISK_FAILED", `${path} (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

async function replaceDurably(path: string, text: string): Promise<void> {
  const temp = `${path}.tmp`;
  const handle = await open(temp, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(path, `${path}.last`).catch(ignoreMissing);
  await rename(temp, path);
  await syncFolder(dirname(path));
}

async function readGeneration<Data>(path: string, report: Report): Promise<Data | null> {
  const text = await readFile(path, "utf8").catch(ignoreMissing);
  if (text === undefined) return null;
  const data = unseal<Data>(text);
  if (data === null) await setAside(path, "its checksum does not match", report);
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
