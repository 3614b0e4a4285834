/** Runs the rules over every reading at the edge, hub or no hub, and journals what was raised and cleared. */
import { isDeepStrictEqual } from "node:util";
import { ulid } from "ulid";
import type { AlertEvent } from "../../core/alert-event.ts";
import { dueAt, elapse, evaluate, quiet, type RuleChange, type RuleState } from "../../core/evaluate.ts";
import type { AlertId, DeviceId, TicketId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { quality } from "../../core/quality.ts";
import type { Reading } from "../../core/reading.ts";
import type { Rule } from "../../core/rule.ts";
import type { Clock } from "../clock/clock.ts";

/** The event that raised an alert which is not yet cleared. */
export type OpenAlert = AlertEvent;

export type Alarms = {
  onReading(reading: Reading): void;
  /** The rules that run from now on; an open alert whose rule or device is gone is cleared. */
  configure(devices: readonly { id: DeviceId; rules: readonly Rule[] }[]): void;
  close(): void;
};

type Watch = {
  device: DeviceId;
  rule: Rule;
  state: RuleState;
  open: OpenAlert | null;
  latest: Reading | null;
  cancel: () => void;
};

/** `emit` is called at once for every change, in order; `open` is what was raised before a restart. */
export function createAlarms(open: readonly OpenAlert[], emit: (event: AlertEvent) => void, clock: Clock): Alarms {
  const watches = new Map<DeviceId, Watch[]>();
  /** Open from before the restart, and no rule has asked for it yet. */
  let unclaimed = [...open];

  function watch(device: DeviceId, rule: Rule): Watch {
    const known = unclaimed.find((alert) => alert.device === device && alert.rule === rule.id) ?? null;
    unclaimed = unclaimed.filter((alert) => alert !== known);
    const state = known === null ? quiet : { ...quiet, raised: true };
    return { device, rule, state, open: known, latest: null, cancel: () => undefined };
  }

  function apply(entry: Watch, step: { state: RuleState; change: RuleChange }): void {
    entry.state = step.state;
    if (step.change === "raised") raise(entry);
    if (step.change === "cleared") clear(entry);
    arm(entry);
  }

  /** Turns the clock for a hold that runs out without a reading. */
  function arm(entry: Watch): void {
    entry.cancel();
    const due = dueAt(entry.rule, entry.state);
    if (due === null) return;
    entry.cancel = clock.after(Math.max(0, due - clock.monotonic()), () =>
      apply(entry, elapse(entry.rule, entry.state, clock.monotonic())),
    );
  }

  function raise(entry: Watch): void {
    const { device, rule, latest } = entry;
    if (latest === null) throw new Error(`rule ${rule.id} of ${device} was raised without a reading`);
    const now = stamp();
    const [alert, ticket] = [ulid(now.at) as AlertId, ulid(now.at) as TicketId];
    const { id, point, severity } = rule;
    const { value } = latest;
    entry.open = { kind: "raised", alert, ticket, device, rule: id, point, severity, value, ...now };
    emit(entry.open);
  }

  function clear(entry: Watch): void {
    if (entry.open === null) return;
    const { value } = entry.latest ?? entry.open;
    emit({ ...entry.open, kind: "cleared", value, ...stamp() });
    entry.open = null;
  }

  /** An event happens when a hold runs out: whether that moment is trusted says the clock, not the reading before it. */
  function stamp(): Pick<AlertEvent, "at" | "quality"> {
    return { at: clock.wall(), quality: clock.trust() === "synced" ? quality.good : quality.estimated };
  }

  function setRules(device: DeviceId, rules: readonly Rule[]): void {
    const before = watches.get(device) ?? [];
    const after = rules.map((rule) => {
      const old = before.find((entry) => entry.rule.id === rule.id);
      if (old === undefined) return watch(device, rule);
      const state = isDeepStrictEqual(old.rule, rule) ? old.state : { ...quiet, raised: old.state.raised };
      return { ...old, rule, state, cancel: () => undefined };
    });
    for (const entry of before) entry.cancel();
    for (const gone of before.filter((entry) => rules.every((rule) => rule.id !== entry.rule.id))) clear(gone);
    for (const entry of after) arm(entry);
    watches.set(device, after);
  }

  /** A device that is silent proves nothing: what was about to clear waits until it speaks again. */
  function suspend(device: DeviceId): void {
    for (const entry of watches.get(device) ?? []) {
      if (!entry.state.raised || entry.rule.point === faultPoint) continue;
      entry.state = { ...quiet, raised: true };
      arm(entry);
    }
  }

  return {
    onReading(reading) {
      if (reading.point === faultPoint && reading.value !== "") suspend(reading.device);
      for (const entry of watches.get(reading.device) ?? []) {
        if (entry.rule.point !== reading.point) continue;
        entry.latest = reading;
        apply(entry, evaluate(entry.rule, entry.state, reading.value, clock.monotonic()));
      }
    },
    configure(devices) {
      const known = new Set(devices.map(({ id }) => id));
      for (const { id, rules } of devices) setRules(id, rules);
      for (const id of [...watches.keys()].filter((device) => !known.has(device))) setRules(id, []);
      for (const alert of unclaimed) emit({ ...alert, kind: "cleared", ...stamp() });
      unclaimed = [];
    },
    close() {
      for (const entries of watches.values()) for (const entry of entries) entry.cancel();
    },
  };
}
