/** What the gateway remembers of time across restarts: the latest moment known, and what time it was when a boot began. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";

/** `offset`: wall clock minus monotonic clock, ms; null until someone confirmed the time. */
type BootRow = { boot: number; machine: string; offset: number | null };

/** `floor`: it cannot be earlier than that, ms since 1970. */
export type ClockMemory = { floor: number; boots: BootRow[] };

/** Records older than so many boots and never dated stay estimated. */
const mostBoots = 16;

/** Opens `<folder>/clock.json`; a damaged one is set aside and reported. */
export async function openClockMemory(folder: string, report: Report, disk?: Disk): Promise<Low<ClockMemory>> {
  const file = new Low<ClockMemory>(stateFile(join(folder, "clock.json"), report, disk), { floor: 0, boots: [] });
  await file.read();
  return file;
}

/** A start of the agent. Starts within one boot of the machine share its monotonic clock, and so the offset. */
export function addBoot(memory: ClockMemory, boot: number, machine: string): void {
  const offset = memory.boots.find((row) => row.machine === machine && row.offset !== null)?.offset ?? null;
  memory.boots = [...memory.boots.filter((row) => row.boot !== boot), { boot, machine, offset }].slice(-mostBoots);
}

/** The time was confirmed: what the machine's boot was dated with first stays. */
export function dateBoot(memory: ClockMemory, machine: string, offset: number): void {
  for (const row of memory.boots) if (row.machine === machine) row.offset ??= offset;
}

export function offsetOf(memory: ClockMemory, boot: number): number | null {
  return memory.boots.find((row) => row.boot === boot)?.offset ?? null;
}
