/** Looks through an XLSX before anything is made of it: how large it becomes, how its parts are named, what its first sheet merges or computes. */
import type { Readable } from "node:stream";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { refused } from "./refused.ts";

const mostBytes = 200 * 1024 * 1024;
const mostEntries = 1000;
const mostNamed = 1000;
const firstSheet = "xl/worksheets/sheet1.xml";

export type Examined = { merged: string[]; formulas: string[] };

/** What is inflated is counted as it comes: what the archive says of itself is not believed. Throws `SHEET_REFUSED`. */
export async function examineZip(bytes: Buffer): Promise<Examined> {
  const found: Examined = { merged: [], formulas: [] };
  const counted = { bytes: 0, entries: 0 };
  try {
    // Names that lead out of the archive are refused by yauzl itself.
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true });
    if (zip.entryCount > mostEntries) throw tooLarge();
    for await (const entry of zip.eachEntry()) await examineEntry(zip, entry, found, counted);
  } catch (error) {
    if ((error as { code?: unknown }).code === "SHEET_REFUSED") throw error;
    throw refused(
      "文件结构不对，不敢打开。用 Excel 或 WPS 打开再另存一次。",
      "Its structure is wrong and it is not opened: save it again with a spreadsheet.",
      error,
    );
  }
  return found;
}

async function examineEntry(zip: ZipFile, entry: Entry, found: Examined, counted: { bytes: number }): Promise<void> {
  if (counted.bytes + entry.uncompressedSize > mostBytes) throw tooLarge();
  const isSheet = entry.fileName === firstSheet;
  const stream: Readable = await zip.openReadStreamPromise(entry);
  let rest = "";
  for await (const chunk of stream) {
    counted.bytes += (chunk as Buffer).length;
    if (counted.bytes > mostBytes) throw tooLarge();
    if (!isSheet) continue;
    const text = rest + (chunk as Buffer).toString("latin1");
    const cut = cutOf(text);
    note(text.slice(0, cut), found);
    rest = text.slice(cut);
  }
  note(rest, found);
}

function tooLarge() {
  return refused("解开以后太大，不像登记表，没有打开。", "It would become too large when opened; it was not.");
}

/** What may go on in the next piece begins here: a cell, else whatever tag is the last. */
function cutOf(text: string): number {
  const cell = text.lastIndexOf("<c ");
  return cell > text.length - 400 ? cell : Math.max(0, text.lastIndexOf("<"));
}

/** Names of cells are ASCII, so bytes will do. */
function note(text: string, { merged, formulas }: Examined): void {
  for (const [, ref = ""] of text.matchAll(/<mergeCell ref="([A-Z0-9:]{2,20})"/g))
    if (merged.length < mostNamed) merged.push(ref);
  for (const [, ref = ""] of text.matchAll(/<c [^>]{0,200}?r="([A-Z]{1,3}\d{1,7})"[^>]{0,200}>\s*<f[\s>/]/g))
    if (formulas.length < mostNamed) formulas.push(ref);
}
