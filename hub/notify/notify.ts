/** Tells people: a lane for each channel of the rulebook, and a watcher that turns with the clock. */
import type { Logger } from "pino";
import type { Drain } from "../outbox/drain.ts";
import { called } from "../pause.ts";
import type { Store, Tables } from "../store/store.ts";
import { askForChannels } from "./channels-missing.ts";
import { startLane } from "./lane.ts";
import { nextWatch, watch } from "./watch.ts";

export type NotifyOptions = {
  store: Store;
  /** Wall clock, ms since 1970. */
  clock(): number;
  /** Ms that only go forward; the process's own unless given. */
  monotonic?: () => number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1; Math.random unless given. */
  random?: () => number;
  log: Logger;
};

export type Notify = {
  /** Something was committed: there may be something to tell. */
  wake(): void;
  /** Resolves when nothing is due. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const longestMs = 60_000;
const keepMs = 400 * 86_400_000;
const sweepMs = 3_600_000;
const rowsAtOnce = 500;

/** The version of the channels in force, and when something is due. */
async function seen(tables: Tables): Promise<{ channels: number; next: number | null }> {
  return { channels: (await tables.rulebook.versions()).get("channels") ?? 0, next: await nextWatch(tables) };
}

export function startNotify(options: NotifyOptions): Notify {
  const { store, clock, pause, log } = options;
  const rest = { monotonic: options.monotonic ?? (() => performance.now()), random: options.random ?? Math.random };
  const lanes = new Map<string, Drain>();
  const closing = new AbortController();
  let sleeping = new AbortController();
  let idle = Promise.withResolvers<void>();
  let isWoken = true;
  let version = -1;
  let sweptAt = 0;

  const run = async () => {
    while (!closing.signal.aborted) {
      isWoken = false;
      const ms = await turn();
      if (isWoken || closing.signal.aborted) continue;
      idle.resolve();
      sleeping = new AbortController();
      await pause(ms, sleeping.signal);
    }
    idle.resolve();
  };

  /** Answers how long nothing is to be done. A store that fails is asked again. */
  async function turn(): Promise<number> {
    try {
      const { channels, next } = await store.read(seen);
      if (channels !== version) await openLanes(channels);
      const isDue = next !== null && next <= clock();
      if (isDue) await store.transaction((tables) => watch(tables, clock()));
      await sweep();
      for (const lane of lanes.values()) lane.wake();
      return waitFor(isDue ? await store.read(nextWatch) : next);
    } catch (error) {
      log.error({ err: error }, "notices could not be looked after; it is tried again");
      return 1000;
    }
  }

  /** A channel that left the table keeps its lane while the hub runs: what waits in it is refused by name. */
  async function openLanes(newest: number): Promise<void> {
    const ids = await store.read(async ({ rulebook }) => {
      const tables = await Promise.all([newest - 1, newest].map((n) => rulebook.find("channels", n)));
      return tables.flatMap((row) => (row?.body as { channels: { id: string }[] } | undefined)?.channels ?? []);
    });
    for (const { id } of ids)
      if (!lanes.has(id)) lanes.set(id, startLane({ store, channel: id, clock, pause, log, refused: wake, ...rest }));
    await store.transaction((tables) => askForChannels(tables, clock()));
    version = newest;
  }

  async function sweep(): Promise<void> {
    if (clock() - sweptAt < sweepMs) return;
    const old = await store.transaction(({ notices }) => notices.removeBefore(clock() - keepMs, rowsAtOnce));
    if (old < rowsAtOnce) sweptAt = clock();
  }

  function waitFor(next: number | null): number {
    return next === null ? longestMs : Math.min(longestMs, Math.max(5, next - clock()));
  }

  function wake(): void {
    if (closing.signal.aborted) return;
    isWoken = true;
    idle.resolve();
    idle = Promise.withResolvers();
    sleeping.abort(called);
  }

  const running = run();
  return {
    wake,
    async settled() {
      let known: Promise<void>;
      do {
        known = idle.promise;
        await known;
        await Promise.all([...lanes.values()].map((lane) => lane.settled()));
      } while (known !== idle.promise);
    },
    async close() {
      closing.abort();
      sleeping.abort(called);
      await running;
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
    },
  };
}
