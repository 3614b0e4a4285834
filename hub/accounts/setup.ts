/** The first start: who set the hub up becomes its first administrator, proved by a code that only they can read. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";
import { folderFault } from "../store/folder-fault.ts";
import type { Store, Tables } from "../store/store.ts";
import { codeHash, isCode, newCode } from "./one-time-code.ts";
import { hashPassword } from "./password.ts";

const administrator = "administrator";

export function codeFile(folder: string): string {
  return join(folder, "setup-code");
}

/** Where an administrator made without a browser finds the first password. */
export function passwordFile(folder: string, name: string): string {
  return join(folder, `${name}-password`);
}

export type Setup = {
  /** Nobody is there yet. */
  isNeeded(tables: Pick<Tables, "accounts">): Promise<boolean>;
  /** Before a password costs anything. Throws `SETUP_OVER` or `CODE_REFUSED`. */
  check(tables: Pick<Tables, "accounts">, code: string): Promise<void>;
  /** In the transaction that also opens the session. Throws as `check` does. */
  take(tables: Tables, given: Given, now: number): Promise<void>;
  /** After the commit. */
  over(): void;
};
export type Given = { code: string; name: string; display: string; passwordHash: string };

/**
 * Leaves a code in the folder while nobody is there; with `name` (an unattended start) makes the administrator instead,
 * with the password of its file, or a random one that is left there. Throws `FOLDER_UNWRITABLE` or `DISK_FAILED`.
 */
export async function openSetup(store: Store, folder: string, name: string | undefined, now: number): Promise<Setup> {
  const isNeeded: Setup["isNeeded"] = async ({ accounts }) => (await accounts.count()) === 0;
  if (name !== undefined && (await store.read(isNeeded))) await makeUnattended(store, folder, name, now);
  const hash = (await store.read(isNeeded)) ? codeHash(codeIn(folder)) : "";
  if (hash === "") rmSync(codeFile(folder), { force: true });
  const check: Setup["check"] = async (tables, code) => {
    if (!(await isNeeded(tables))) throw new Fault("SETUP_OVER", "this hub has its administrator");
    if (!isCode(code, hash)) throw new Fault("CODE_REFUSED", "the code is not the one in the hub's folder");
  };
  return {
    isNeeded,
    check,
    async take(tables, { code, ...account }, at) {
      await check(tables, code);
      await tables.accounts.put({ ...account, role: administrator, createdAt: at });
    },
    over: () => rmSync(codeFile(folder), { force: true }),
  };
}

/** A hub that was started twice before anybody came keeps its code. */
function codeIn(folder: string): string {
  const path = codeFile(folder);
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  const code = newCode();
  writePrivate(path, `${code}\n`);
  return code;
}

/** The file comes first: an account whose password nobody knows would lock everyone out. */
async function makeUnattended(store: Store, folder: string, name: string, now: number): Promise<void> {
  const path = passwordFile(folder, name);
  if (!existsSync(path)) writePrivate(path, `${randomBytes(15).toString("base64url")}\n`);
  const passwordHash = await hashPassword(readFileSync(path, "utf8").trim());
  await store.transaction(({ accounts }) => accounts.put({ name, role: administrator, passwordHash, createdAt: now }));
}

function writePrivate(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flush: true });
    chmodSync(path, 0o600);
  } catch (cause) {
    throw folderFault(path, cause);
  }
}
