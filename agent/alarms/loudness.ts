/** How loud the gateway has to be: which alerts sound and which only show, from the board. Pure. */
import { isPatrol } from "../../core/alert-event.ts";
import type { AlertId } from "../../core/id.ts";
import type { Measures } from "../../core/model.ts";
import type { Severity } from "../../core/rule.ts";
import { type Board, type LocalAlert, standingOf } from "./board.ts";

/** The gravest that sounds, the gravest that shows, and whether somebody has seen all that shows; `sounding`: each that sounds. */
export type Loudness = {
  sounds: Severity | null;
  shows: Severity | null;
  seen: boolean;
  sounding: ReadonlyMap<AlertId, Severity>;
};

/** Alerts that were silenced for a while; those that come after are not. */
export type Silence = { alerts: ReadonlySet<AlertId> };

export type Circumstances = {
  /** Wall time. */
  now: number;
  silence: Silence | null;
  isNight: boolean;
  /** Whether the rule that raised it goes on until it is acknowledged. */
  isLatched(alert: LocalAlert): boolean;
  /** Whether it is about what kills asleep, whatever severity somebody gave its rule. */
  wakes(alert: LocalAlert): boolean;
};

/** At night only these sound, and what wakes at any severity: a pump that hums wakes nobody, smoke wakes everybody. */
const nightSeverity = 2;
/** What a sensor of these finds wakes people. */
export const wakingMeasures: readonly Measures[] = ["smoke", "gas"];

export function loudnessOf(board: Board, circumstances: Circumstances): Loudness {
  const { now, silence, isNight, isLatched, wakes } = circumstances;
  // What a person reports that person has seen.
  const sensed = board.alerts.filter(({ raised }) => !isPatrol(raised));
  const showing = sensed.filter((alert) => shows(standingOf(board, alert, now), isLatched(alert)));
  const unseen = showing.filter(({ state }) => state !== "acknowledged");
  const sounding = unseen.filter(
    (alert) =>
      !silence?.alerts.has(alert.raised.alert) &&
      (!isNight || alert.raised.severity <= nightSeverity || isLatched(alert) || wakes(alert)),
  );
  return {
    sounds: gravest(sounding),
    shows: gravest(showing),
    seen: unseen.length === 0,
    sounding: new Map(sounding.map(({ raised }) => [raised.alert, raised.severity])),
  };
}

/** Those that a silence given now would cover. */
export function silenceNow({ alerts }: Board): Silence {
  return { alerts: new Set(alerts.map(({ raised }) => raised.alert)) };
}

function shows(standing: ReturnType<typeof standingOf>, isLatched: boolean): boolean {
  return standing === "unacknowledged" || standing === "acknowledged" || (standing === "returned" && isLatched);
}

function gravest(alerts: readonly LocalAlert[]): Severity | null {
  return alerts.reduce<Severity | null>(
    (least, { raised }) => (least === null || raised.severity < least ? raised.severity : least),
    null,
  );
}

/** Minutes of the day, `22:00` is 1320. */
export type Night = { from: number; to: number };

/** `utcOffsetMinutes` of the place; a night may pass midnight. */
export function isNight(wall: number, { from, to }: Night, utcOffsetMinutes: number): boolean {
  const minute = (((Math.floor(wall / 60_000) + utcOffsetMinutes) % 1440) + 1440) % 1440;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}
