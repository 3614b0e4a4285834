/** What a disk may hold after the power went: everything synced, and any part of what was not. */
import { apply, copyOf, type DiskState, type Step } from "./recording-disk.ts";

export const cuts = ["prefix", "synced", "scattered", "torn sector", "torn byte"] as const;
export type Cut = (typeof cuts)[number];

/** A number in [0, 1). */
export type Random = () => number;

const sectorBytes = 512;

/** The disk after the first `count` of `steps` on top of `start`. */
export function cutPower(start: DiskState, steps: readonly Step[], count: number, cut: Cut, random: Random): DiskState {
  const done = steps.slice(0, count);
  if (cut === "prefix") return play(start, done);
  if (cut === "torn sector" || cut === "torn byte") return play(start, torn(done, cut, random));
  return play(start, survivors(done, cut === "scattered" ? random : () => 1));
}

function play(start: DiskState, steps: readonly Step[]): DiskState {
  const state = copyOf(start);
  for (const step of steps) apply(state, step);
  return state;
}

/** The last write is cut short, at a sector or anywhere. */
function torn(steps: readonly Step[], cut: Cut, random: Random): Step[] {
  const at = steps.findLastIndex(({ kind }) => kind === "write");
  const last = steps[at];
  const isSynced = last?.kind === "write" && steps.slice(at).some((s) => s.kind === "sync" && s.file === last.file);
  if (last?.kind !== "write" || isSynced) return [...steps];
  const length = Math.floor(random() * last.bytes.length);
  const kept = cut === "torn byte" ? length : Math.floor(length / sectorBytes) * sectorBytes;
  return steps.map((step) => (step === last ? { ...last, bytes: last.bytes.subarray(0, kept) } : step));
}

/**
 * Synced data and names stay. Of the rest each sector stays or not by itself, and the changes of names up to any one of
 * them: a file system keeps these in order. `random` above a half loses.
 */
function survivors(steps: readonly Step[], random: Random): Step[] {
  const syncedTo = new Map<number, number>();
  for (const [i, step] of steps.entries()) if (step.kind === "sync") syncedTo.set(step.file, i);
  const lastNames = steps.findLastIndex(({ kind }) => kind === "names");
  const unsynced = steps.filter((step, i) => i > lastNames && isName(step));
  const keptNames = new Set(unsynced.slice(0, Math.round((1 - random()) * unsynced.length)));
  return steps.flatMap((step, i): Step[] => {
    if (isName(step)) return i < lastNames || keptNames.has(step) ? [step] : [];
    if (step.kind !== "write" || i < (syncedTo.get(step.file) ?? -1)) return [step];
    return sectors(step).filter(() => random() < 0.5);
  });
}

function isName({ kind }: Step): boolean {
  return kind === "link" || kind === "rename" || kind === "unlink";
}

function sectors(step: Extract<Step, { kind: "write" }>): Step[] {
  const parts: Step[] = [];
  for (let from = 0; from < step.bytes.length; ) {
    const to = Math.min(step.bytes.length, from + sectorBytes - ((step.at + from) % sectorBytes));
    parts.push({ ...step, at: step.at + from, bytes: step.bytes.subarray(from, to) });
    from = to;
  }
  return parts;
}
