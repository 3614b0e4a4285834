/** Who speaks when on one link: a strict queue, one question at a time, late answers never taken for new ones. */
import type { FaultCode, FieldFault } from "../../core/fault.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Output, Session } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock.ts";
import type { Link, LinkEvents, LinkState } from "../links/link.ts";
import { afterRound, type Health, pauseAfter, unknown } from "./health.ts";

export type BusDevice = {
  id: DeviceId;
  session: Session;
  everyMs: number;
  /** Null when the value is possible; otherwise what is wrong with it. */
  refuses(point: PointId, value: Value): FieldFault | null;
};

export type BusSettings = {
  /** How long a device may take to begin and to finish its answer. */
  timeoutMs: number;
  /** Silence between two questions, for adapters and slow transceivers. */
  gapMs: number;
};

export type BusEvents = {
  onReading(device: DeviceId, point: PointId, value: Value): void;
  /** The device's fault changed; `code` is "" when it is well again. */
  onHealth(device: DeviceId, code: FaultCode | "", detail: string): void;
};

export type Bus = {
  /** Asks this device next, before its schedule says so; resolves with its readings when the round is over. */
  sample(device: DeviceId): Promise<{ code: FaultCode | ""; readings: Record<string, Value> }>;
  setInterval(device: DeviceId, everyMs: number): void;
  close(): Promise<void>;
};

type Round = { code: FaultCode | ""; detail: string; readings: Record<string, Value> };
type Entry = { device: BusDevice; dueAt: number; health: Health; waiting: ((round: Round) => void)[] };

/** Spreads the first questions, so that devices with the same interval do not all fall due at once. */
const spreadMs = 50;

