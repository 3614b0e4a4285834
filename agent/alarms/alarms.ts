/** Runs the rules over every reading at the edge, hub or no hub, and journals what was raised and cleared. */
import { isDeepStrictEqual } from "node:util";
import { ulid } from "ulid";
import type { SensorEvent } from "../../core/alert-event.ts";
import { beginning, dueAt, elapse, evaluate, quiet, type RuleState, type RuleStep } from "../../core/evaluate.ts";
import type { AlertId, DeviceId, PointId, TicketId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { quality } from "../../core/quality.ts";
import type { Reading } from "../../core/reading.ts";
import type { Rule } from "../../core/rule.ts";
import type { Clock } from "../clock/clock.ts";

/** The event that raised an alert which is not yet cleared. */
export type OpenAlert = SensorEvent;

export type Alarms = {
  onReading(reading: Reading): void;
  /** A device has a fault: what was about to clear on its word waits. */
  onFault(device: DeviceId): void;
  /** The rules that run from now on; an open alert whose rule or device is gone is cleared. */
  configure(devices: readonly WatchedDevice[]): void;
  /** Those of the device that stand and are meant are cleared; raised anew under fresh ids unless about to clear by themselves. */
  raiseAnew(device: DeviceId, isMeant: (alert: OpenAlert) => boolean): void;
  close(): void;
};

/** `everyMs` is its sampling interval, which a rule on silence counts in. */
export type WatchedDevice = {
  id: DeviceId;
  everyMs?: number;
  rules: readonly Rule[];
  /** For a rule on a link: the devices that nobody can see while it stands. */
  affected?: Readonly<Record<PointId, readonly DeviceId[]>>;
};

/** What a device without an interval of its own is held to. */
const usualEveryMs = 60_000;
const mostAffected = 1000;

type Watch = {
  device: DeviceId;
  affected: readonly DeviceId[];
  everyMs: number;
  rule: Rule;
  state: RuleState;
  open: OpenAlert | null;
  latest: Reading | null;
  cancel: () => void;
};

/** `emit` is called at once for every change, in order; `open` is what was raised before a restart. */
export function createAlarms(open: readonly OpenAlert[], emit: (event: SensorEvent) => void, clock: Clock): Alarms {
  const watches = new Map<DeviceId, Watch[]>();
  /** Open from before the restart, and no rule has asked for it yet. */
  let unclaimed = [...open];

  function watch(watched: WatchedDevice, rule: Rule): Watch {
    const { id: device, everyMs = usualEveryMs } = watched;
    // A test ended with the agent: what still stands is raised anew, and is real.
    const isIts = (alert: OpenAlert) => alert.device === device && alert.rule === rule.id && !alert.drill;
    const known = unclaimed.find(isIts) ?? null;
    unclaimed = unclaimed.filter((alert) => alert !== known);
    const state = { ...beginning(rule, clock.monotonic()), raised: known !== null, count: known?.count ?? 1 };
    return {
      device,
      affected: watched.affected?.[rule.point] ?? [],
      everyMs,
      rule,
      state,
      open: known,
      latest: null,
      cancel: () => undefined,
    };
  }

  function apply(entry: Watch, step: RuleStep): void {
    const { count, flapping } = entry.state;
    entry.state = step.state;
    if (step.change === "raised") raise(entry);
    if (step.change === "cleared") clear(entry, countOf({ count, flapping }));
    arm(entry);
  }

  /** Turns the clock for a hold that runs out without a reading. */
  function arm(entry: Watch): void {
    entry.cancel();
    const due = dueAt(entry.rule, entry.state, entry.everyMs);
    if (due === null) return;
    entry.cancel = clock.after(Math.max(0, due - clock.monotonic()), () =>
      apply(entry, elapse(entry.rule, entry.state, clock.monotonic(), entry.everyMs)),
    );
  }

  function raise(entry: Watch): void {
    const { device, rule, latest, state } = entry;
    const now = stamp();
    const [alert, ticket] = [ulid(now.at) as AlertId, ulid(now.at) as TicketId];
    const { id, point, severity } = rule;
    const cause = causeOf(entry);
    const [explained, affected] = attach(entry, alert);
    entry.open = {
      ...{ kind: "raised", alert, ticket, device, rule: id, point, severity, ...now },
      // A device that never spoke has no value to tell.
      value: latest?.value ?? "",
      ...countOf(state),
      ...(cause === null ? {} : { cause }),
      ...(affected.length === 0 ? {} : { affected: affected.slice(0, mostAffected) }),
      ...(explained.length === 0 ? {} : { explained: explained.slice(0, mostAffected) }),
    };
    emit(entry.open);
  }

  function clear(entry: Watch, count: { count?: number }): void {
    if (entry.open === null) return;
    const { value } = entry.latest ?? entry.open;
    emit({ ...entry.open, ...count, kind: "cleared", value, ...stamp() });
    entry.open = null;
  }

  /** Silence is explained by an alert that stands and says so: the mains of the gateway above all, or the device's link. */
  function causeOf(silence: Watch): AlertId | null {
    return all().find((other) => other.open !== null && doesExplain(other, silence))?.open?.alert ?? null;
  }

  /** What fell silent before its cause was told has it from now on, and is what the cause affects. */
  function attach(entry: Watch, cause: AlertId): [AlertId[], DeviceId[]] {
    const standing = new Set(all().map(({ open }) => open?.alert));
    const explained: AlertId[] = [];
    const affected = new Set(entry.affected);
    for (const silence of all()) {
      const { open } = silence;
      const isOrphan = open !== null && (open.cause === undefined || !standing.has(open.cause));
      if (!isOrphan || !doesExplain(entry, silence)) continue;
      silence.open = { ...open, cause };
      explained.push(open.alert);
      for (const device of silence.affected.length === 0 ? [silence.device] : silence.affected) affected.add(device);
    }
    return [explained, [...affected]];
  }

  function all(): Watch[] {
    return [...watches.values()].flat();
  }

  /** An event happens when a hold runs out: whether that moment is trusted says the clock, not the reading before it. */
  function stamp(): Pick<SensorEvent, "at" | "quality"> {
    return { at: clock.wall(), quality: clock.trust() === "synced" ? quality.good : quality.estimated };
  }

  function setRules(device: WatchedDevice): void {
    const { id, rules, everyMs = usualEveryMs, affected = {} } = device;
    const before = watches.get(id) ?? [];
    const after = rules.map((rule) => {
      const old = before.find((entry) => entry.rule.id === rule.id);
      if (old === undefined) return watch(device, rule);
      const { raised, count } = old.state;
      const isSame = isDeepStrictEqual(old.rule, rule);
      const state = isSame ? old.state : { ...beginning(rule, clock.monotonic()), raised, count };
      return { ...old, everyMs, affected: affected[rule.point] ?? [], rule, state, cancel: () => undefined };
    });
    for (const entry of before) entry.cancel();
    for (const gone of before.filter((entry) => rules.every((rule) => rule.id !== entry.rule.id))) clear(gone, {});
    for (const entry of after) arm(entry);
    watches.set(id, after);
  }

  /** A device that is silent proves nothing: what was about to clear waits until it speaks again. */
  function suspend(device: DeviceId): void {
    for (const entry of watches.get(device) ?? []) {
      if (!entry.state.raised || entry.rule.point === faultPoint) continue;
      entry.state = { ...quiet, raised: true, count: entry.state.count, flapping: entry.state.flapping };
      arm(entry);
    }
  }

  return {
    onReading(reading) {
      for (const entry of watches.get(reading.device) ?? []) {
        if (entry.rule.point !== reading.point) continue;
        entry.latest = reading;
        apply(entry, evaluate(entry.rule, entry.state, reading.value, clock.monotonic()));
      }
    },
    onFault: suspend,
    configure(devices) {
      const known = new Set(devices.map(({ id }) => id));
      for (const device of devices) setRules(device);
      for (const id of [...watches.keys()].filter((device) => !known.has(device))) setRules({ id, rules: [] });
      for (const alert of unclaimed) emit({ ...alert, kind: "cleared", ...stamp() });
      unclaimed = [];
    },
    raiseAnew(device, isMeant) {
      for (const entry of watches.get(device) ?? []) {
        if (entry.open === null || !isMeant(entry.open)) continue;
        const isLeaving = entry.state.since !== null;
        clear(entry, {});
        if (!isLeaving) raise(entry);
        else apply(entry, { state: beginning(entry.rule, clock.monotonic()), change: null });
      }
    },
    close() {
      for (const entries of watches.values()) for (const entry of entries) entry.cancel();
    },
  };
}

function countOf({ count, flapping }: Pick<RuleState, "count" | "flapping">): { count?: number } {
  return flapping && count > 1 ? { count } : {};
}

/** Whether a silence, or a link on which all is silent, is because of what the other rule watches. */
function doesExplain(other: Watch, silence: Watch): boolean {
  if (other === silence) return false;
  const isLink = silence.affected.length > 0;
  if (!isLink && !isAboutSilence(silence.rule)) return false;
  return other.rule.explains === "silence" || (!isLink && other.affected.includes(silence.device));
}

function isAboutSilence({ point, when }: Rule): boolean {
  return point === faultPoint || "silentIntervals" in when;
}
