/** Asks a technician to connect what is on the list and not connected: one task for an area and a class, ended when nothing lacks. */
import { componentName } from "../registry/component-classes.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { CoverageCell } from "../store/components.ts";
import type { Tables } from "../store/store.ts";
import type { TaskWish } from "../store/tasks.ts";
import { nowhere } from "./table.ts";

export const gapTask = "COVERAGE_GAP";
/** A street has some dozens of areas and a few classes; whoever imports a whole city at once gets the largest gaps first. */
export const mostGapTasks = 100;
const againMs = 7 * 86_400_000;
const mark = "coverage/gaps";

/** Of each subject what was last told: how many lacked, and when. */
type Told = Record<string, { gap: number; at: number }>;
type Gap = { subject: string; cell: CoverageCell; gap: number };

/** `area/class`; `-` for what lies in no area. */
export function gapSubject({ area, class: code }: Pick<CoverageCell, "area" | "class">): string {
  return `${area ?? "-"}/${code}`;
}

/** Whoever ends one by hand is asked again when more lacks, or after a week. */
export async function settleGaps(tables: Tables, cells: readonly CoverageCell[], now: number): Promise<void> {
  const books = await readBooks(tables);
  const gaps = gapsOf(cells);
  const told = (await tables.marks.read<Told>(mark)) ?? {};
  const open = new Map((await tables.tasks.openOf(gapTask)).map((task) => [task.subject, task]));
  const bySubject = new Map(gaps.map((one) => [one.subject, one]));
  for (const subject of open.keys())
    if (!bySubject.has(subject)) await tables.tasks.settle(gapTask, subject, "hub", now);
  const next: Told = {};
  let count = [...open.keys()].filter((subject) => bySubject.has(subject)).length;
  for (const { subject, cell, gap } of gaps) {
    const before = told[subject];
    const task = open.get(subject);
    if (before !== undefined) next[subject] = before;
    const wish = wishOf(subject, cell, gap, books);
    if (task !== undefined && task.text.zh === wish.text.zh) continue;
    if (task === undefined && (count >= mostGapTasks || !isNews(before, gap, now))) continue;
    if (task === undefined) count += 1;
    await tables.tasks.raise(wish, now);
    next[subject] = { gap, at: now };
  }
  if (JSON.stringify(told) !== JSON.stringify(next)) await tables.marks.put(mark, next);
}

function isNews(before: Told[string] | undefined, gap: number, now: number): boolean {
  return before === undefined || gap > before.gap || now - before.at >= againMs;
}

/** The largest first. */
export function gapsOf(cells: readonly CoverageCell[]): Gap[] {
  const gaps = cells.map((cell) => ({ subject: gapSubject(cell), cell, gap: cell.known - cell.connected }));
  return gaps.filter(({ gap }) => gap > 0).sort((a, b) => b.gap - a.gap || (a.subject < b.subject ? -1 : 1));
}

function wishOf(
  subject: string,
  { area, class: code, known, doubtful }: CoverageCell,
  gap: number,
  books: Books,
): TaskWish {
  const where = findArea(books.areas, area)?.name ?? nowhere;
  const { zh, en } = componentName(books, code) ?? { zh: code, en: code };
  const ask = doubtful === 0 ? "" : `其中 ${doubtful} 个可能已经接上，先到“应接尽接”认一下是哪台。`;
  const askEn = doubtful === 0 ? "" : ` ${doubtful} of them may be connected: say first which device each is.`;
  return {
    ...{ kind: gapTask, subject, for: "technician" },
    text: {
      zh: `${where}的${zh}应接 ${known} 个，还有 ${gap} 个没接入。${ask}打开清单逐个去装；装好会自动销。`,
      en: `${en} in ${where}: ${gap} of ${known} are not connected.${askEn} Open the list and connect them; this ends by itself.`,
    },
  };
}
