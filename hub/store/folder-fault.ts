/** Why a folder could not be used: the disk is full or failing, this user may not write there, or the database in it is damaged. */
import { Fault } from "../../core/fault.ts";

const diskErrors = new Set(["ENOSPC", "EDQUOT", "EIO"]);
/** [SQLite result codes] IOERR, FULL */
const diskCodes = new Set([10, 13]);

/** [SQLite result codes] CORRUPT, NOTADB */
const damageCodes = new Set([11, 26]);

/** `STORE_UNREADABLE`, `DISK_FAILED` or `FOLDER_UNWRITABLE`, naming `path`; what is a fault already stays what it is. */
export function folderFault(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const damage = unreadable(path, cause);
  if (damage !== null) return damage;
  const { code, errcode, message } = cause as NodeJS.ErrnoException & { errcode?: number };
  const isDisk = diskErrors.has(code ?? "") || (errcode !== undefined && diskCodes.has(errcode & 0xff));
  return new Fault(isDisk ? "DISK_FAILED" : "FOLDER_UNWRITABLE", `${path} (${message})`, { cause });
}

/** `STORE_UNREADABLE` where SQLite found its file damaged; null for every other error. */
export function unreadable(path: string, cause: unknown): Fault | null {
  const { errcode, message } = cause as Error & { errcode?: unknown };
  const isDamage = typeof errcode === "number" && damageCodes.has(errcode & 0xff);
  return isDamage ? new Fault("STORE_UNREADABLE", `${path} (${message})`, { cause }) : null;
}
