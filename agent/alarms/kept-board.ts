/** The gateway's board over restarts: told at once by each event, kept by the alert lane itself and a snapshot beside it. */
import { join } from "node:path";
import { Low } from "lowdb";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { Clock } from "../clock/clock.ts";
import type { Disk } from "../journal/disk.ts";
import type { Lane } from "../journal/lane.ts";
import { decodeEvent, unstamped } from "../journal/records.ts";
import { faultsTo, type Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import { type Board, emptyBoard, fold } from "./board.ts";

/** `upTo`: events below this offset of `epoch` are already in `board`. */
type Snapshot = { epoch: string; upTo: number; board: Board };

export type KeptBoard = {
  /** What stands now, the events that are still on their way to the disk included. */
  board(): Board;
  /** An event happened: it shows at once, a full disk or not. */
  show(event: AlertEvent): void;
  /** It was journaled; `upTo` is the offset after it. The snapshot follows later: the lane itself has the event. */
  note(event: AlertEvent, upTo: number): void;
  /** Called with each new board. */
  follow(changed: (board: Board) => void): void;
  close(): Promise<void>;
};

/** A snapshot saved this late costs a replay at the next start, and spares the card a write for each alert. */
const saveMs = 5000;

/** Reads the last snapshot and replays what the lane holds after it. */
export async function openBoard(
  folder: string,
  lane: Lane,
  report: Report,
  clock: Clock,
  disk?: Disk,
): Promise<KeptBoard> {
  let cancel: (() => void) | null = null;
  const file = new Low<Snapshot>(stateFile(join(folder, "board.json"), report, disk), {
    epoch: lane.epoch,
    upTo: 0,
    board: emptyBoard,
  });
  await file.read();
  if (file.data.epoch !== lane.epoch) file.data = { epoch: lane.epoch, upTo: 0, board: file.data.board };
  for (const bytes of await lane.records(file.data.upTo, lane.next()))
    file.data.board = fold(file.data.board, unstamped(decodeEvent(bytes)));
  file.data.upTo = lane.next();
  await file.write();

  let shown = file.data.board;
  const followers: ((board: Board) => void)[] = [];

  function save(): void {
    cancel = null;
    file.write().catch(faultsTo(report));
  }

  return {
    board: () => shown,
    show(event) {
      shown = fold(shown, event);
      for (const changed of followers) changed(shown);
    },
    note(event, upTo) {
      file.data.board = fold(file.data.board, event);
      file.data.upTo = upTo;
      cancel ??= clock.after(saveMs, save);
    },
    follow: (changed) => void followers.push(changed),
    async close() {
      cancel?.();
      await file.write().catch(faultsTo(report));
    },
  };
}
