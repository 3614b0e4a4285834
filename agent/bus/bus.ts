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

/** `unsettled`: the line may still carry an answer, so it must be quiet before the next question. */
type Round = { code: FaultCode | ""; detail: string; readings: Record<string, Value>; unsettled: boolean };
type Entry = { device: BusDevice; dueAt: number; health: Health; waiting: ((round: Round) => void)[] };

/** Spreads the first questions, so that devices with the same interval do not all fall due at once. */
const spreadMs = 50;

/** After these the line may still carry an answer. */
const unsettling = new Set<FaultCode>(["FIELD_SILENT", "FIELD_DAMAGED", "FIELD_FOREIGN", "FIELD_LATE"]);

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
  let asking: ((bytes: Uint8Array) => void) | null = null;
  let quieting: Entry | null = null;
  let closed = false as boolean;
  let wake: () => void = () => undefined;

  const link = openLink({
    onBytes: (bytes) => (asking === null ? late(bytes) : asking(bytes)),
    onState(next) {
      state = next;
      if (!next.up) for (const entry of entries) settle(entry, broken("LINK_DOWN", next.reason));
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
    const startedAt = clock.monotonic();
    const round = await ask(entry.device);
    settle(entry, round);
    entry.dueAt = Math.max(startedAt + pauseAfter(entry.health, entry.device.everyMs), clock.monotonic());
    quieting = round.unsettled ? entry : null;
    await rest(round.unsettled ? settings.timeoutMs : settings.gapMs);
    quieting = null;
  }

  /** One round of question and answer; every fault of it ends here as a value. */
  async function ask(device: BusDevice): Promise<Round> {
    const { session } = device;
    const round: Round = { code: "", detail: "", readings: {}, unsettled: false };
    let outputs = session.poll(clock.monotonic());
    for (;;) {
      for (const output of outputs) if (!("send" in output)) take(round, output, device);
      const question = outputs.find((output) => "send" in output);
      if (question === undefined) return round;
      outputs = await exchange(session, question.send);
      if (!state.up) return broken("LINK_DOWN", state.reason);
      if (session.awaiting()) await rest(settings.gapMs);
    }
  }

  /**
   * Sends a question and hears the session's answer until it is whole or its time is over. It listens before it sends: a
   * quick device answers before the line reports the question as sent. A foreign frame does not stop the clock.
   */
  function exchange(session: Session, question: Uint8Array): Promise<Output[]> {
    const heard: Output[] = [];
    return new Promise((resolve) => {
      let cancel = () => undefined as void;
      const finish = () => {
        cancel();
        cancel = () => undefined;
        asking = null;
        wake = () => undefined;
        resolve(heard);
      };
      const giveUp = () => {
        heard.push(...session.expire(clock.monotonic()));
        finish();
      };
      wake = () => (state.up && !closed ? undefined : giveUp());
      asking = (bytes) => {
        heard.push(...session.receive(bytes, clock.monotonic()));
        if (!session.awaiting() || heard.some((output) => "send" in output)) finish();
      };
      const mine = asking;
      link.write(question).then(
        () => {
          if (asking === mine) cancel = clock.after(settings.timeoutMs, giveUp);
        },
        (error: Error) => {
          heard.push({ fault: { code: "LINK_DOWN", detail: error.message } });
          if (asking === mine) giveUp();
        },
      );
    });
  }

  /** Bytes nobody waits for never become a value; after a time-out they are the answer that came too late. */
  function late(bytes: Uint8Array): void {
    const [entry, detail] = [quieting, `${bytes.length} bytes came after the time-out`];
    quieting = null;
    if (entry !== null) settle(entry, broken("FIELD_LATE", detail));
  }

  /** The first fault of a round names it. */
  function take(round: Round, output: Exclude<Output, { send: Uint8Array }>, device: BusDevice): void {
    const fault = "fault" in output ? output.fault : device.refuses(output.reading.point, output.reading.value);
    if (fault === null && "reading" in output) round.readings[output.reading.point] = output.reading.value;
    if (fault === null) return;
    if (round.code === "") Object.assign(round, fault);
    round.unsettled ||= unsettling.has(fault.code);
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
        if (!state.up) settle(entry, broken("LINK_DOWN", state.reason));
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

function broken(code: FaultCode, detail: string): Round {
  return { code, detail, readings: {}, unsettled: false };
}

function nextOf(entries: readonly Entry[]): Entry | null {
  return entries.reduce<Entry | null>(
    (next, entry) => (next === null || entry.dueAt < next.dueAt ? entry : next),
    null,
  );
}
