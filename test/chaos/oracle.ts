/** The judge: what the sensors said must be what the hub has plus what its ledger names, to the reading. Pure. */
import { type AlertVerdict, type Episode, judgeAlerts } from "./alert-judge.ts";
import { numberOf } from "./counted.ts";
import type { Sensor } from "./sensors.ts";
import { ageAtDeath, isHeldBack, isWithin, type Window } from "./windows.ts";

/** Readings lost, by the ledger; without device and point where the gateway could not tell. */
export type Loss = { why: string; device: string | null; point: string | null; count: number };

export type Stored = { at: number; value: unknown };

/** What the hub tells, summaries left out; `raises` are its alerts of each device, each with how often it was raised. */
export type Evidence = {
  readings: ReadonlyMap<string, readonly Stored[]>;
  summaries: number;
  ledger: readonly Loss[];
  /** Records of gaps that name no series at all. */
  nameless: number;
  episodes: readonly Episode[];
  raises: ReadonlyMap<string, number>;
};

/** What the rig did: when answers need not have been accepted, and when a hub last got an older backup back. */
export type Deeds = { windows: readonly Window[]; restoredAt: number | null };

export type Verdict = {
  produced: number;
  stored: number;
  summaries: number;
  /** Readings of the sensors that the ledger names, by reason. */
  ledger: Record<string, number>;
  /** Records the ledger counts without a series. */
  unnamed: number;
  /**
   * Of these, readings the hub had acknowledged and forgot with its restore, when the gateway had given their space away: nobody
   * knows their series any more.
   */
  forgotten: number;
  /** Answered within the window before a kill and never accepted. */
  unaccepted: number;
  /** The longest that one of them was answered before the kill, ms; told by series that lack nothing else. */
  unacceptedForMs: number;
  /** Held in memory by an agent that died while its disk refused. */
  refused: number;
  lost: number;
  twice: number;
  invented: number;
  /** The ledger calls lost what is there. */
  overclaimed: number;
  alerts: AlertVerdict;
  /** The first few of what is wrong, in words. */
  examples: string[];
};

const point = "level";
const mostExamples = 12;

export function judge(sensors: readonly Sensor[], deeds: Deeds, evidence: Evidence): Verdict {
  const named = evidence.ledger.filter((loss) => loss.point === point);
  const unnamed = sum(evidence.ledger.filter(({ device }) => device === null));
  const parts = sensors.map((sensor) => {
    const told = sum(named.filter(({ device }) => device === sensor.device));
    return judgeSeries(sensor, evidence.readings.get(sensor.device) ?? [], told, deeds);
  });
  const alerts = sensors.map((sensor, i) => judgeRule(sensor, parts[i]?.times ?? [], deeds, evidence));
  const total = <Part>(list: readonly Part[], of: (part: Part) => number) => list.reduce((n, part) => n + of(part), 0);
  // Losses without a series excuse as many as they count, and only what a restored hub can have forgotten.
  const unknown = total(parts, (part) => part.unknown);
  const excused = Math.min(unknown, evidence.nameless);
  // What the hub forgot may also have been answered just before a kill: it counts once.
  const spare = deeds.restoredAt === null ? 0 : evidence.nameless - excused;
  const [unaccepted, refused] = [total(parts, (part) => part.unaccepted), total(parts, (part) => part.refused)];
  const alsoUnaccepted = Math.min(spare, unaccepted);
  const alsoRefused = Math.min(spare - alsoUnaccepted, refused);
  const forgotten = excused + alsoUnaccepted + alsoRefused;
  const reasons = [...new Set(named.map(({ why }) => why))];
  return {
    produced: total(sensors, ({ answeredAt }) => answeredAt.length),
    stored: total(parts, (part) => part.copies.filter((copies) => copies > 0).length),
    summaries: evidence.summaries,
    ledger: Object.fromEntries(reasons.map((why) => [why, sum(named.filter((loss) => loss.why === why))])),
    ...{ unnamed, forgotten },
    unaccepted: unaccepted - alsoUnaccepted,
    unacceptedForMs: Math.max(0, ...parts.map((part) => part.unacceptedForMs)),
    refused: refused - alsoRefused,
    lost: total(parts, (part) => part.lost) + unknown - excused,
    twice: total(parts, (part) => part.twice),
    invented: total(parts, (part) => part.invented),
    overclaimed: total(parts, (part) => part.overclaimed),
    alerts: {
      crossings: total(alerts, ({ crossings }) => crossings),
      unaccepted: total(alerts, ({ unaccepted }) => unaccepted),
      episodes: total(alerts, ({ episodes }) => episodes),
      lost: total(alerts, ({ lost }) => lost),
      twice: total(alerts, ({ twice }) => twice),
      invented: total(alerts, ({ invented }) => invented),
      misdated: total(alerts, ({ misdated }) => misdated),
    },
    examples: [...parts, ...alerts].flatMap(({ examples }) => examples).slice(0, mostExamples),
  };
}

