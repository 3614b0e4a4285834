/** Who speaks when on one link: a strict queue, one question at a time, late answers never taken for new ones. */
import type { FaultCode } from "../../core/fault.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Clock } from "../clock/clock.ts";
import type { Link, LinkEvents, LinkState } from "../links/link.ts";
import { type Asked, type BusSettings, createAsker, failed, type Round } from "./asker.ts";
import { afterRound, type Health, pauseAfter, unknown } from "./health.ts";
import { nextTurn, type Turn } from "./turns.ts";

/** `urgent`: an alarm hangs on it. */
export type BusDevice = Asked & { id: DeviceId; everyMs: number; urgent?: boolean };

export type BusEvents = {
  /** `agoMs`: so long ago it was measured; now unless given. */
  onReading(device: DeviceId, point: PointId, value: Value, agoMs?: number): void;
  /** The device's fault changed; `code` is "" when it is well again. */
  onHealth(device: DeviceId, code: FaultCode | "", detail: string): void;
  /** A sound frame came from a device that nobody here knows; `from` is the stream, `address` what it calls itself. */
  onStranger(from: string, address: string): void;
};

export type Bus = {
  /** Asks this device next, before its schedule says so; resolves when the round is over. */
  sample(device: DeviceId): Promise<{ code: FaultCode | ""; detail: string; readings: Record<string, Value> }>;
  /** `ownMs`: how often a device that cannot be asked speaks by itself. */
  setInterval(device: DeviceId, everyMs: number, ownMs?: number): void;
  close(): Promise<void>;
};

type Entry = { device: BusDevice; dueAt: number; health: Health; waiting: ((round: Round) => void)[] };

/** The first questions are spread over this time by chance, so that gateways and devices do not fall into step. */
const spreadMs = 1000;

export function startBus(
  devices: readonly BusDevice[],
  settings: BusSettings,
  openLink: (events: LinkEvents) => Link,
  events: BusEvents,
  clock: Clock,
  random: () => number = Math.random,
): Bus {
  const startedAt = clock.monotonic();
  const entries: Entry[] = devices.map((device) => ({
    device,
    dueAt: startedAt + random() * Math.min(device.everyMs, spreadMs),
    health: unknown,
    waiting: [],
  }));
  let state: LinkState = { up: false, reason: "not opened yet" };
  /** Whose late answer would come now. */
  let quieting: Entry | null = null;
  /** No question before then, on the monotonic clock: waited for together with what is due, which spares a wake-up a round. */
  let quietUntil = startedAt;
  let isClosed = false as boolean;
  let wake: () => void = () => undefined;

  /** A question without an answer: the time-out, and the quiet after it. */
  const costMs = 2 * settings.timeoutMs + settings.gapMs;
  const asker = createAsker((bytes) => link.write(bytes), settings, clock);
  const link = openLink({
    onBytes(bytes) {
      if (!asker.hear(bytes)) late(bytes);
    },
    onState(next) {
      state = next;
      if (!next.up) down(next.reason);
      wake();
    },
  });
  const running = run();

  async function run(): Promise<void> {
    while (!isClosed) {
      const next = nextTurn(entries.map(turnOf), Math.max(clock.monotonic(), quietUntil), costMs);
      const at = !state.up ? Number.POSITIVE_INFINITY : "ask" in next ? quietUntil : Math.max(next.at, quietUntil);
      const waitMs = at - clock.monotonic();
      if ("ask" in next && waitMs <= 0) await turn(next.ask.entry);
      else await pause(Math.max(0, waitMs));
    }
  }

  async function turn(entry: Entry): Promise<void> {
    const beganAt = clock.monotonic();
    const round = await asker.ask(entry.device);
    settle(entry, round);
    entry.dueAt = Math.max(beganAt + pauseAfter(entry.health, entry.device.everyMs), clock.monotonic());
    quietUntil = clock.monotonic() + settings.gapMs;
    if (round.unsettled) await quieten(entry);
  }

  /** Bytes nobody waits for never become a value; after a time-out they are the answer that came too late. */
  function late(bytes: Uint8Array): void {
    const entry = quieting;
    quieting = null;
    if (entry !== null) settle(entry, failed("FIELD_LATE", `${bytes.length} bytes came after the time-out`));
  }

  function down(reason: string): void {
    asker.giveUp(reason);
    for (const entry of entries) settle(entry, failed("LINK_DOWN", reason));
  }

  function settle(entry: Entry, round: Round): void {
    const { id } = entry.device;
    for (const [point, value] of Object.entries(round.readings)) events.onReading(id, point as PointId, value);
    const after = afterRound(entry.health, round.code);
    entry.health = after.health;
    if (after.changed && !isClosed) events.onHealth(id, round.code, round.detail);
    for (const done of entry.waiting.splice(0)) done(round);
  }

  /** Keeps the line quiet, so that a late answer ends before the next question; only the end cuts it short. */
  async function quieten(entry: Entry): Promise<void> {
    quieting = entry;
    const until = clock.monotonic() + settings.timeoutMs;
    for (let left = until - clock.monotonic(); !isClosed && left > 0; left = until - clock.monotonic())
      await pause(left);
    quieting = null;
    quietUntil = until;
  }

  /** Waits; a change of the link, a wish to sample or the end cuts it short. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = Number.isFinite(ms) ? clock.after(ms, resolve) : () => undefined;
      wake = () => {
        cancel();
        resolve();
      };
      if (isClosed) wake();
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
        if (!state.up) settle(entry, failed("LINK_DOWN", state.reason));
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
      isClosed = true;
      asker.giveUp("the bus was closed");
      wake();
      await running;
      await link.close();
    },
  };
}

function turnOf(entry: Entry): Turn & { entry: Entry } {
  const { device, dueAt, health, waiting } = entry;
  const { everyMs, urgent = false } = device;
  return { entry, dueAt, everyMs, urgent, failures: health.failures, wished: waiting.length > 0 };
}
