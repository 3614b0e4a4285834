/** Keeps what is damaged aside as `<name>.bad-<time>`: never overwritten, never fatal, always reported. */
import type { Disk } from "./disk.ts";
import type { Report } from "./report.ts";

/** Moves the file at `path` aside and reports `JOURNAL_DAMAGED` with the reason. */
export function setAside(disk: Disk, path: string, why: string, report: Report): Promise<void> {
  return keep(path, why, report, (bad) => disk.rename(path, bad));
}

/** Keeps a copy of the file at `path` aside: what is sound in it stays in use. */
export function copyAside(disk: Disk, path: string, why: string, report: Report): Promise<void> {
  return keep(path, why, report, (bad) => disk.copyFile(path, bad));
}

/** Keeps the damaged bytes of the file at `path` aside. */
export function bytesAside(disk: Disk, path: string, bytes: Uint8Array, why: string, report: Report): Promise<void> {
  return keep(path, why, report, (bad) => disk.appendFile(bad, bytes));
}

/** A disk that is full, or a file that is gone, leaves nothing to keep; the report does not depend on it. */
async function keep(path: string, why: string, report: Report, work: (bad: string) => Promise<void>): Promise<void> {
  const bad = badName(path);
  const isKept = await work(bad).then(
    () => true,
    () => false,
  );
  report({ code: "JOURNAL_DAMAGED", detail: `${isKept ? bad : `${path}, of which no copy could be kept`}: ${why}` });
}

/** The name a damaged file gets; the time makes it unique and tells when. */
export function badName(path: string): string {
  return `${path}.bad-${new Date().toISOString().replaceAll(":", "")}`;
}
