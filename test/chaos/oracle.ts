/** The judge: what the sensors said must be what the hub has plus what its ledger names, to the reading. Pure. */
import { isHigh, numberOf, phase } from "./counted.ts";
import type { Sensor } from "./sensors.ts";

/** Answers given in it may have been on their way to the journal when the agent died. */
export type Window = { from: number; to: number };

/** Readings lost, by the ledger; without device and point where the gateway could not tell. */
export type Loss = { why: string; device: string | null; point: string | null; count: number };

/** What the hub tells, summaries left out; `episodes` are its alerts, each with how often it was raised. */
export type Evidence = {
  readings: ReadonlyMap<string, readonly unknown[]>;
  summaries: number;
  ledger: readonly Loss[];
  episodes: ReadonlyMap<string, number>;
};

export type Verdict = {
  produced: number;
  stored: number;
  summaries: number;
  /** Readings of the sensors that the ledger names, by reason. */
  ledger: Record<string, number>;
  /** Losses whose series the gateway could not tell. */
  unnamed: number;
  /** Answered within the window before a kill and never accepted. */
  unaccepted: number;
  lost: number;
  twice: number;
  invented: number;
  /** The ledger calls lost what is there. */
  overclaimed: number;
  /** `unaccepted` are rises that show only in answers the agent may not have accepted. */
  alerts: { crossings: number; unaccepted: number; episodes: number; lost: number; twice: number };
  /** The first few of what is wrong, in words. */
  examples: string[];
};

const point = "level";
const mostExamples = 12;

export function judge(sensors: readonly Sensor[], windows: readonly Window[], evidence: Evidence): Verdict {
  const named = evidence.ledger.filter((loss) => loss.point === point);
  const unnamed = sum(evidence.ledger.filter(({ device }) => device === null));
  const parts = sensors.map((sensor) => {
    const told = sum(named.filter(({ device }) => device === sensor.device));
    return judgeSeries(sensor, evidence.readings.get(sensor.device) ?? [], told, windows);
  });
  const alerts = sensors.map((sensor, i) =>
    judgeAlerts(sensor, parts[i]?.copies ?? [], evidence.episodes.get(sensor.device) ?? 0, windows),
  );
  const total = <Part>(list: readonly Part[], of: (part: Part) => number) => list.reduce((n, part) => n + of(part), 0);
  const beyond = total(parts, (part) => part.lost);
  const reasons = [...new Set(named.map(({ why }) => why))];
  return {
    produced: total(sensors, ({ answeredAt }) => answeredAt.length),
    stored: total(parts, (part) => part.copies.filter((copies) => copies > 0).length),
    summaries: evidence.summaries,
    ledger: Object.fromEntries(reasons.map((why) => [why, sum(named.filter((loss) => loss.why === why))])),
    unnamed,
    // A loss without a series may be one that nobody else accounts for, or one that would have been excused.
    unaccepted: Math.max(0, total(parts, (part) => part.unaccepted) - Math.max(0, unnamed - beyond)),
    lost: Math.max(0, beyond - unnamed),
    twice: total(parts, (part) => part.twice),
    invented: total(parts, (part) => part.invented),
    overclaimed: total(parts, (part) => part.overclaimed),
    alerts: {
      crossings: total(alerts, ({ sure }) => sure),
      unaccepted: total(alerts, ({ maybe }) => maybe),
      episodes: total(alerts, ({ episodes }) => episodes),
      lost: total(alerts, ({ lost }) => lost),
      twice: total(alerts, ({ twice }) => twice),
    },
    examples: [...parts, ...alerts].flatMap(({ examples }) => examples).slice(0, mostExamples),
  };
}

export function isSound({ lost, twice, invented, overclaimed, alerts }: Verdict): boolean {
  return lost + twice + invented + overclaimed + alerts.lost + alerts.twice === 0;
}

/** `told` readings of this series are in the ledger, which counts them and does not say which. */
function judgeSeries(
  { device, index, answeredAt }: Sensor,
  stored: readonly unknown[],
  told: number,
  windows: readonly Window[],
) {
  const copies: number[] = new Array(answeredAt.length).fill(0);
  const examples: string[] = [];
  let invented = 0;
  for (const value of stored) {
    const n = numberOf(index, value);
    if (n === null || n >= copies.length) {
      invented++;
      examples.push(`${device}: ${String(value)} was never said`);
    } else copies[n] = (copies[n] as number) + 1;
  }
  const missing = [...copies.keys()].filter((n) => copies[n] === 0);
  const accepted = missing.filter((n) => !isWithin(windows, answeredAt[n] as number));
  const excused = missing.length - accepted.length;
  for (const [n, times] of copies.entries())
    if (times > 1) examples.push(`${device}: answer ${n} is there ${times} times`);
  if (accepted.length > told) {
    const first = accepted.slice(0, mostExamples).map((n) => tellMissing(n, answeredAt));
    examples.push(`${device}: ${accepted.length} missing, ${told} in the ledger; the first are ${first.join(" ")}`);
  }
  return {
    copies,
    examples,
    invented,
    twice: copies.reduce((extra, times) => extra + Math.max(0, times - 1), 0),
    lost: Math.max(0, accepted.length - told),
    overclaimed: Math.max(0, told - missing.length),
    unaccepted: Math.min(excused, Math.max(0, missing.length - told)),
  };
}

/**
 * Every rise past the limit is an episode of its own. One that shows only in answers the agent may not have accepted need
 * not be there; and two rises are one when all answers between them may be such.
 */
function judgeAlerts(
  { device, answeredAt }: Sensor,
  copies: readonly number[],
  episodes: number,
  windows: readonly Window[],
) {
  let [sure, maybe, joined] = [0, 0, 0];
  for (let from = 0; from < answeredAt.length; from += phase) {
    const numbers = Array.from({ length: Math.min(phase, answeredAt.length - from) }, (_, i) => from + i);
    const isSure = numbers.some((n) => copies[n] !== 0 && !isWithin(windows, answeredAt[n] as number));
    if (isHigh(from)) isSure ? sure++ : maybe++;
    else if (!isSure && from > 0) joined++;
  }
  const lost = Math.max(0, sure - joined - episodes);
  const twice = Math.max(0, episodes - sure - maybe);
  const examples = lost + twice === 0 ? [] : [`${device}: ${sure} to ${sure + maybe} rises, ${episodes} episodes`];
  return { sure, maybe, episodes, lost, twice, examples };
}

function tellMissing(n: number, answeredAt: readonly number[]): string {
  return `${n}@${Math.round(answeredAt[n] as number)}`;
}

function isWithin(windows: readonly Window[], moment: number): boolean {
  return windows.some(({ from, to }) => from <= moment && moment <= to);
}

function sum(losses: readonly Loss[]): number {
  return losses.reduce((total, { count }) => total + count, 0);
}
