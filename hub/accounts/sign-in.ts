/** Signing in and out: a session is a random token in a cookie, of which only the hash is stored. */
import { createHash, randomBytes } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import type { SessionRow } from "../store/accounts.ts";
import type { Store } from "../store/store.ts";
import { hashPassword, isPassword } from "./password.ts";

export const sessionMs = 12 * 60 * 60 * 1000;
const tryMs = 60 * 1000;
const mostTries = 5;
/** Whatever the names, and right ones too: each costs a password hash. */
const mostFromAddress = 20;

export type Credentials = { name: string; password: string /** Where the request came from. */; address: string };
export type SignedIn = { token: string; session: SessionRow };

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
  const isRight = await isPassword(password, account?.passwordHash ?? (await nobodysHash()));
  if (account === null || !isRight) throw new Fault("SIGN_IN_REFUSED", "name or password is wrong");
  const token = randomBytes(32).toString("base64url");
  const session = { tokenHash: hashToken(token), account: account.name, expiresAt: now + sessionMs };
  await store.transaction(async ({ sessions, tries }) => {
    await tries.forget(who);
    await sessions.removeExpired(now);
    await sessions.put(session);
  });
  return { token, session: { ...session, role: account.role } };
}

/** Throws `SIGN_IN_REQUIRED`. */
export async function sessionOf(store: Store, token: string | undefined, now: number): Promise<SessionRow> {
  const session =
    token === undefined ? null : await store.transaction(({ sessions }) => sessions.find(hashToken(token)));
  if (session === null || session.expiresAt <= now) throw new Fault("SIGN_IN_REQUIRED", "no session, or it has ended");
  return session;
}

export async function signOut(store: Store, session: SessionRow): Promise<void> {
  await store.transaction(({ sessions }) => sessions.remove(session.tokenHash));
}

/** An unknown name costs as long as a wrong password. */
let nobody: Promise<string> | undefined;
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString("base64url"));
  return nobody;
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
