/** The newest hash of the audit trail, kept beside the database: a trail whose end was cut off does not reach it. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import type { pause } from "../pause.ts";
import type { AuditHead } from "../store/audit.ts";
import { folderFault } from "../store/folder-fault.ts";
import type { Store } from "../store/store.ts";

const everyMs = 60_000;

export function headFile(folder: string): string {
  return join(folder, "audit-head");
}

/** Null where none was noted yet. Throws what reading throws, and `Error` for a file that is none. */
export function readHead(folder: string): AuditHead | null {
  let text: string;
  try {
    text = readFileSync(headFile(folder), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const [, n, hash = ""] = /^(\d+) ([0-9a-f]{64})\n$/.exec(text) ?? [];
  if (n === undefined) throw new Error(`${headFile(folder)} holds no row number and hash`);
  return { n: Number(n), hash };
}

function writeHead(folder: string, { n, hash }: AuditHead): void {
  const path = headFile(folder);
  try {
    writeFileSync(`${path}.new`, `${n} ${hash}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw folderFault(path, cause);
  }
}

/** Notes the newest head; one that does not lead on from the noted one is left as evidence and said so. Answers whether all is well. */
export async function noteHead(store: Store, folder: string, log: Logger): Promise<boolean> {
  const noted = readHead(folder);
  const { head, same } = await store.read(async ({ audit }) => ({
    head: await audit.head(),
    same: noted === null ? null : await audit.find(noted.n),
  }));
  if (noted !== null && same?.hash !== noted.hash) {
    log.error({ n: noted.n }, "the audit trail is not the one that was noted; run: lilong-hub audit verify");
    return false;
  }
  if (head !== null && head.n !== noted?.n) writeHead(folder, head);
  return true;
}

/** Notes it every minute, and when the hub ends. */
export function keepHead({ store, folder, pause, log }: Keeping): { close(): Promise<void> } {
  const ended = new AbortController();
  const run = async () => {
    while (!ended.signal.aborted) {
      await note();
      await pause(everyMs, ended.signal);
    }
  };
  const note = async () => {
    try {
      await noteHead(store, folder, log);
    } catch (error) {
      log.error({ err: error }, "the audit trail's newest hash could not be noted");
    }
  };
  const running = run();
  return {
    async close() {
      ended.abort();
      await running;
      await note();
    },
  };
}

type Keeping = { store: Store; folder: string; pause: typeof pause; log: Logger };
