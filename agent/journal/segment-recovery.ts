/** Finds out at the start what a folder of segments still holds; whatever is unsound is set aside, never fatal. */
import { copyFile, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "./report.ts";
import { decodeHeader, type Scan, type SegmentHeader, scanRecords } from "./segment.ts";
import { badName, setAside } from "./set-aside.ts";

/** A segment whose header is sound, and what its scan found. */
export type Found = { path: string; header: SegmentHeader; scan: Scan };

/** Segments of the newest journal in order of offset, and the ranges `[from, to)` among them that cannot be read. */
export type Recovered = { segments: Found[]; holes: [number, number][] };

export async function recoverSegments(folder: string, report: Report): Promise<Recovered> {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const names = files
    .map(({ name }) => name)
    .filter((name) => /^\d{16}\.seg$/.test(name))
    .sort();
  const sound: Found[] = [];
  for (const name of names) {
    const segment = await readSegment(join(folder, name), report);
    if (segment !== null) sound.push(segment);
  }
  const epoch = sound.at(-1)?.header.epoch;
  for (const foreign of sound.filter((segment) => segment.header.epoch !== epoch))
    await setAside(foreign.path, "it belongs to an older journal", report);
  const segments = sound.filter((segment) => segment.header.epoch === epoch);
  return { segments, holes: segments.flatMap((segment, i) => holesOf(segment, segments[i + 1])) };
}

/** Null for a file that was being taken into use when the power went, or whose header is damaged. */
async function readSegment(path: string, report: Report): Promise<Found | null> {
  const bytes = await readFile(path);
  const header = decodeHeader(bytes);
  if (header === null) {
    await (bytes.every((byte) => byte === 0) ? unlink(path) : setAside(path, "its header is damaged", report));
    return null;
  }
  if (!path.endsWith(segmentName(header.base))) {
    await unlink(path);
    return null;
  }
  const scan = scanRecords(bytes, header);
  if (!scan.isClean || scan.starts.includes(null)) await keepCopy(path, report);
  return { path, header, scan };
}

/** The damaged bytes are kept aside; what is sound stays where it is. */
async function keepCopy(path: string, report: Report): Promise<void> {
  const bad = badName(path);
  await copyFile(path, bad);
  report({ code: "JOURNAL_DAMAGED", detail: `${bad}: a record is torn or damaged` });
}

/** Records that cannot be read, and what lies between the end of a segment and the beginning of the next. */
function holesOf({ header, scan }: Found, next: Found | undefined): [number, number][] {
  const holes = scan.starts.flatMap((start, i): [number, number][] =>
    start === null ? [[header.base + i, header.base + i + 1]] : [],
  );
  const end = header.base + scan.starts.length;
  return next === undefined || next.header.base <= end ? holes : [...holes, [end, next.header.base]];
}

/** A segment is named by its first offset. */
export function segmentName(base: number): string {
  return `${String(base).padStart(16, "0")}.seg`;
}
