/** Which alerts are open, told by the alert lane itself: a restart neither raises them again nor forgets to clear them. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { Clock } from "../clock/clock.ts";
import type { Disk } from "../journal/disk.ts";
import type { Lane } from "../journal/lane.ts";
import { decodeEvent, unstamped } from "../journal/records.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import type { OpenAlert } from "./alarms.ts";

/** `upTo`: events below this offset of `epoch` are already in `open`. */
type Snapshot = { epoch: string; upTo: number; open: OpenAlert[] };

export type OpenAlerts = {
  open(): readonly OpenAlert[];
  /** An event was journaled; `upTo` is the offset after it. The snapshot follows later: the lane itself has the event. */
  note(event: AlertEvent, upTo: number): void;
  close(): Promise<void>;
};

/** A snapshot saved this late costs a replay at the next start, and spares the card a write for each alert. */
const saveMs = 5000;

/** Reads the last snapshot and replays what the lane holds after it. */
export async function readOpenAlerts(
  folder: string,
  lane: Lane,
  report: Report,
  clock: Clock,
  disk?: Disk,
): Promise<OpenAlerts> {
  let cancel: (() => void) | null = null;
  const file = new Low<Snapshot>(stateFile(join(folder, "open-alerts.json"), report, disk), {
    epoch: lane.epoch,
    upTo: 0,
    open: [],
  });
  await file.read();
  if (file.data.epoch !== lane.epoch) file.data = { epoch: lane.epoch, upTo: 0, open: file.data.open };
  for (const bytes of await lane.records(file.data.upTo, lane.next()))
    file.data.open = step(file.data.open, unstamped(decodeEvent(bytes)));
  file.data.upTo = lane.next();
  await file.write();

  function save(): void {
    cancel = null;
    file.write().catch(faultsTo(report));
  }

  return {
    open: () => file.data.open,
    note(event, upTo) {
      file.data.open = step(file.data.open, event);
      file.data.upTo = upTo;
      cancel ??= clock.after(saveMs, save);
    },
    async close() {
      cancel?.();
      await file.write().catch(faultsTo(report));
    },
  };
}

function step(open: readonly OpenAlert[], event: AlertEvent): OpenAlert[] {
  const others = open.filter((entry) => entry.device !== event.device || entry.rule !== event.rule);
  return event.kind === "raised" ? [...others, event] : others;
}
