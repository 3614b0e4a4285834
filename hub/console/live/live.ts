/** The hub's event stream into the query cache; says when it is lost and finds its own way back. */
import type { QueryClient } from "@tanstack/react-query";
import type { LiveEvents } from "../../http/views.ts";
import { applyEvent, eventNames } from "./apply-event.ts";
import type { Source } from "./source.ts";
import { staleSums } from "./stale-sums.ts";

export type LiveState = { name: "connecting" | "live" } | { name: "lost"; since: number };

export type LivePorts = {
  client: QueryClient;
  /** `after`: the id to go on from; null for a first time. */
  open: (after: string | null) => Source;
  now: () => number;
  /** The machine has no network at all: what a worker still hears is not for a page that cannot ask. */
  isOffline?: () => boolean;
  /** 0 … 1 */
  random: () => number;
  onState: (state: LiveState) => void;
  /** A new alert, for who listens rather than looks. */
  onAlert?: (alert: LiveEvents["alert"]) => void;
};

/** Readings come often: they are put on screen this often at most. Everything else at once. */
const readingsEveryMs = 250;
const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

export type Live = {
  /** The network is said to be back, or somebody sees the page again: try now. */
  retry(): void;
  /** A question to the hub got no answer: the stream may be dead without knowing it. */
  suspect(): void;
  /** Nobody sees this page: it gives its line up, and says of what it shows since when it is old. */
  pause(): void;
  close(): void;
};

export function openLive(ports: LivePorts): Live {
  const { client, onState } = ports;
  let source: Source | undefined;
  let state: LiveState = { name: "connecting" };
  let lostAt: number | undefined;
  let tries = 0;
  /** The last event that was heard; what came while the stream was cut is told again from there. */
  let last: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readings = gather((batch) => applyEvent(client, "readings", batch));

  const sums = staleSums(client, ports.now);

  const enter = (next: LiveState) => {
    state = next;
    onState(next);
  };
  const connect = () => {
    clearTimeout(timer);
    source?.close();
    if (ports.isOffline?.()) return lost();
    source = ports.open(last);
    source.onopen = opened;
    source.onerror = lost;
    for (const name of eventNames) source.addEventListener(name, (event) => receive(name, hear(event)));
    source.addEventListener("hello", (event) => {
      hear(event);
      lostAt = undefined;
    });
    source.addEventListener("reset", (event) => {
      hear(event);
      void readAgain(source);
    });
  };
  /** What is shown is as old as before until it is read: it is not called live meanwhile. */
  const readAgain = async (told: Source | undefined) => {
    enter({ name: "lost", since: lostAt ?? ports.now() });
    await client.invalidateQueries();
    if (told === source && state.name === "lost") enter({ name: "live" });
  };
  const opened = () => {
    const wasLost = state.name === "lost";
    tries = 0;
    enter({ name: "live" });
    if (!wasLost) return;
    // What was asked meanwhile got no answer; what was told meanwhile comes now, unless nothing was ever heard to go on from.
    const isStale = ({ state: { status } }: { state: { status: string } }) => last === null || status === "error";
    void client.invalidateQueries({ predicate: isStale });
  };
  const hear = (event: MessageEvent<string>) => {
    if (event.lastEventId) last = event.lastEventId;
    return event.data;
  };
  const letGo = () => {
    clearTimeout(timer);
    source?.close();
    if (state.name === "lost") return;
    lostAt = ports.now();
    enter({ name: "lost", since: lostAt });
  };
  const lost = () => {
    letGo();
    // Full jitter, so that a hub that restarts is not met by every screen at once.
    const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** tries++);
    timer = setTimeout(connect, 250 + ports.random() * ceiling);
    // The stream does not say why it ended; the session does.
    void client.invalidateQueries({ queryKey: ["session"] });
  };
  const receive = (name: keyof LiveEvents, text: string) => {
    const data = JSON.parse(text);
    if (name === "readings") return readings.add(data);
    if (name === "alert") ports.onAlert?.(data);
    applyEvent(client, name, data);
    sums.hear(name);
  };

  connect();
  return {
    retry() {
      if (state.name === "lost") connect();
    },
    suspect() {
      if (state.name !== "live") return;
      source?.doubt?.();
      lost();
    },
    pause: letGo,
    close() {
      clearTimeout(timer);
      readings.stop();
      sums.stop();
      source?.close();
    },
  };
}

/** Collects readings and hands them on together. */
function gather(flush: (readings: LiveEvents["readings"]) => void) {
  let waiting: LiveEvents["readings"] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(readings: LiveEvents["readings"]) {
      waiting.push(...readings);
      timer ??= setTimeout(() => {
        const batch = waiting;
        waiting = [];
        timer = undefined;
        flush(batch);
      }, readingsEveryMs);
    },
    stop: () => clearTimeout(timer),
  };
}
