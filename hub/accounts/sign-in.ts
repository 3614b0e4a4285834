/** Signing in: the door, the password, the one-time code where there is one; then a session. */
import { randomBytes } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import type { AccountRow } from "../store/accounts.ts";
import type { AuditEntry } from "../store/audit.ts";
import type { Store, Tables } from "../store/store.ts";
import { addAudit } from "./audit.ts";
import { failed, knock, opened } from "./door.ts";
import { hashPassword, isPassword } from "./password.ts";
import type { Session } from "./session.ts";
import { type Client, newSession, proveSession, type SignedIn } from "./sessions.ts";
import { nameMeant } from "./sign-in-name.ts";
import { takeCode } from "./totp.ts";

export type Credentials = {
  name: string;
  password: string;
  /** From the authenticator, or a recovery code. */
  code?: string | undefined;
};

/** A door: what it is called in the audit trail, and what opens behind it. */
type Door = { what: string; open(tables: Tables, account: AccountRow): Promise<SignedIn> };

/**
 * Throws `SIGN_IN_LOCKED` before any password is looked at, `SIGN_IN_REFUSED`, or `TOTP_REQUIRED` when only the one-time
 * code lacks.
 */
export async function signIn(store: Store, given: Credentials, client: Client, now: number): Promise<SignedIn> {
  const name = await store.read((tables) => nameMeant(tables, given.name));
  return letIn(
    store,
    { ...given, name },
    client,
    { what: "signIn", open: (...door) => newSession(...door, client, now) },
    now,
  );
}

/** The person of a session that came from another place shows that it is still them. Throws as `signIn` does. */
export function confirmSession(
  store: Store,
  { id, account: name }: Session,
  given: Omit<Credentials, "name">,
  client: Client,
  now: number,
): Promise<SignedIn> {
  const open: Door["open"] = (tables, account) => proveSession(tables, id, account, client, now);
  return letIn(store, { ...given, name }, client, { what: "confirmSession", open }, now);
}

async function letIn(
  store: Store,
  { name, password, code }: Credentials,
  client: Client,
  { what, open }: Door,
  now: number,
): Promise<SignedIn> {
  const refused = () => refuse(store, name, what, client, now);
  const account = await store.transaction(async (tables) => {
    await knock(tables, { name, address: client.address }, now);
    return tables.accounts.find(name);
  });
  const isRight = await isPassword(password, account?.passwordHash || (await nobodysHash()));
  if (account === null || !isRight || !account.active) return refused();
  if (account.totp?.isOn && code === undefined) throw new Fault("TOTP_REQUIRED", "the one-time code is missing");
  const signedIn = await store.transaction(async (tables) => {
    if (account.totp?.isOn && !(await takeTotp(tables, name, code ?? "", now))) return null;
    await opened(tables, { name, address: client.address });
    await addAudit(tables, entryOf(name, what, client, now, "done"));
    return open(tables, account);
  });
  return signedIn ?? refused();
}

/** Read again inside the transaction: a code that two send at once lets in one. */
async function takeTotp({ accounts }: Tables, name: string, code: string, now: number): Promise<boolean> {
  const row = (await accounts.find(name))?.totp ?? null;
  const taken = row === null ? null : takeCode(row, code, now);
  if (taken !== null) await accounts.change(name, { totp: taken });
  return taken !== null;
}

async function refuse(store: Store, name: string, what: string, client: Client, now: number): Promise<never> {
  await store.transaction(async (tables) => {
    const waits = await failed(tables, name, now);
    await addAudit(
      tables,
      entryOf(name, what, client, now, "SIGN_IN_REFUSED", waits ? "the name has to wait now" : ""),
    );
  });
  throw new Fault("SIGN_IN_REFUSED", "name, password or one-time code is wrong");
}

function entryOf(
  name: string,
  what: string,
  { address, request }: Client,
  at: number,
  outcome: string,
  detail = "",
): AuditEntry {
  return { at, who: name, address, what, on: name, outcome, request, detail };
}

/** Throws `SIGN_IN_LOCKED` or `SIGN_IN_REFUSED`: somebody at an open browser is not yet the person. */
export async function proveAgain(
  store: Store,
  account: AccountRow,
  password: string,
  client: Client,
  now: number,
): Promise<void> {
  const { name } = account;
  await store.transaction((tables) => knock(tables, { name, address: client.address }, now));
  const isRight = await isPassword(password, account.passwordHash || (await nobodysHash()));
  if (!isRight) throw new Fault("SIGN_IN_REFUSED", "the present password is wrong");
}

/** An unknown name costs as long as a wrong password. */
let nobody: Promise<string> | undefined;
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString("base64url"));
  return nobody;
}
