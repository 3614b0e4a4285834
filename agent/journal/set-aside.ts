/** Sets a damaged file aside as `<name>.bad-<time>`: never overwritten, never fatal, always reported. */
import { rename } from "node:fs/promises";
import type { Report } from "./report.ts";

/** Renames `path` and reports `JOURNAL_DAMAGED` with the reason. */
export async function setAside(path: string, why: string, report: Report): Promise<void> {
  const bad = badName(path);
  await rename(path, bad);
  report({ code: "JOURNAL_DAMAGED", detail: `${bad}: ${why}` });
}

/** The name a damaged file gets; the time makes it unique and tells when. */
export function badName(path: string): string {
  return `${path}.bad-${new Date().toISOString().replaceAll(":", "")}`;
}
