/** Finds out at the start what a folder of segments holds, from their headers; only the last is read. What is unsound is set aside, never fatal. */
import { join } from "node:path";
import type { Epoch } from "../../core/id.ts";
import { type Disk, readHead, writeAll } from "./disk.ts";
import type { Report } from "./report.ts";
import { decodeHeader, encodeHeader, firstRecord, isZero, type SegmentHeader, scanRecords } from "./segment.ts";
import { setAside } from "./set-aside.ts";

/** A segment whose header is sound, and its first record where it could be read at a glance. */
export type Found = { path: string; header: SegmentHeader; first: Uint8Array | null };

/** Segments of the newest journal in order of offset; `lostBases`: where segments began that cannot be read at all. */
export type Recovered = { segments: Found[]; lostBases: number[] };

type Glimpse = { path: string; base: number; header: SegmentHeader | null; first: Uint8Array | null };

/** Enough of a file for its header and a first record of common size. */
const glimpseBytes = 1024;
const glimpsesAtOnce = 32;

/** Throws `JOURNAL_NEWER` before anything is touched. `knownEpoch` is asked only when a header is damaged. */
export async function recoverSegments(
  disk: Disk,
  folder: string,
  knownEpoch: () => Promise<Epoch | null>,
  report: Report,
): Promise<Recovered> {
  const glimpses = await glimpseAll(disk, folder);
  const sound: Found[] = [];
  const lostBases: number[] = [];
  for (const [i, { path, base, header, first }] of glimpses.entries()) {
    if (header !== null && header.base !== base) await disk.unlink(path);
    else if (header !== null) sound.push({ path, header, first });
    else {
      const guess = await guessHeader(base, sound.at(-1)?.header, glimpses.slice(i + 1), knownEpoch);
      const mended = await mend(disk, path, guess, report);
      if (mended === "damaged") lostBases.push(base);
      else if (mended !== "empty") sound.push(mended);
    }
  }
  const epoch = sound.at(-1)?.header.epoch;
  for (const foreign of sound.filter((segment) => segment.header.epoch !== epoch))
    await setAside(disk, foreign.path, "it belongs to an older journal", report);
  return { segments: sound.filter((segment) => segment.header.epoch === epoch), lostBases };
}

/** Throws `JOURNAL_NEWER` when a newer version wrote there. A folder that is not there yet holds nothing. */
export async function refuseNewer(disk: Disk, folder: string): Promise<void> {
  const last = (await segmentNames(disk, folder).catch(() => [])).at(-1);
  if (last !== undefined) await glimpse(disk, folder, last);
}

async function glimpseAll(disk: Disk, folder: string): Promise<Glimpse[]> {
  const names = await segmentNames(disk, folder);
  const glimpses: Glimpse[] = [];
  for (let at = 0; at < names.length; at += glimpsesAtOnce)
    glimpses.push(
      ...(await Promise.all(names.slice(at, at + glimpsesAtOnce).map((name) => glimpse(disk, folder, name)))),
    );
  return glimpses;
}

async function segmentNames(disk: Disk, folder: string): Promise<string[]> {
  return (await disk.readdir(folder)).filter((name) => /^\d{16}\.seg$/.test(name)).sort();
}

async function glimpse(disk: Disk, folder: string, name: string): Promise<Glimpse> {
  const path = join(folder, name);
  const bytes = await readHead(disk, path, glimpseBytes);
  const header = decodeHeader(bytes);
  return { path, base: Number.parseInt(name, 10), header, first: header && firstRecord(bytes, header) };
}

/** Serials of one journal follow each other, and the name tells the base: so a damaged header can be told from its neighbours. */
async function guessHeader(
  base: number,
  before: SegmentHeader | undefined,
  after: readonly Glimpse[],
  knownEpoch: () => Promise<Epoch | null>,
): Promise<SegmentHeader | null> {
  if (before !== undefined) return { ...before, base, serial: before.serial + 1 };
  const next = after[0]?.header;
  if (next !== undefined && next !== null) return { ...next, base, serial: next.serial - 1 };
  const epoch = await knownEpoch();
  return epoch === null ? null : { epoch, base, serial: 1 };
}

/** Records that are sound under the guessed header prove it: it is written again. A file of zeros was being made when the power went. */
async function mend(
  disk: Disk,
  path: string,
  guess: SegmentHeader | null,
  report: Report,
): Promise<Found | "empty" | "damaged"> {
  const bytes = await disk.readFile(path);
  if (isZero(bytes)) {
    await disk.unlink(path);
    return "empty";
  }
  if (guess === null || scanRecords(bytes, guess).starts.length === 0) {
    await setAside(disk, path, "its header is damaged", report);
    return "damaged";
  }
  await rewriteHeader(disk, path, guess);
  report({ code: "JOURNAL_DAMAGED", detail: `${path}: its header was damaged and is written again` });
  return { path, header: guess, first: firstRecord(bytes, guess) };
}

async function rewriteHeader(disk: Disk, path: string, header: SegmentHeader): Promise<void> {
  const file = await disk.open(path, "change");
  try {
    await writeAll(file, encodeHeader(header), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A segment is named by its first offset. */
export function segmentName(base: number): string {
  return `${String(base).padStart(16, "0")}.seg`;
}