export function startBus(
  devices: readonly BusDevice[],
  settings: BusSettings,
  openLink: (events: LinkEvents) => Link,
  events: BusEvents,
  clock: Clock,
): Bus {
  const entries: Entry[] = devices.map((device, i) => ({
    device,
    dueAt: clock.monotonic() + i * spreadMs,
    health: unknown,
    waiting: [],
  }));
  let state: LinkState = { up: false, reason: "not opened yet" };
  let asking: { session: Session; heard(bytes: Uint8Array): void } | null = null;
  let last: Entry | null = null;
  let closed = false as boolean;
  let wake: () => void = () => undefined;

  const link = openLink({
    onBytes: (bytes) => (asking === null ? late(bytes) : asking.heard(bytes)),
    onState(next) {
      state = next;
      if (!next.up)
        for (const entry of entries) settle(entry, { code: "LINK_DOWN", detail: next.reason, readings: {} });
      wake();
    },
  });
  const running = run();

  async function run(): Promise<void> {
    while (!closed) {
      const entry = nextOf(entries);
      const waitMs = entry === null || !state.up ? Number.POSITIVE_INFINITY : entry.dueAt - clock.monotonic();
      if (entry !== null && waitMs <= 0) await askAndSettle(entry);
      else await pause(waitMs);
    }
  }

  async function askAndSettle(entry: Entry): Promise<void> {
    last = entry;
    const startedAt = clock.monotonic();
    const round = await ask(entry.device);
    settle(entry, round);
    const next = startedAt + pauseAfter(entry.health, entry.device.everyMs);
    entry.dueAt = Math.max(next, clock.monotonic());
    await rest(round.code === "" || round.code === "FIELD_EXCEPTION" ? settings.gapMs : settings.timeoutMs);
  }

  /** One round of question and answer; every fault of it ends here as a value. */
  async function ask(device: BusDevice): Promise<Round> {
    const { session } = device;
    const round: Round = { code: "", detail: "", readings: {} };
    let outputs = session.poll(clock.monotonic());
    for (;;) {
      for (const output of outputs) if (!("send" in output)) take(round, output, device);
      const question = outputs.find((output) => "send" in output);
      if (question !== undefined && !(await send(question.send, round))) return round;
      if (!session.awaiting()) return round;
      outputs = await answer(session);
      if (!state.up) return { ...round, code: "LINK_DOWN", detail: state.reason };
      if (outputs.some((output) => "send" in output)) await rest(settings.gapMs);
    }
  }

  async function send(bytes: Uint8Array, round: Round): Promise<boolean> {
    try {
      await link.write(bytes);
      return true;
    } catch (error) {
      Object.assign(round, { code: "LINK_DOWN", detail: (error as Error).message });
      return false;
    }
  }

  /** Gives the session the next bytes, or tells it that none came in time. */
  function answer(session: Session): Promise<Output[]> {
    return new Promise((resolve) => {
      const finish = (outputs: Output[]) => {
        cancel();
        asking = null;
        wake = () => undefined;
        resolve(outputs);
      };
      const cancel = clock.after(settings.timeoutMs, () => finish(session.expire(clock.monotonic())));
      wake = () => {
        if (!state.up || closed) finish(session.expire(clock.monotonic()));
      };
      asking = { session, heard: (bytes) => hear(session.receive(bytes, clock.monotonic()), session, finish) };
    });
  }

  function hear(outputs: Output[], session: Session, finish: (outputs: Output[]) => void): void {
    if (outputs.length > 0 || !session.awaiting()) finish(outputs);
  }

  /** Bytes nobody asked for: the answer to a question given up on. They never become a value. */
  function late(bytes: Uint8Array): void {
    if (last !== null && last.health.code === "FIELD_SILENT")
      settle(last, { code: "FIELD_LATE", detail: `${bytes.length} bytes came after the time-out`, readings: {} });
  }

  function take(round: Round, output: Exclude<Output, { send: Uint8Array }>, device: BusDevice): void {
    if ("fault" in output) return void Object.assign(round, output.fault);
    const { point, value } = output.reading;
    const fault = device.refuses(point, value);
    if (fault === null) round.readings[point] = value;
    else Object.assign(round, fault);
  }

  function settle(entry: Entry, round: Round): void {
    const { id } = entry.device;
    for (const [point, value] of Object.entries(round.readings)) events.onReading(id, point as PointId, value);
    const after = afterRound(entry.health, round.code);
    entry.health = after.health;
    if (after.changed) events.onHealth(id, round.code, round.detail);
    for (const done of entry.waiting.splice(0)) done(round);
  }

  /** Keeps the line quiet, so that a late answer ends before the next question; only the end cuts it short. */
  async function rest(ms: number): Promise<void> {
    const until = clock.monotonic() + ms;
    while (!closed && clock.monotonic() < until) await pause(until - clock.monotonic());
  }

  /** Waits; a change of the link, a wish to sample or the end cuts it short. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = Number.isFinite(ms) ? clock.after(ms, resolve) : () => undefined;
      wake = () => {
        cancel();
        resolve();
      };
      if (closed) wake();
    });
  }

  function entryOf(device: DeviceId): Entry {
    const entry = entries.find((candidate) => candidate.device.id === device);
    if (entry === undefined) throw new Error(`no device ${device} on this bus`);
    return entry;
  }

  return {
    sample(device) {
      const entry = entryOf(device);
      entry.dueAt = clock.monotonic();
      return new Promise((resolve) => {
        entry.waiting.push(resolve);
        if (!state.up) settle(entry, { code: "LINK_DOWN", detail: state.reason, readings: {} });
        wake();
      });
    },
    setInterval(device, everyMs) {
      const entry = entryOf(device);
      entry.device = { ...entry.device, everyMs };
      entry.dueAt = Math.min(entry.dueAt, clock.monotonic() + everyMs);
      wake();
    },
    async close() {
      closed = true;
      wake();
      await running;
      await link.close();
    },
  };
}

function nextOf(entries: readonly Entry[]): Entry | null {
  return entries.reduce<Entry | null>(
    (next, entry) => (next === null || entry.dueAt < next.dueAt ? entry : next),
    null,
  );
}
