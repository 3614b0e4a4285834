/** Which alerts are open, told by the alert lane itself: a restart neither raises them again nor forgets to clear them. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { AlertEvent } from "../../core/alert-event.ts";
import { decodeEvent } from "../journal/journal.ts";
import type { Lane } from "../journal/lane.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import type { OpenAlert } from "./alarms.ts";

/** `upTo`: events below this offset of `epoch` are already in `open`. */
type Snapshot = { epoch: string; upTo: number; open: OpenAlert[] };

export type OpenAlerts = {
  open(): readonly OpenAlert[];
  /** An event was journaled; `upTo` is the offset after it. */
  note(event: AlertEvent, upTo: number): Promise<void>;
};

/** Reads the last snapshot and replays what the lane holds after it. */
export async function readOpenAlerts(folder: string, lane: Lane, report: Report): Promise<OpenAlerts> {
  const file = new Low<Snapshot>(stateFile(join(folder, "open-alerts.json"), report), {
    epoch: lane.epoch,
    upTo: 0,
    open: [],
  });
  await file.read();
  if (file.data.epoch !== lane.epoch) file.data = { epoch: lane.epoch, upTo: 0, open: file.data.open };
  for (const bytes of await lane.records(file.data.upTo, lane.next()))
    file.data.open = step(file.data.open, decodeEvent(bytes));
  file.data.upTo = lane.next();
  await file.write();
  return {
    open: () => file.data.open,
    note(event, upTo) {
      file.data.open = step(file.data.open, event);
      file.data.upTo = upTo;
      return file.write();
    },
  };
}

function step(open: readonly OpenAlert[], event: AlertEvent): OpenAlert[] {
  const others = open.filter((entry) => entry.device !== event.device || entry.rule !== event.rule);
  return event.kind === "raised" ? [...others, event] : others;
}
