/** What a gateway is to run in a posture: the operator's wish with the posture's factors on top. Pure. */
import { createHash } from "node:crypto";
import type { Desired, Reported } from "../../core/desired.ts";
import type { Device } from "../../core/device.ts";
import type { Rule } from "../../core/rule.ts";
import type { Change, PostureLevel, Postures } from "./postures.ts";

type Wished = Omit<Desired, "hash">;
type DeviceWish = Desired["devices"][number];

/** Without settings the text is that of before there were any: the same wish keeps its hash. */
export function withHash(wished: Wished): Desired {
  const text = JSON.stringify(wished.settings === undefined ? wished.devices : wished);
  return { hash: createHash("sha256").update(text).digest("hex"), ...wished };
}

export type Fitting = {
  /** What the operator wished, and whether just now. */
  wish: Desired | null;
  isNew: boolean;
  /** What the gateway was told last, and what it made of it. */
  desired: Desired | null;
  reported: Reported | null;
  devices: readonly Device[];
};

/**
 * What the gateway is to run; null when it needs to be told nothing. Links and sensors that the operator wished for are in
 * it until the gateway has tried them: what it made of them stays, whatever the posture.
 */
export function desiredIn(fitting: Fitting, level: PostureLevel, postures: Postures): Desired | null {
  const { wish, desired, devices } = fitting;
  const settings = isPending(fitting) ? wish?.settings : undefined;
  const changed = devicesIn(level, wish, devices, postures);
  const rest = settings === undefined ? {} : { settings };
  if (changed === null && wish !== null) return { hash: wish.hash, devices: wish.devices, ...rest };
  if (changed === null && desired === null) return null;
  return withHash({ devices: changed ?? [], ...rest });
}

/** The links and sensors of the wish are still to be tried. */
function isPending({ wish, isNew, desired, reported }: Fitting): boolean {
  if (wish?.settings === undefined) return false;
  if (isNew) return true;
  const isSettled = reported?.hash === desired?.hash && reported?.state !== "trying";
  return desired?.settings !== undefined && !isSettled;
}

/** Null: the posture changes nothing here. */
function devicesIn(
  level: PostureLevel,
  wish: Desired | null,
  devices: readonly Device[],
  { levels, leastEveryMs }: Postures,
): DeviceWish[] | null {
  const wishes = new Map((wish?.devices ?? []).map((one) => [one.id, one]));
  const tightened = devices.flatMap((device): DeviceWish[] => {
    const change = levels[level].measures[device.measures ?? ""];
    const usual = usualOf(device, wishes.get(device.id));
    return change === undefined || usual === null ? [] : [tighter(device, usual, change, leastEveryMs)];
  });
  if (tightened.length === 0) return null;
  const ids = new Set(tightened.map(({ id }) => id));
  return [...(wish?.devices ?? []).filter(({ id }) => !ids.has(id)), ...tightened];
}

/** Whether a posture reaches the sensor: one that does not say how often it is read is left alone. */
export function isReached({ everyMs, usual }: Device): boolean {
  return usual !== undefined || everyMs !== undefined;
}

/** What it runs without any posture; null of a gateway that does not say how often it reads. */
function usualOf({ everyMs, rules, usual }: Device, wish: DeviceWish | undefined) {
  const own = usual ?? (everyMs === undefined ? null : { everyMs, rules });
  return own && { everyMs: wish?.everyMs ?? own.everyMs, rules: wish?.rules ?? own.rules };
}

function tighter(
  { id, points }: Device,
  { everyMs, rules }: { everyMs: number; rules: readonly Rule[] },
  { interval, above, units }: Change,
  leastEveryMs: number,
): DeviceWish {
  const concerned = new Set(points.filter(({ unit = "" }) => units.includes(unit)).map((point) => point.id));
  return {
    id,
    everyMs: Math.min(everyMs, Math.max(leastEveryMs, Math.round(everyMs * interval))),
    rules: rules.map((rule) => (concerned.has(rule.point) ? lowered(rule, above) : rule)),
  };
}

/** A limit above nothing comes nearer; one below nothing is none of high water. */
function lowered(rule: Rule, factor: number): Rule {
  const { when } = rule;
  if (!("above" in when) || when.above <= 0) return rule;
  const by = (value: number) => (value <= 0 ? value : Math.round(value * factor * 1e6) / 1e6);
  const clearBelow = when.clearBelow === undefined ? {} : { clearBelow: by(when.clearBelow) };
  return { ...rule, when: { above: by(when.above), ...clearBelow } };
}
