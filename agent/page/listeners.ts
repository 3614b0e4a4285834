/** The pages that are open: each is told the latest view; who does not read is left behind, and after a while dropped. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Fault } from "../../core/fault.ts";
import type { Clock } from "../clock/clock.ts";

export type Listeners = {
  count(): number;
  /** Throws `PAGES_FULL`. */
  add(request: IncomingMessage, response: ServerResponse): void;
  tell(): void;
  close(): void;
};

const mostListeners = 200;
/** One phone with a handful of tabs; beyond it the oldest of that phone goes. */
const mostFromAddress = 20;
/** A phone out of reach for so long opens the page anew when it is back. */
const patienceMs = 30_000;

type Listener = { response: ServerResponse; address: string; stalledAt: number | null };

/** `latest` is the whole view as JSON: who missed one misses nothing once the next has come. */
export function openListeners(latest: () => string, clock: Pick<Clock, "monotonic">): Listeners {
  const listeners = new Set<Listener>();
  const lineOf = () => `data: ${latest()}\n\n`;

  function drop(listener: Listener): void {
    listeners.delete(listener);
    listener.response.destroy();
  }

  function makeRoom(address: string): void {
    const own = [...listeners].filter((listener) => listener.address === address);
    const [oldest] = own;
    if (own.length >= mostFromAddress && oldest !== undefined) drop(oldest);
    if (listeners.size >= mostListeners) throw new Fault("PAGES_FULL", `${mostListeners} pages are open`);
  }

  function tellOne(listener: Listener, line: string): void {
    const { response } = listener;
    if (!response.writableNeedDrain) return void response.write(line);
    // Nothing is queued behind what was not taken yet: memory stays as it is, however long it lasts.
    listener.stalledAt ??= clock.monotonic();
    if (clock.monotonic() - listener.stalledAt > patienceMs) drop(listener);
  }

  return {
    count: () => listeners.size,
    add(request, response) {
      const address = request.socket.remoteAddress ?? "";
      makeRoom(address);
      const listener: Listener = { response, address, stalledAt: null };
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.write(`retry: 2000\n${lineOf()}`);
      listeners.add(listener);
      response.on("drain", () => {
        if (listener.stalledAt === null) return;
        listener.stalledAt = null;
        response.write(lineOf());
      });
      response.on("close", () => listeners.delete(listener));
    },
    tell() {
      if (listeners.size === 0) return;
      const line = lineOf();
      for (const listener of listeners) tellOne(listener, line);
    },
    close() {
      for (const { response } of listeners) response.end();
    },
  };
}
