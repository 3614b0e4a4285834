/** Has files written without keeping an alarm waiting: a workbook in a thread of its own, a CSV part by part. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { csv } from "./write-csv.ts";
import type { WriterMessage } from "./writer.ts";

/** `titles`: in bold, and they stay in sight. `numbers`: digits beyond the first column are numbers. */
export type SheetHead = { sheet: string; widths: readonly number[]; titles?: readonly string[]; numbers?: boolean };
export type SheetToWrite = SheetHead & { rows: Iterable<readonly string[]> };

const limits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 64 };
const atOnce = 500;

/** As sources it lies beside this file; bundled, beside the hub. */
const writer = import.meta.filename.endsWith(".ts")
  ? new URL("./writer.ts", import.meta.url)
  : new URL("./lilong-hub-writer.js", import.meta.url);

let last: Promise<unknown> = Promise.resolve();

/** One at a time: each may take some hundred MB. */
export function workbookOf(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const turn = last.then(() => writeNow(sheets));
  last = turn.catch(() => {});
  return turn;
}

async function writeNow(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const worker = new Worker(writer, { resourceLimits: limits });
  const tell = (message: WriterMessage) => worker.postMessage(message);
  const written = new Promise<Buffer>((resolve, reject) => {
    worker.once("message", (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that writes a workbook came to an end")));
  });
  // What fails while the rows are still on their way is thrown where it is waited for.
  written.catch(() => {});
  try {
    for (const { rows, ...head } of sheets) {
      tell({ kind: "sheet", head });
      for (const part of partsOf(rows)) {
        tell({ kind: "rows", rows: part });
        await othersTurn();
      }
    }
    tell({ kind: "end" });
    return await written;
  } finally {
    await worker.terminate();
  }
}

export async function csvOf(titles: readonly string[], rows: Iterable<readonly string[]>): Promise<Buffer> {
  const parts = [Buffer.from(csv([titles]))];
  for (const part of partsOf(rows)) {
    parts.push(Buffer.from(csv(part, "")));
    await othersTurn();
  }
  return Buffer.concat(parts);
}

function* partsOf(rows: Iterable<readonly string[]>): Generator<(readonly string[])[]> {
  let part: (readonly string[])[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < atOnce) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
