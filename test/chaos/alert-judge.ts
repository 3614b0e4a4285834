/** The judge of alerts: each raise and each clear of a sensor's rule, held against the answers that made them. Pure. */
import { isHigh, numberOf, phase } from "./counted.ts";
import type { Sensor } from "./sensors.ts";
import { isWithin, type Window } from "./windows.ts";

/**
 * An episode the hub has, under the id minted at the edge. `raised` and `cleared` are the values the gateway said, the moments what the
 * hub keeps; null is what is not there.
 */
export type Episode = {
  device: string;
  rule: string;
  raised: unknown;
  cleared: unknown;
  raisedAt: number | null;
  clearedAt: number | null;
};

export type AlertVerdict = {
  crossings: number;
  /** Rises that show only in answers the agent may not have accepted. */
  unaccepted: number;
  episodes: number;
  lost: number;
  twice: number;
  /** Raised or cleared by no such answer, or by one on the wrong side of the limit. */
  invented: number;
  /** Event time is not that of the reading that made it. */
  misdated: number;
};

export type AlertPart = AlertVerdict & { examples: string[] };

/** Alert and reading are stamped in the same moment; they are set right by the same clock. */
const mostApartMs = 1000;

type Ends = { raise: number; clear: number | null };

/** `timeOf`: event time of the sensor's n-th answer as the hub has it, null when it has not. */
export function judgeAlerts(
  { device, index, answeredAt }: Sensor,
  windows: readonly Window[],
  episodes: readonly Episode[],
  timeOf: (n: number) => number | null,
): AlertPart {
  const examples: string[] = [];
  const wrong = (what: string) => void examples.push(`${device}: ${what}`);
  const phases = Math.ceil(answeredAt.length / phase);
  const isSure = Array.from({ length: phases }, (_, p) =>
    answeredAt.slice(p * phase, (p + 1) * phase).some((moment) => !isWithin(windows, moment)),
  );
  /** The first phase after `from` on this side of the limit that the agent must have seen. */
  const sureAfter = (from: number, side: "high" | "low") => {
    for (let p = from + 1; p < phases; p++) if (isSure[p] && isHigh(p * phase) === (side === "high")) return p;
    return null;
  };
  const found = { lost: 0, twice: 0, invented: 0, misdated: 0 };
  const miss = (kind: keyof typeof found, what: string) => {
    found[kind]++;
    wrong(what);
  };

  const ends: Ends[] = [];
  for (const episode of episodes) {
    const raise = endOf(index, answeredAt.length, episode.raised);
    const clear = endOf(index, answeredAt.length, episode.cleared);
    if (episode.raisedAt === null || raise === null) miss("lost", `the raise before answer ${clear} is not there`);
    else if (!isHigh(raise)) miss("invented", `raised by answer ${raise}`);
    else ends.push({ raise, clear: episode.clearedAt === null ? null : clear });
    if (episode.clearedAt !== null && (clear === null || isHigh(clear) || (raise !== null && clear < raise)))
      miss("invented", `cleared by answer ${clear}`);
    for (const [n, at] of [[raise, episode.raisedAt] as const, [clear, episode.clearedAt] as const]) {
      const known = n === null ? null : timeOf(n);
      if (at !== null && known !== null && Math.abs(at - known) > mostApartMs)
        miss("misdated", `answer ${n} is of ${known}, its alert of ${at}`);
    }
  }

  for (const { raise, clear } of ends) {
    const due = sureAfter(phaseOf(raise), "low");
    if (due !== null && (clear === null || phaseOf(clear) > due))
      miss("lost", `raised by answer ${raise}, not cleared by answer ${(due + 1) * phase - 1}`);
  }
  let [crossings, unaccepted] = [0, 0];
  for (let p = 1; p < phases; p += 2) {
    isSure[p] ? crossings++ : unaccepted++;
    const raised = ends.filter(({ raise }) => phaseOf(raise) === p).length;
    if (raised > 1) miss("twice", `raised ${raised} times between answers ${p * phase} and ${(p + 1) * phase - 1}`);
    const isStillOpen = ends.some(({ raise, clear }) => phaseOf(raise) < p && (clear === null || phaseOf(clear) > p));
    if (raised === 0 && isSure[p] && !isStillOpen) miss("lost", `not raised by answers from ${p * phase}`);
  }
  return { crossings, unaccepted, episodes: episodes.length, ...found, examples };
}

function phaseOf(n: number): number {
  return Math.floor(n / phase);
}

function endOf(sensor: number, answers: number, value: unknown): number | null {
  const n = numberOf(sensor, value);
  return n === null || n >= answers ? null : n;
}
