/** Signing in and out: a session is a random token in a cookie, of which only the hash is stored. */
import { createHash, randomBytes } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import { readBooks } from "../rulebook/books.ts";
import { findRole } from "../rulebook/roles.ts";
import type { Store, Tables } from "../store/store.ts";
import { hashPassword, isPassword } from "./password.ts";
import { type Session, standingOf } from "./session.ts";

export const sessionMs = 12 * 60 * 60 * 1000;
const tryMs = 60 * 1000;
const mostTries = 5;
/** Whatever the names, and right ones too: each costs a password hash. */
const mostFromAddress = 20;

export type Credentials = { name: string; password: string /** Where the request came from. */; address: string };
export type SignedIn = { token: string; session: Session };

/**
 * Throws `SIGN_IN_REFUSED`, or `SIGN_IN_LOCKED` after five tries of one name or twenty of any in a minute from one
 * address.
 */
export async function signIn(store: Store, { name, password, address }: Credentials, now: number): Promise<SignedIn> {
  const who = `${address} ${name}`;
  const account = await store.transaction(async ({ accounts, tries }) => {
    await tries.removeBefore(now - tryMs);
    if ((await tries.countSince(who, now - tryMs)) >= mostTries)
      throw new Fault("SIGN_IN_LOCKED", `"${name}" was tried ${mostTries} times in a minute`);
    if ((await tries.countSince(address, now - tryMs)) >= mostFromAddress)
      throw new Fault("SIGN_IN_LOCKED", `${mostFromAddress} tries came from ${address} in a minute`);
    await tries.add(who, now);
    await tries.add(address, now);
    return accounts.find(name);
  });
  const isRight = await isPassword(password, account?.passwordHash || (await nobodysHash()));
  if (account === null || !isRight || !account.active) throw new Fault("SIGN_IN_REFUSED", "name or password is wrong");
  const token = randomBytes(32).toString("base64url");
  const tokenHash = hashToken(token);
  const fresh = { createdAt: now, rotatedAt: now, usedAt: now, expiresAt: now + sessionMs };
  return store.transaction(async (tables) => {
    await tables.tries.forget(who);
    await tables.sessions.removeExpired(now);
    await tables.sessions.put({ ...fresh, tokenHash, account: account.name });
    return { token, session: await openSession(tables, tokenHash, now) };
  });
}

/** Throws `SIGN_IN_REQUIRED`. */
export async function sessionOf(store: Store, token: string | undefined, now: number): Promise<Session> {
  if (token === undefined) throw new Fault("SIGN_IN_REQUIRED", "no session");
  return store.read((tables) => openSession(tables, hashToken(token), now));
}

async function openSession(tables: Tables, tokenHash: string, now: number): Promise<Session> {
  const row = await tables.sessions.find(tokenHash, now);
  const account = row === null ? null : await tables.accounts.find(row.account);
  if (row === null || row.expiresAt <= now || account?.active !== true)
    throw new Fault("SIGN_IN_REQUIRED", "no session, or it has ended");
  const { roles, areas } = await readBooks(tables);
  const { id, expiresAt } = row;
  return { by: "person", id, expiresAt, ...standingOf(account, findRole(roles, account.role), areas) };
}

export async function signOut(store: Store, { id }: Session): Promise<void> {
  await store.transaction(({ sessions }) => sessions.remove(id));
}

/** An unknown name costs as long as a wrong password. */
let nobody: Promise<string> | undefined;
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString("base64url"));
  return nobody;
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
