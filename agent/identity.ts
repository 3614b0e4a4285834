/** What makes this gateway itself across restarts: its key, and how often it was started. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Low } from "lowdb";
import type { Disk } from "./journal/disk.ts";
import type { Report } from "./journal/report.ts";
import { stateFile } from "./journal/state-file.ts";

/** `firstSession` is above every session number used before, a run has room for a million connections; `boots` counts the starts. */
export type Identity = { key: string; firstSession: number; boots: number };

const sessionsPerBoot = 1_000_000;
/** After a damage the boot count may be older than the last boot's: it jumps, so that no session number is used twice. */
const jump = 1000;

/** Reads the identity below `folder`, or makes one at the first start; counts this start. Both generations hold the key. */
export async function openIdentity(folder: string, report: Report, disk?: Disk): Promise<Identity> {
  let boots = 1;
  const adapter = stateFile<{ key: string; boots: number }>(
    join(folder, "identity.json"),
    (fault) => {
      boots = jump;
      report(fault);
    },
    disk,
  );
  const file = new Low(adapter, { key: randomBytes(24).toString("base64url"), boots: 0 });
  await file.read();
  const isNew = file.data.boots === 0;
  await file.update((data) => {
    data.boots += boots;
  });
  if (isNew) await file.write();
  return { key: file.data.key, boots: file.data.boots, firstSession: file.data.boots * sessionsPerBoot + 1 };
}
