/** Hands records to a lane and keeps them in memory while the disk refuses, so that a full card costs time before it costs data. */
import { Fault } from "../../core/fault.ts";
import type { Lane } from "./lane.ts";
import type { Report } from "./report.ts";
import type { After } from "./reserve.ts";

const retryMs = 1000;
/** Records held in memory at the most; what comes after is lost, and told to the hub as a gap. */
const heldAtMost = 20_000;

export type Recorder = {
  /** Calls back with the record's offset once it is on the disk. */
  record(bytes: Uint8Array, committed?: (offset: number) => void): void;
  /** Gives what is held a last try; reports what is lost with the end. */
  close(): Promise<void>;
};

type Held = { bytes: Uint8Array; committed: (offset: number) => void };

export function createRecorder(lane: Lane, report: Report, clock: { after: After }, most = heldAtMost): Recorder {
  let held: Held[] = [];
  let lost = 0;
  /** Set while the disk refuses: one report an episode, and one try a second. */
  let cancelRetry: (() => void) | null = null;

  function record(bytes: Uint8Array, committed: (offset: number) => void = () => undefined): void {
    if (cancelRetry === null) attempt({ bytes, committed });
    else hold({ bytes, committed });
  }

  function attempt(entry: Held): void {
    lane.append([entry.bytes]).then(entry.committed, (error: unknown) => refused(entry, error));
  }

  function refused(entry: Held, error: unknown): void {
    if (!(error instanceof Fault)) throw error;
    const isNew = cancelRetry === null;
    if (error.code === "DISK_FAILED") hold(entry);
    if (isNew) report({ code: error.code, detail: error.detail });
  }

  function hold(entry: Held): void {
    if (held.length < most) held.push(entry);
    else lose(entry);
    cancelRetry ??= clock.after(retryMs, retry);
  }

  function lose({ bytes }: Held): void {
    lane.lose([bytes]);
    lost++;
  }

  /** Tries one record; the others follow when the disk takes it. */
  function retry(): void {
    const [first, ...others] = held;
    if (first === undefined) return;
    lane.append([first.bytes]).then(
      (offset) => {
        cancelRetry = null;
        held = held.slice(1 + others.length);
        first.committed(offset);
        for (const entry of others) attempt(entry);
        for (const entry of held.splice(0)) attempt(entry);
        tellLost();
      },
      () => {
        cancelRetry = clock.after(retryMs, retry);
      },
    );
  }

  function tellLost(): void {
    if (lost > 0)
      report({ code: "DISK_FAILED", detail: `${lost} records are lost: the disk refused and memory was full` });
    lost = 0;
  }

  return {
    record,
    async close() {
      cancelRetry?.();
      const results = await Promise.allSettled(held.map(({ bytes }) => lane.append([bytes])));
      for (const [i, { status }] of results.entries()) if (status === "rejected") lose(held[i] as Held);
      tellLost();
    },
  };
}
