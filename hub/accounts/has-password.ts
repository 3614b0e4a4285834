/** Whether somebody can come in by a password of their own: who was only invited may never come. */
import type { AccountRow } from "../store/accounts.ts";

export function hasPassword({ passwordHash }: Pick<AccountRow, "passwordHash">): boolean {
  return passwordHash !== "";
}
