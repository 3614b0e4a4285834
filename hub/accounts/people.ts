/** The people: made, changed, deactivated, never removed; and that somebody always keeps the keys. */
import { Fault } from "../../core/fault.ts";
import type { Changes } from "../changes.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import { findRole, keepsTheKeys } from "../rulebook/roles.ts";
import { findUnit } from "../rulebook/units.ts";
import type { AccountRow } from "../store/accounts.ts";
import type { Tables } from "../store/store.ts";
import { hasPassword } from "./has-password.ts";
import { codeHash, isCode, newCode } from "./one-time-code.ts";
import { demand, type Session } from "./session.ts";
import { newName } from "./sign-in-name.ts";

const codeMs = 7 * 24 * 3_600_000;
export type PersonWish = Pick<AccountRow, "display" | "role" | "unit" | "areas" | "phone" | "active">;

/** A code with which they set their password, told once. */
export type Invited = { code: string; expiresAt: number };

/** Throws `INPUT_INVALID`, or `RIGHT_MISSING` when the role would have more than whoever gives it. */
export async function addPerson(
  tables: Tables,
  by: Session,
  typed: string,
  wish: PersonWish,
  now: number,
): Promise<Invited & { name: string }> {
  const name = newName(typed);
  if ((await tables.accounts.find(name)) !== null) throw new Fault("INPUT_INVALID", `/name "${name}" is there already`);
  await checkWish(tables, by, wish);
  await tables.accounts.put({ name, ...wish, passwordHash: "", createdAt: now });
  return { name, ...(await invite(tables, name, now)) };
}

/** Answers what changed, in words. Sessions end with the account, and see at once what the role sees. */
export async function changePerson(
  tables: Tables,
  by: Session,
  name: string,
  wish: PersonWish,
  changes: Changes,
): Promise<string> {
  const before = await findPerson(tables, name);
  await checkOver(tables, by, before);
  await checkWish(tables, by, wish);
  await keepingKeys(tables, () => tables.accounts.change(name, wish));
  if (!wish.active) await tables.sessions.removeOf(name);
  changes.people.add(name);
  return differences(before, wish);
}

/** The old password opens nothing any more. */
export async function resetPerson(
  tables: Tables,
  by: Session,
  name: string,
  changes: Changes,
  now: number,
): Promise<Invited> {
  await checkOver(tables, by, await findPerson(tables, name));
  await keepingKeys(tables, () => tables.accounts.change(name, { passwordHash: "" }));
  await tables.sessions.removeOf(name);
  changes.people.add(name);
  return invite(tables, name, now);
}

export async function resetTotp(tables: Tables, by: Session, name: string, changes: Changes): Promise<void> {
  await checkOver(tables, by, await findPerson(tables, name));
  await tables.accounts.change(name, { totp: null });
  await tables.sessions.removeOf(name);
  changes.people.add(name);
}

/** Before a password costs anything. Throws `CODE_REFUSED`. */
export async function findInvited(
  tables: Pick<Tables, "accounts">,
  name: string,
  code: string,
  now: number,
): Promise<AccountRow> {
  const account = await tables.accounts.find(name);
  const { hash = "", expiresAt = 0 } = account?.reset ?? {};
  if (account === null || !account.active || expiresAt <= now || !isCode(code, hash))
    throw new Fault("CODE_REFUSED", "name or code is wrong, used or over");
  return account;
}

/** Throws `CODE_REFUSED`. The code is good once. */
export async function setByCode(
  tables: Tables,
  name: string,
  code: string,
  passwordHash: string,
  now: number,
): Promise<AccountRow> {
  const account = await findInvited(tables, name, code, now);
  await tables.accounts.change(name, { passwordHash, reset: null });
  await tables.sessions.removeOf(name);
  return { ...account, passwordHash, reset: null };
}

export async function findPerson({ accounts }: Pick<Tables, "accounts">, name: string): Promise<AccountRow> {
  const row = await accounts.find(name);
  if (row === null) throw new Fault("NOT_FOUND", `person ${name}`);
  return row;
}

async function invite({ accounts }: Tables, name: string, now: number): Promise<Invited> {
  const [code, expiresAt] = [newCode(), now + codeMs];
  await accounts.change(name, { reset: { hash: codeHash(code), expiresAt } });
  return { code, expiresAt };
}

/** Nobody gives more than they have. */
async function checkWish(tables: Tables, by: Session, { role: id, unit, areas: own }: PersonWish): Promise<void> {
  const { roles, units, areas } = await readBooks(tables);
  const role = findRole(roles, id);
  if (role === null) throw new Fault("INPUT_INVALID", `/role "${id}" is no role of the rulebook`);
  for (const right of role.rights) demand(by, right);
  if (unit !== null && findUnit(units, unit) === null)
    throw new Fault("INPUT_INVALID", `/unit "${unit}" is no unit of the rulebook`);
  const unknown = own.find((area) => findArea(areas, area) === null);
  if (unknown !== undefined) throw new Fault("INPUT_INVALID", `/areas "${unknown}" is no area of the rulebook`);
  if (role.sees === "areas" && own.length === 0)
    throw new Fault("INPUT_INVALID", `/areas must name at least one: the role "${id}" sees its own areas only`);
}

/** Nobody changes who may do more than they. */
async function checkOver(tables: Tables, by: Session, { role }: AccountRow): Promise<void> {
  for (const right of findRole((await readBooks(tables)).roles, role)?.rights ?? []) demand(by, right);
}

/** Throws `LAST_ADMINISTRATOR`; then nothing changes. Who was only invited may never come: a password is a key, a code is none. */
async function keepingKeys(tables: Tables, change: () => Promise<void>): Promise<void> {
  const before = await keepers(tables);
  await change();
  const after = await keepers(tables);
  // Where everybody comes by the organisation's sign-in nobody has a password here.
  const isKept = before.some(hasPassword) ? after.some(hasPassword) : after.length > 0;
  if (!isKept) throw new Fault("LAST_ADMINISTRATOR", nobodyLeft);
}

const nobodyLeft = 'nobody who has set a password would be left with "people" and "rulebook" who sees everything';

async function keepers(tables: Tables): Promise<AccountRow[]> {
  const { roles } = await readBooks(tables);
  const keeps = ({ active, role: id }: AccountRow) => {
    const role = findRole(roles, id);
    return active && role !== null && keepsTheKeys(role);
  };
  return (await tables.accounts.list()).filter(keeps);
}

function differences(before: AccountRow, wish: PersonWish): string {
  const fields = ["role", "areas", "unit", "active", "display", "phone"] as const;
  const said = (value: unknown) => (Array.isArray(value) ? value.join("+") : String(value ?? "–"));
  return fields
    .filter((field) => said(before[field]) !== said(wish[field]))
    .map((field) => `${field}: ${said(before[field])} → ${said(wish[field])}`)
    .join("; ");
}