export function isSound({ lost, twice, invented, overclaimed, alerts }: Verdict): boolean {
  const wrongAlerts = alerts.lost + alerts.twice + alerts.invented + alerts.misdated;
  return lost + twice + invented + overclaimed + wrongAlerts === 0;
}

/** `told` readings of this series are in the ledger, which counts them and does not say which. */
function judgeSeries(
  { device, index, answeredAt }: Sensor,
  stored: readonly Stored[],
  told: number,
  { windows, restoredAt }: Deeds,
) {
  const copies: number[] = new Array(answeredAt.length).fill(0);
  const times: (number | null)[] = new Array(answeredAt.length).fill(null);
  const examples: string[] = [];
  let invented = 0;
  for (const { at, value } of stored) {
    const n = numberOf(index, value);
    if (n === null || n >= copies.length) {
      invented++;
      examples.push(`${device}: ${String(value)} was never said`);
    } else {
      copies[n] = (copies[n] as number) + 1;
      times[n] = at;
    }
  }
  const momentOf = (n: number) => answeredAt[n] as number;
  const missing = [...copies.keys()].filter((n) => copies[n] === 0);
  const accepted = missing.filter((n) => !isWithin(windows, momentOf(n)));
  const excused = missing.filter((n) => isWithin(windows, momentOf(n)));
  const held = excused.filter((n) => isHeldBack(windows, momentOf(n)));
  for (const [n, copied] of copies.entries())
    if (copied > 1) examples.push(`${device}: answer ${n} is there ${copied} times`);
  const never = Math.min(excused.length, Math.max(0, missing.length - told));
  const refused = Math.min(held.length, never);
  const beyond = Math.max(0, accepted.length - told);
  // What was answered after the restore no restore can have made the hub forget.
  const fresh = accepted.filter((n) => restoredAt === null || momentOf(n) > restoredAt).length;
  const lost = Math.min(beyond, Math.max(0, fresh - told));
  if (beyond > 0) {
    const first = accepted.slice(0, mostExamples).map((n) => `${n}@${Math.round(momentOf(n))}`);
    examples.push(`${device}: ${accepted.length} missing, ${told} in the ledger; the first are ${first.join(" ")}`);
  }
  return {
    ...{ copies, times, examples, invented, lost },
    unknown: beyond - lost,
    twice: copies.reduce((extra, copied) => extra + Math.max(0, copied - 1), 0),
    overclaimed: Math.max(0, told - missing.length),
    refused,
    unaccepted: never - refused,
    unacceptedForMs: Math.max(
      0,
      ...(told + accepted.length > 0 ? [] : excused)
        .filter((n) => !held.includes(n))
        .map((n) => Math.round(ageAtDeath(windows, momentOf(n)))),
    ),
  };
}

/** The hub's own count of raises must be that of its episodes. */
function judgeRule(sensor: Sensor, times: readonly (number | null)[], { windows }: Deeds, evidence: Evidence) {
  const { device } = sensor;
  const episodes = evidence.episodes.filter((episode) => episode.device === device);
  const part = judgeAlerts(sensor, windows, episodes, (n) => times[n] ?? null);
  const counted = evidence.raises.get(device) ?? 0;
  if (counted === episodes.length) return part;
  return {
    ...part,
    lost: part.lost + Math.max(0, episodes.length - counted),
    twice: part.twice + Math.max(0, counted - episodes.length),
    examples: [...part.examples, `${device}: ${episodes.length} episodes, ${counted} raises in the hub's alerts`],
  };
}

function sum(losses: readonly Loss[]): number {
  return losses.reduce((total, { count }) => total + count, 0);
}
