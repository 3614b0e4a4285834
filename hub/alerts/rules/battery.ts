/** When a battery will be empty, by a straight line through what it was in the last weeks. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import type { Point } from "../../../core/point.ts";
import type { Bucket } from "../../store/telemetry.ts";
import type { Alert } from "../alert.ts";
import { type HubRules, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.batteryLow;
const dayMs = 86_400_000;

export type Battery = {
  gateway: GatewayId;
  device: DeviceId;
  point: PointId;
  unit: string;
  /** By the hour, oldest first. */
  buckets: readonly Bucket[];
};

export function isBattery({ id, kind, unit = "" }: Point, { prefixes, empty }: HubRules["batteryLow"]): boolean {
  return kind === "number" && prefixes.some((prefix) => id.startsWith(prefix)) && empty[unit] !== undefined;
}

/** Days until it is empty, from the last bucket on; null where that cannot be told, or it does not sink. */
export function daysLeft(
  buckets: readonly Bucket[],
  emptyAt: number,
  { leastDays, leastBuckets }: HubRules["batteryLow"],
) {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (buckets.length < leastBuckets || last[0] - first[0] < leastDays * dayMs) return null;
  const points = buckets.map(([at, , , , mean]) => ({ x: (at - last[0]) / dayMs, y: mean }));
  const { slope, level } = lineThrough(points);
  return slope < 0 ? Math.max(0, (level - emptyAt) / -slope) : null;
}

/** Least squares; `level` is the line at x = 0. */
export function lineThrough(points: readonly { x: number; y: number }[]): { slope: number; level: number } {
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = mean((point) => (point.x - x) ** 2);
  const slope = spread === 0 ? 0 : mean((point) => (point.x - x) * (point.y - y)) / spread;
  return { slope, level: y - slope * x };
}

/** A battery that will last long again was changed: the alert is over. One that cannot be judged keeps its alert. */
export function judgeBattery(battery: Battery, open: readonly Alert[], rules: HubRules, now: number): HubEvent[] {
  const numbers = rules.batteryLow;
  const { gateway, device, point, unit, buckets } = battery;
  const isAbout = (alert: Alert) => alert.gateway === gateway && alert.device === device && alert.rule === rule;
  const standing = open.find((alert) => isAbout(alert) && isInAlarm(alert));
  const last = buckets.at(-1);
  if (last === undefined) return [];
  const [, , , , , value] = last;
  if (standing !== undefined) return isChanged(battery, standing, numbers) ? [cleared(standing, last[0], value)] : [];
  const days = daysLeft(buckets, numbers.empty[unit] ?? 0, numbers);
  if (days === null || days > numbers.withinDays) return [];
  // By the day: however often and by whomever it is asked, it is one finding.
  const since = Math.floor(now / dayMs) * dayMs;
  const about = { gateway, device, rule, point, severity: numbers.severity, since, at: now };
  return [raised({ ...about, value })];
}

function isChanged({ buckets, unit }: Battery, standing: Alert, numbers: HubRules["batteryLow"]): boolean {
  const after = buckets.filter(([at]) => at > standing.raisedAt);
  const days = daysLeft(after, numbers.empty[unit] ?? 0, numbers);
  if (days !== null) return days > numbers.clearBeyondDays;
  const levels = after.map(([, , , , mean]) => mean);
  // It does not sink any more, and stands higher than when it was found.
  const isLong = after.length >= numbers.leastBuckets;
  return isLong && typeof standing.value === "number" && Math.min(...levels) > standing.value;
}
