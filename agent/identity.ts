/** What makes this gateway itself across restarts: its key, and how often it was started. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Low } from "lowdb";
import type { Report } from "./journal/report.ts";
import { stateFile } from "./journal/state-file.ts";

/** `firstSession` is above every session number used before; a run has room for a million connections. */
export type Identity = { key: string; firstSession: number };

const sessionsPerBoot = 1_000_000;

/** Reads the identity below `folder`, or makes one at the first start; counts this start. */
export async function openIdentity(folder: string, report: Report): Promise<Identity> {
  const fresh = { key: randomBytes(24).toString("base64url"), boots: 0 };
  const file = new Low(stateFile<typeof fresh>(join(folder, "identity.json"), report), fresh);
  await file.read();
  await file.update((data) => data.boots++);
  return { key: file.data.key, firstSession: file.data.boots * sessionsPerBoot + 1 };
}
