/** Accounts as the API shows them. */
import type { Session } from "../accounts/session.ts";
import { readBooks } from "../rulebook/books.ts";
import { findRole } from "../rulebook/roles.ts";
import type { AccountRow } from "../store/accounts.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store, Tables } from "../store/store.ts";
import type { TokenRow } from "../store/tokens.ts";
import type { AccountView, Me, PersonView, SessionView, TokenView } from "./account-views.ts";

export function meOf(store: Store, { account, role, rights, areas, needsTotp }: Session): Promise<Me> {
  return store.read(async (tables) => {
    const row = await tables.accounts.find(account);
    const roleName = await roleNameOf(tables, role);
    const own = { rights: [...rights], areas: areas === null ? null : [...areas], needsTotp };
    return { name: account, display: row?.display ?? account, role, roleName, ...own };
  });
}

async function roleNameOf(tables: Tables, role: string) {
  return findRole((await readBooks(tables)).roles, role)?.name ?? { zh: role, en: role };
}

export async function accountView(tables: Tables, row: AccountRow): Promise<AccountView> {
  const { name, display, phone, unit, role, totp, passwordHash } = row;
  const found = findRole((await readBooks(tables)).roles, role);
  return {
    ...{ name, display, phone, unit, role, roleName: found?.name ?? { zh: role, en: role } },
    ...{ totp: totp?.isOn ? "on" : "off", totpRequired: found?.totp === "required" },
    ...{ recoveryLeft: totp?.recovery.length ?? 0, passwordSet: passwordHash !== "" },
  };
}

export async function personView(tables: Tables, row: AccountRow, now: number): Promise<PersonView> {
  const { name, display, role, unit, areas, phone, active, totp, passwordHash, reset, createdAt } = row;
  const isInvited = reset !== null && reset.expiresAt > now;
  const [newest] = await tables.sessions.listOf(name);
  return {
    ...{ name, display, role, unit, areas, phone, active, createdAt, totp: totp?.isOn === true },
    password: isInvited ? "invited" : passwordHash === "" ? "none" : "set",
    usedAt: newest?.usedAt ?? null,
  };
}

export function sessionView(
  { id, address, agent, createdAt, usedAt, expiresAt }: SessionRow,
  own: string,
): SessionView {
  return { id, isThis: id === own, address, agent, createdAt, usedAt, expiresAt };
}

export function tokenView({ hash: _, account: __, ...row }: TokenRow): TokenView {
  return row;
}
