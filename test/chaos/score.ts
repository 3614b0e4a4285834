/** The score of a run: what was done to the system, and what came of it. */
import type { CrashScore } from "./crash/crash-points.ts";
import { isSound } from "./oracle.ts";
import type { Outcome } from "./storm-run.ts";

export type Score = { seed: number; minutes: number; storms: Outcome[]; crashPoints: CrashScore | null };

/** Fewer crash points prove too little. */
export const leastCrashPoints = 1000;

/** What keeps the score from being a pass, one line each. */
export function failuresOf({ storms, crashPoints }: Score): string[] {
  const storm = storms.flatMap(({ broker, verdict, drainedAfterMs }) => [
    ...(isSound(verdict) ? [] : [`${broker}: ${verdict.examples.join("; ") || "the counts do not agree"}`]),
    ...(drainedAfterMs === null ? [`${broker}: the backlog was not drained after everything was healed`] : []),
  ]);
  if (crashPoints === null) return storm;
  const { distinct, lost, wrong } = crashPoints;
  return [
    ...storm,
    ...(distinct < leastCrashPoints ? [`${distinct} crash points are fewer than ${leastCrashPoints}`] : []),
    ...(lost > 0 ? [`${lost} records lost at crash points`] : []),
    ...(wrong > 0 ? [`${wrong} records doubled or invented at crash points`] : []),
  ];
}

export function printScore(score: Score): string {
  const { seed, minutes, storms, crashPoints } = score;
  const head = `chaos: seed ${seed}, ${minutes} min\n`;
  const crash = crashPoints === null ? "" : `\ncrash points\n${rows(numbersIn(crashPoints))}`;
  const failures = failuresOf(score);
  const end = failures.length === 0 ? "\nnothing lost, doubled or invented\n" : `\nFAILED\n${failures.join("\n")}\n`;
  return head + storms.map(printStorm).join("") + crash + end;
}

const ways = {
  namespaces: "line and disks spoiled by the kernel, in namespaces of the storm's own",
  none: "without namespaces: the line spoiled by the proxy alone, the disks whole",
};

function printStorm({ broker, apart, mishaps, cannot, verdict, drainedAfterMs, fell, refusedStarts }: Outcome): string {
  const { alerts, ledger, examples: _, ...counts } = verdict;
  const { produced, stored, unaccepted, refused, lost, twice, invented, overclaimed, summaries } = counts;
  const found = {
    ...{ produced, stored, lost, twice, invented, unaccepted },
    ...{ "unaccepted: oldest, ms": counts.unacceptedForMs, "unaccepted: disk refused": refused },
    ...Object.fromEntries(Object.entries(ledger).map(([why, count]) => [`ledger: ${why}`, count])),
    "unknown to the hub after its restore": counts.forgotten,
    ...{ "ledger: series unknown": counts.unnamed, "ledger: claimed but stored": overclaimed, summaries },
    ...Object.fromEntries(Object.entries(alerts).map(([name, count]) => [`alerts: ${name}`, count])),
    "drained after, ms": drainedAfterMs ?? "never",
    "starts refused": refusedStarts,
  };
  const rest = [...cannot.map((what) => `  not done: ${what}\n`), ...fell.map((what) => `  fell: ${what}\n`)];
  return `\n${broker} (${ways[apart]})\n${rows(mishaps)}\n${rows(found)}${rest.join("")}`;
}

function numbersIn(of: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(of).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

function rows(counts: Readonly<Record<string, number | string>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `  ${name.padEnd(38)}${String(count).padStart(8)}\n`)
    .join("");
}
