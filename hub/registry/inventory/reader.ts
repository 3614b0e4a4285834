/** The thread that reads a file: a large or a wicked one keeps no alarm waiting, and takes at most its own memory with it. */
import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../core/fault.ts";
import { type PackedRows, packRows } from "./packed-rows.ts";
import { readSheet } from "./read-sheet.ts";

export type ReaderMessage =
  | { kind: "sheet"; total: number; formulas: readonly string[]; rows: PackedRows }
  | { kind: "refused"; code: string; detail: string };

try {
  const { buffer, byteOffset, byteLength } = workerData as Uint8Array<ArrayBuffer>;
  const { rows, formulas } = await readSheet(Buffer.from(buffer, byteOffset, byteLength));
  const packed = packRows(rows);
  tell(
    { kind: "sheet", total: rows.length, formulas, rows: packed },
    packed.map((part) => part.buffer),
  );
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  tell({ kind: "refused", code: error.code, detail: error.detail });
}

function tell(message: ReaderMessage, given: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, given);
}
