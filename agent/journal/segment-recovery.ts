/** Finds out at the start what a folder of segments still holds; whatever is unsound is set aside, never fatal. */
import { copyFile, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "./report.ts";
import { decodeHeader, type SegmentHeader, scanRecords } from "./segment.ts";
import { badName, setAside } from "./set-aside.ts";

/** A sound segment: `count` records, the last ending at byte `end`. */
export type Found = { path: string; header: SegmentHeader; count: number; end: number };

/** Segments in order of offset, and the ranges between them that are lost. */
export async function recoverSegments(
  folder: string,
  report: Report,
): Promise<{ segments: Found[]; damaged: [number, number][] }> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".seg")).sort();
  const sound: Found[] = [];
  for (const name of names) {
    const segment = await readSegment(join(folder, name), report);
    if (segment !== null) sound.push(segment);
  }
  const epoch = sound.at(-1)?.header.epoch;
  const segments = sound.filter((segment) => segment.header.epoch === epoch);
  for (const foreign of sound.filter((segment) => segment.header.epoch !== epoch))
    await setAside(foreign.path, "it belongs to an older journal", report);
  return { segments, damaged: await findHoles(segments, report) };
}

/** Null for a file that was being taken into use when the power went, or that is unsound. */
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
  const { starts, end } = scanRecords(bytes, header);
  return { path, header, count: starts.length, end };
}

/** A segment that ends before the next begins has lost records: its bytes are kept aside, the sound ones stay. */
async function findHoles(segments: readonly Found[], report: Report): Promise<[number, number][]> {
  const holes: [number, number][] = [];
  for (const [i, { path, header, count }] of segments.entries()) {
    const end = header.base + count;
    const next = segments[i + 1]?.header.base ?? end;
    if (next === end) continue;
    const bad = badName(path);
    await copyFile(path, bad);
    report({ code: "JOURNAL_DAMAGED", detail: `${bad}: records ${end} to ${next - 1} cannot be read` });
    holes.push([end, next]);
  }
  return holes;
}

/** A segment is named by its first offset. */
export function segmentName(base: number): string {
  return `${String(base).padStart(16, "0")}.seg`;
}
