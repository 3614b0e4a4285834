/** What stands at this gateway and what people did about it: `(board, event) → board`, told by the alert lane alone. Pure. */
import { type AlertEvent, isSensorEvent, type PersonEvent, type SensorEvent } from "../../core/alert-event.ts";
import { type AlertState, alertSteps, isInAlarm, type Standing, standing } from "../../core/alert-state.ts";
import type { AlertId } from "../../core/id.ts";

/** An alert as the people next to it see it, with its story. */
export type LocalAlert = {
  /** What raised it last. */
  raised: SensorEvent;
  state: AlertState;
  clearedAt: number | null;
  count: number;
  acknowledged: { by: string; at: number } | null;
  shelvedUntil: number | null;
  story: PersonEvent[];
};

/** `past` holds what is over, newest first. */
export type Board = { alerts: LocalAlert[]; past: LocalAlert[] };

export const emptyBoard: Board = { alerts: [], past: [] };

/** So many that are over are kept for the page, and so many lines of one story. */
const mostPast = 100;
const mostLines = 200;

export function fold(board: Board, event: AlertEvent): Board {
  if (event.kind === "photo-part") return board;
  return isSensorEvent(event) ? related(hearSensor(board, event), event) : hearPerson(board, event);
}

/** Cause and effect, whichever came first: what it explains names it as the cause, and what is silent because of it is listed. */
function related(board: Board, { kind, alert, cause, explained = [], device, affected }: SensorEvent): Board {
  if (kind === "cleared" || (cause === undefined && explained.length === 0)) return board;
  const silent = affected ?? [device];
  const alerts = board.alerts.map((entry): LocalAlert => {
    const { raised } = entry;
    if (explained.includes(raised.alert)) return { ...entry, raised: { ...raised, cause: alert } };
    if (raised.alert !== cause) return entry;
    return { ...entry, raised: { ...raised, affected: [...new Set([...(raised.affected ?? []), ...silent])] } };
  });
  return { ...board, alerts };
}

/** The events that raised what is still in alarm: the rules go on from there after a restart. */
export function raisedOf({ alerts }: Board): SensorEvent[] {
  return alerts.filter(isInAlarm).map(({ raised }) => raised);
}

/** How each alert is to be taken at `now`, wall time: an alert whose cause still stands is suppressed by it. */
export function standingOf({ alerts }: Board, alert: LocalAlert, now: number): Standing {
  const { cause } = alert.raised;
  const isExplained = alerts.some((other) => other.raised.alert === cause && isInAlarm(other));
  return standing(alert, cause !== undefined && isExplained, now);
}

export function findAlert({ alerts, past }: Board, id: AlertId): LocalAlert | undefined {
  return [...alerts, ...past].find(({ raised }) => raised.alert === id);
}

function hearSensor(board: Board, event: SensorEvent): Board {
  const known = board.alerts.find(({ raised }) => isSame(raised, event));
  if (known === undefined)
    return event.kind === "raised" ? { ...board, alerts: [...board.alerts, born(event)] } : board;
  const step = alertSteps[known.state][event.kind];
  if (step === "refused") return board;
  if (event.kind === "cleared")
    return settle(board, known, {
      // A drill needs nobody's confirmation.
      state: event.drill ? "normal" : step.to,
      clearedAt: event.at,
      count: Math.max(known.count, event.count ?? 1),
    });
  // The people's story and the ticket stay those of the alert that nobody has acknowledged yet.
  const { alert, ticket } = known.raised;
  const raised = { ...event, alert: isInAlarm(known) ? alert : event.alert, ticket };
  return settle(board, known, { raised, state: step.to, count: known.count + 1, acknowledged: null });
}

/** A drill and what is real never are one alert. */
function isSame(one: SensorEvent, other: SensorEvent): boolean {
  return one.device === other.device && one.rule === other.rule && one.drill === other.drill;
}

function hearPerson(board: Board, event: PersonEvent): Board {
  const known = findAlert(board, event.alert);
  if (known === undefined || known.story.some(({ id }) => id === event.id)) return board;
  const told = { story: [...known.story, event].slice(-mostLines) };
  if (!board.alerts.includes(known))
    return { ...board, past: board.past.map((entry) => (entry === known ? { ...entry, ...told } : entry)) };
  if (event.kind === "shelved") return settle(board, known, { ...told, shelvedUntil: event.until });
  const step = alertSteps[known.state].acknowledged;
  if (event.kind !== "acknowledged" || step === "refused") return settle(board, known, told);
  const acknowledged = known.acknowledged ?? { by: event.by, at: event.at };
  return settle(board, known, { ...told, state: step.to, acknowledged });
}

function settle({ alerts, past }: Board, known: LocalAlert, changed: Partial<LocalAlert>): Board {
  const next = { ...known, ...changed };
  if (next.state !== "normal") return { past, alerts: alerts.map((entry) => (entry === known ? next : entry)) };
  return { alerts: alerts.filter((entry) => entry !== known), past: [next, ...past].slice(0, mostPast) };
}

function born(event: SensorEvent): LocalAlert {
  return {
    raised: event,
    state: "unacknowledged",
    clearedAt: null,
    count: event.count ?? 1,
    acknowledged: null,
    shelvedUntil: null,
    story: [],
  };
}
