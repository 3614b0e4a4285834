/** Hands records to a lane and keeps them in memory while the disk refuses, so that a full card costs time before it costs data. */
import type { Fault } from "../../core/fault.ts";
import type { Clock } from "../clock.ts";
import type { Lane } from "./lane.ts";
import type { Report } from "./report.ts";

const retryMs = 1000;
/** Records held in memory at the most; what comes after is lost and reported as such. */
const heldAtMost = 20_000;

export type Recorder = {
  /** Calls back with the record's offset once it is on the disk. */
  record(bytes: Uint8Array, committed?: (offset: number) => void): void;
  close(): void;
};

export function createRecorder(lane: Lane, report: Report, clock: Clock): Recorder {
  const held: { bytes: Uint8Array; committed: (offset: number) => void }[] = [];
  let cancel: (() => void) | null = null;

  function record(bytes: Uint8Array, committed: (offset: number) => void = () => undefined): void {
    if (cancel !== null) {
      hold(bytes, committed);
      return;
    }
    lane.append([bytes]).then(committed, (fault: Fault) => {
      if (cancel === null) report({ code: fault.code, detail: fault.detail });
      hold(bytes, committed);
    });
  }

  function hold(bytes: Uint8Array, committed: (offset: number) => void): void {
    if (held.length < heldAtMost) held.push({ bytes, committed });
    else report({ code: "DISK_FAILED", detail: "a record is lost: the disk refuses and memory is full" });
    cancel ??= clock.after(retryMs, retry);
  }

  function retry(): void {
    cancel = null;
    for (const { bytes, committed } of held.splice(0)) record(bytes, committed);
  }

  return {
    record,
    close() {
      cancel?.();
    },
  };
}
