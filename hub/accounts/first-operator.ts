/** The first account: made when there is none, its password left where only the person who started the hub can read it. */
import { randomBytes } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderFault } from "../store/folder-fault.ts";
import type { Store } from "../store/store.ts";
import { hashPassword } from "./password.ts";

export const operatorName = "operator";

export function passwordFile(folder: string): string {
  return join(folder, "operator-password");
}

/** Throws `FOLDER_UNWRITABLE` or `DISK_FAILED`. The file comes first: an account whose password nobody knows would lock everyone out. */
export async function makeFirstOperator(store: Store, folder: string): Promise<void> {
  if ((await store.transaction(({ accounts }) => accounts.count())) > 0) return;
  const password = randomBytes(15).toString("base64url");
  writePrivate(passwordFile(folder), `${password}\n`);
  const passwordHash = await hashPassword(password);
  await store.transaction(({ accounts }) => accounts.put({ name: operatorName, role: "administrator", passwordHash }));
}

function writePrivate(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flush: true });
    chmodSync(path, 0o600);
  } catch (cause) {
    throw folderFault(path, cause);
  }
}
