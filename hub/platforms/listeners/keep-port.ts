/** Keeps one port: had as soon as it is free, tried again slower while it is not. */
import type { Logger } from "pino";
import { called } from "../../pause.ts";
import { keepLine } from "../lines/keep.ts";
import type { LineState, Upkeep } from "../lines/line.ts";
import type { Bound } from "./port.ts";

export type Port = {
  way: "tcp" | "udp";
  /** `address` is null while it is not had. */
  state: LineState & { address: string | null };
  /** It was refused so often that its connector counts as silent, until it is had. */
  isStuck: boolean;
  /** Resolves once it is had, or the try that runs failed. */
  tried(): Promise<void>;
  /** Whatever is left of the pause. */
  tryNow(): void;
  end(): Promise<void>;
};

export type PortOptions = {
  way: Port["way"];
  open(): Promise<Bound>;
  /** It cannot be had. */
  refused(why: string): void;
  /** How its state changed is in it. */
  told(): void;
  /** `isStuck` changed. */
  stuck(): void;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1 */
  random(): number;
  log: Logger;
};

export function keepPort({ way, open, refused, told, stuck, clock, pause, random, log }: PortOptions): Port {
  const stop = new AbortController();
  let pausing = new AbortController();
  let trying = Promise.withResolvers<void>();
  const port: Port = {
    ...{ way, isStuck: false, state: { isUp: false, since: clock(), why: "", address: null } },
    tried: () => trying.promise,
    tryNow() {
      if (port.state.isUp) return;
      trying = Promise.withResolvers();
      pausing.abort(called);
      pausing = new AbortController();
    },
    async end() {
      stop.abort(called);
      await over;
    },
  };
  const setStuck = (isStuck: boolean) => {
    if (port.isStuck === isStuck) return;
    port.isStuck = isStuck;
    stuck();
  };
  const hold = async ({ up, signal }: Upkeep): Promise<string> => {
    const bound = await open().catch((error: Error) => error);
    if (bound instanceof Error) {
      refused(bound.message);
      return bound.message;
    }
    port.state.address = bound.address;
    up();
    await aborted(signal);
    await bound.end();
    return "closed";
  };
  const over = keepLine({
    next: async () => hold,
    told(state) {
      Object.assign(port.state, state);
      told();
      if (!state.isUp) return;
      trying.resolve();
      setStuck(false);
    },
    stuck: () => setStuck(true),
    async pause(ms, signal) {
      trying.resolve();
      await pause(ms, AbortSignal.any([signal, pausing.signal]));
    },
    ...{ clock, random, log, signal: stop.signal },
  });
  return port;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
