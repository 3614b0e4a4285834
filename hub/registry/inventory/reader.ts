/** The thread that reads a file: a large or a wicked one keeps no alarm waiting, and takes at most its own memory with it. */
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../core/fault.ts";
import { readSheet } from "./read-sheet.ts";

/** Rows in one message. */
const atOnce = 1000;
/** Between one message and the next, others have their turn. */
const breathMs = 5;

export type ReaderMessage =
  | { kind: "sheet"; total: number; formulas: readonly string[] }
  | { kind: "rows"; rows: string[][] }
  | { kind: "refused"; code: string; detail: string };

try {
  const { rows, formulas } = await readSheet(Buffer.from(workerData as Uint8Array));
  tell({ kind: "sheet", total: rows.length, formulas });
  for (let i = 0; i < rows.length; i += atOnce) {
    tell({ kind: "rows", rows: rows.slice(i, i + atOnce) });
    await setTimeout(breathMs);
  }
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  tell({ kind: "refused", code: error.code, detail: error.detail });
}

function tell(message: ReaderMessage): void {
  parentPort?.postMessage(message);
}
