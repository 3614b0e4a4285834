/** What the page shows of the board: words, places and what to do first. Pure. */
import { isPatrol, type PersonEvent } from "../../core/alert-event.ts";
import type { Standing } from "../../core/alert-state.ts";
import type { Device } from "../../core/device.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import type { Bilingual, Point } from "../../core/point.ts";
import type { Reading, Value } from "../../core/reading.ts";
import type { Severity } from "../../core/rule.ts";
import { type Board, type LocalAlert, standingOf } from "../alarms/board.ts";
import { selfId } from "../registration/self-device.ts";

export type Guide = { steps: Bilingual[]; call?: string };

export type AlertOnPage = {
  alert: string;
  severity: Severity;
  standing: Standing;
  title: Bilingual;
  place: string;
  what: Bilingual;
  isDrill: boolean;
  isPatrol: boolean;
  /** Whether it still is in alarm, and no exercise: only then is a number to call shown. */
  isLive: boolean;
  advice: Bilingual | null;
  guide: Guide;
  value: Value;
  point: Pick<Point, "title" | "unit" | "states"> | null;
  raisedAt: number;
  isEstimated: boolean;
  clearedAt: number | null;
  count: number;
  acknowledged: { by: string; at: number } | null;
  shelvedUntil: number | null;
  affected: string[];
  story: { kind: PersonEvent["kind"]; by: string; at: number; text: string }[];
};

export type DeviceOnPage = {
  id: string;
  title: Bilingual;
  place: string;
  fault: string;
  /** The gateway itself, which watches nothing. */
  isSelf: boolean;
  points: { title: Bilingual; unit?: string; states?: Point["states"]; value: Value | null; at: number | null }[];
};

export type PageView = {
  gateway: { id: string; title: string; place: string };
  now: number;
  isClockSure: boolean;
  isOnline: boolean;
  /** Whether it was ever enrolled, or has a hub in its settings. */
  hasHub: boolean;
  waiting: number;
  isSounding: boolean;
  hasOutputs: boolean;
  alerts: AlertOnPage[];
  past: AlertOnPage[];
  devices: DeviceOnPage[];
};

/** A device with what it is for. */
export type KnownDevice = Device & { measures: string };
export type Latest = (device: DeviceId, point: PointId) => Reading | undefined;

const shownPast = 30;

export function alertsOf(
  board: Board,
  devices: readonly KnownDevice[],
  guides: Readonly<Record<string, Guide>>,
  now: number,
): Pick<PageView, "alerts" | "past"> {
  const show = (alert: LocalAlert) => alertOf(alert, standingOf(board, alert, now), devices, guides);
  return {
    // What is real before what is a drill, then the gravest; of two alike the one that has stood for longer.
    alerts: board.alerts
      .map(show)
      .sort((a, b) => Number(a.isDrill) - Number(b.isDrill) || a.severity - b.severity || a.raisedAt - b.raisedAt),
    past: board.past.slice(0, shownPast).map(show),
  };
}

function alertOf(
  { raised, clearedAt, count, acknowledged, shelvedUntil, story }: LocalAlert,
  standing: Standing,
  devices: readonly KnownDevice[],
  guides: Readonly<Record<string, Guide>>,
): AlertOnPage {
  const device = devices.find(({ id }) => id === raised.device);
  const point = device?.points.find(({ id }) => id === raised.point) ?? null;
  const name = { zh: raised.device, en: raised.device };
  const isLive = raised.drill !== true && (standing === "unacknowledged" || standing === "acknowledged");
  const measures = device?.measures ?? "gateway";
  const { steps, call } = guides[measures] ?? { steps: [] };
  return {
    ...{ alert: raised.alert, severity: raised.severity, standing, clearedAt, count, acknowledged, shelvedUntil },
    title: device?.title ?? name,
    place: isPatrol(raised) ? String(raised.value) : (device?.place ?? ""),
    what: whatOf(raised, device),
    isDrill: raised.drill ?? false,
    isPatrol: isPatrol(raised),
    isLive,
    advice: ruleOf(raised, device)?.advice ?? null,
    guide: { steps, ...(isLive && call !== undefined && isGrave(raised, measures) ? { call } : {}) },
    value: raised.value,
    point: isPatrol(raised) ? null : point,
    raisedAt: raised.at,
    isEstimated: raised.quality !== 0,
    affected: (raised.affected ?? []).map((id) => devices.find((one) => one.id === id)?.place ?? id),
    story: story
      .filter(({ kind }) => !(isPatrol(raised) && kind === "acknowledged"))
      .map((line) => ({ kind: line.kind, by: line.by, at: line.at, text: textOf(line) })),
  };
}

/** Where lives are at stake a number is one tap away; a flat battery in a smoke detector is not that. */
function isGrave({ severity }: LocalAlert["raised"], measures: string): boolean {
  return (measures === "smoke" || measures === "gas") && severity === 1;
}

/** A drill by hand has a rule of its own and stands for the gravest of that point. */
function ruleOf({ rule, drill, point, severity }: LocalAlert["raised"], device: KnownDevice | undefined) {
  const own = device?.rules.find(({ id }) => id === rule);
  if (own !== undefined || !drill) return own;
  return device?.rules.find((one) => one.point === point && one.severity === severity);
}

function whatOf(raised: LocalAlert["raised"], device: KnownDevice | undefined): Bilingual {
  if (isPatrol(raised)) return patrolTitle;
  const title = ruleOf(raised, device)?.title;
  if (!raised.drill) return title ?? { zh: raised.rule, en: raised.rule };
  return title === undefined ? { zh: "演练", en: "Drill" } : { zh: `演练：${title.zh}`, en: `Drill: ${title.en}` };
}

const patrolTitle = { zh: "巡查发现", en: "Patrol report" };

function textOf(line: PersonEvent): string {
  if (line.kind === "noted") return line.text;
  return line.kind === "shelved" ? line.reason : "";
}

export function devicesOf(devices: readonly KnownDevice[], latest: Latest, faultPoint: PointId): DeviceOnPage[] {
  return devices.map(({ id, title, place, points }) => ({
    ...{ id, title, place },
    fault: String(latest(id, faultPoint)?.value ?? ""),
    isSelf: id === selfId,
    points: points.map(({ id: point, title: name, unit, states }) => {
      const reading = latest(id, point);
      return {
        title: name,
        ...(unit === undefined ? {} : { unit }),
        ...(states === undefined ? {} : { states }),
        value: reading?.value ?? null,
        at: reading?.at ?? null,
      };
    }),
  }));
}
