/** What the gateway remembers of time across restarts: the latest moment known, and what time it was when a boot began. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { Disk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";

/** `offset`: wall clock minus monotonic clock, ms; null until someone confirmed the time. */
type BootRow = { boot: number; machine: string; offset: number | null };

/** The latest confirmation: in which boot of the machine, by whom, and what the machine's own date was then (minus monotonic, ms). */
export type Confirmation = { machine: string; by: "ntp" | "hub"; offset: number; dateOffset: number };

/** `floor`: it cannot be earlier than that, ms since 1970. */
export type ClockMemory = { floor: number; boots: BootRow[]; confirmed: Confirmation | null };

/** Records older than so many boots and never dated stay estimated. */
const mostBoots = 16;
/** A date that NTP keeps strays less from the monotonic clock between two starts. */
const movedMs = 5000;

/** Opens `<folder>/clock.json`; a damaged one is set aside and reported. */
export async function openClockMemory(folder: string, report: Report, disk?: Disk): Promise<Low<ClockMemory>> {
  const file = new Low<ClockMemory>(stateFile(join(folder, "clock.json"), report, disk), {
    floor: 0,
    boots: [],
    confirmed: null,
  });
  await file.read();
  file.data.confirmed ??= null;
  return file;
}

/** What the machine tells of its time at a start. */
export type Machine = { machine: string; dateOffset: number; isNtp: boolean };

/** A start of the agent; `offset` where the time is known from an earlier one. */
export function addBoot(memory: ClockMemory, boot: number, machine: string, offset: number | null): void {
  memory.boots = [...memory.boots.filter((row) => row.boot !== boot), { boot, machine, offset }].slice(-mostBoots);
}

/**
 * Whether what an earlier start was told still holds: starts within one boot of the machine share its monotonic clock.
 * It does not when NTP confirmed it and has stopped since, nor when the machine's date was moved: the machine may have slept.
 */
export function stillHolds({ confirmed }: ClockMemory, { machine, dateOffset, isNtp }: Machine): boolean {
  if (confirmed?.machine !== machine) return false;
  return (confirmed.by === "hub" || isNtp) && Math.abs(dateOffset - confirmed.dateOffset) <= movedMs;
}

/** The time was confirmed: what each start was dated with first stays. */
export function confirm(memory: ClockMemory, confirmed: Confirmation): void {
  memory.confirmed = confirmed;
  for (const row of memory.boots) if (row.machine === confirmed.machine) row.offset ??= confirmed.offset;
}

export function offsetOf(memory: ClockMemory, boot: number): number | null {
  return memory.boots.find((row) => row.boot === boot)?.offset ?? null;
}
