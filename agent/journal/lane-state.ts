/** What a lane keeps beside its segments: a small state file, written at once where it must be and soon where it may. */
import { Low } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Epoch } from "../../core/id.ts";
import { emptyAccount, type KeptAccount } from "./account.ts";
import type { Disk } from "./disk.ts";
import type { Report } from "./report.ts";
import { stateFile } from "./state-file.ts";

/** `version` is of this document; a newer one is not touched. */
type Document = KeptAccount & { version?: number; epoch: Epoch };

export type LaneState = {
  /** The epoch the file knows, null when there is no file. Throws `JOURNAL_NEWER`. */
  epoch(): Promise<Epoch | null>;
  /** What was kept of the account of this epoch. */
  kept(epoch: Epoch): KeptAccount;
  /** Durable when it resolves. Throws `DISK_FAILED`. */
  save(epoch: Epoch, account: KeptAccount): Promise<void>;
  /** For what costs a re-send or a second look when it is lost, and no record: a disk that refuses is reported once an episode. */
  saveCalmly(epoch: Epoch, account: KeptAccount): Promise<void>;
};

const knownVersion = 2;

export function laneState(path: string, report: Report, disk: Disk): LaneState {
  const file = new Low<Document | null>(stateFile(path, report, disk), null);
  let isRead = false;
  let isTroubled = false;

  async function epoch(): Promise<Epoch | null> {
    if (!isRead) await file.read();
    isRead = true;
    const version = file.data?.version ?? 1;
    if (version > knownVersion)
      throw new Fault("JOURNAL_NEWER", `${path} has version ${version}, this agent knows ${knownVersion}`);
    return file.data?.epoch ?? null;
  }

  async function save(of: Epoch, { next, have, gaps, untold }: KeptAccount): Promise<void> {
    file.data = { version: knownVersion, epoch: of, next, have, gaps, untold };
    await file.write();
    isTroubled = false;
  }

  return {
    epoch,
    kept: (of) => (file.data?.epoch === of ? { ...emptyAccount, ...file.data } : emptyAccount),
    save,
    saveCalmly: (of, account) =>
      save(of, account).catch((error: unknown) => {
        if (!(error instanceof Fault)) throw error;
        if (!isTroubled) report({ code: error.code, detail: error.detail });
        isTroubled = true;
      }),
  };
}
