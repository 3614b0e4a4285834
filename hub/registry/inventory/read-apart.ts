/** Has a file read in a thread of its own, within a bound of memory and time. */
import { Worker } from "node:worker_threads";
import { Fault } from "../../../core/fault.ts";
import { type Rows, unpackRows } from "./packed-rows.ts";
import type { ReaderMessage } from "./reader.ts";
import { refused } from "./refused.ts";

/** `take`: the next so many of its `total` rows each time, fewer at the end; the header is the first. `formulas`: cells like C5 that are computed. */
export type SheetApart = { total: number; formulas: readonly string[]; take(most: number): Rows };

const limits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };
const longestMs = 120_000;
/** Files that are held while another is read; each has up to 20 MB. */
const mostWaiting = 8;

/** As sources it lies beside this file; bundled, beside the hub. */
const reader = import.meta.filename.endsWith(".ts")
  ? new URL("./reader.ts", import.meta.url)
  : new URL("./lilong-hub-reader.js", import.meta.url);

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** One file at a time, in the order in which they came; `onTurn` is called when it is this one's. Throws `SHEET_REFUSED`. */
export async function readApart(bytes: Uint8Array, onTurn = async () => {}): Promise<SheetApart> {
  if (waiting >= mostWaiting)
    throw refused(
      `前面还有 ${waiting} 份表在排队。过几分钟再导这一份。`,
      `${waiting} sheets are waiting already: import this one in some minutes.`,
    );
  waiting += 1;
  const turn = last.then(async () => {
    waiting -= 1;
    await onTurn();
    return readNow(bytes);
  });
  last = turn.catch(() => {});
  return turn;
}

async function readNow(bytes: Uint8Array): Promise<SheetApart> {
  const worker = new Worker(reader, { workerData: bytes, resourceLimits: limits });
  const timer = setTimeout(() => void worker.terminate(), longestMs);
  try {
    return await collect(worker);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function collect(worker: Worker): Promise<SheetApart> {
  return new Promise((resolve, reject) => {
    worker.on("message", (message: ReaderMessage) => {
      if (message.kind === "refused") return reject(new Fault("SHEET_REFUSED", message.detail));
      const { total, formulas, rows } = message;
      resolve({ total, formulas, take: unpackRows(rows) });
    });
    worker.on("error", (cause) => reject(tooMuch(cause)));
    worker.on("exit", () => reject(tooMuch()));
  });
}

function tooMuch(cause?: unknown) {
  return refused(
    "这份表读不动：太大，或结构有问题。分几份导，或另存一次。",
    "It could not be read: it is too large, or broken. Split it, or save it again.",
    cause,
  );
}
