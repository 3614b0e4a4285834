/** Why a folder could not be used: the disk is full or failing, or this user may not write there. */
import { Fault } from "../../core/fault.ts";

const diskErrors = new Set(["ENOSPC", "EDQUOT", "EIO"]);
/** [SQLite result codes] IOERR, FULL */
const diskCodes = new Set([10, 13]);

/** `DISK_FAILED` or `FOLDER_UNWRITABLE`, naming `path`; what is a fault already stays what it is. */
export function folderFault(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const { code, errcode, message } = cause as NodeJS.ErrnoException & { errcode?: number };
  const isDisk = diskErrors.has(code ?? "") || (errcode !== undefined && diskCodes.has(errcode & 0xff));
  return new Fault(isDisk ? "DISK_FAILED" : "FOLDER_UNWRITABLE", `${path} (${message})`, { cause });
}
