/** Tokens for programs of a person: no more than the person's own rights and areas, for a time, and never to make others. */
import { ulid } from "ulid";
import { Fault } from "../../core/fault.ts";
import { readBooks } from "../rulebook/books.ts";
import { findRole } from "../rulebook/roles.ts";
import type { Store, Tables } from "../store/store.ts";
import type { TokenRow } from "../store/tokens.ts";
import type { Right } from "./rights.ts";
import { demand, type Session, standingOf, withAllInside } from "./session.ts";
import { hashToken, newToken } from "./sessions.ts";

export const tokenMark = "llt_";
const noteMs = 60_000;

export type TokenWish = { name: string; rights: Right[]; areas: string[] | null; expiresAt: number };

/** The token itself is told once. Throws `RIGHT_MISSING` when it would have more than its person, `INPUT_INVALID` for its end. */
export async function makeToken(
  tables: Tables,
  session: Session,
  wish: TokenWish,
  now: number,
): Promise<{ token: string; row: TokenRow }> {
  for (const right of wish.rights) demand(session, right);
  const beyond = (wish.areas ?? []).find((area) => session.areas !== null && !session.areas.has(area));
  if (beyond !== undefined) throw new Fault("RIGHT_MISSING", `${session.account} does not see the area "${beyond}"`);
  const { areas } = await readBooks(tables);
  const unknown = (wish.areas ?? []).find((id) => !areas.areas.some((area) => area.id === id));
  if (unknown !== undefined) throw new Fault("INPUT_INVALID", `/areas "${unknown}" is no area of the rulebook`);
  if (wish.expiresAt <= now) throw new Fault("INPUT_INVALID", "/expiresAt is over already");
  const token = tokenMark + newToken();
  const more = { id: ulid(now), hash: hashToken(token), account: session.account, createdAt: now };
  const row = { ...wish, ...more, usedAt: null, revokedAt: null };
  await tables.tokens.put(row);
  return { token, row };
}

/** Throws `SIGN_IN_REQUIRED`. What the person lost, their tokens lost too. */
export async function sessionByToken(store: Store, token: string, now: number): Promise<Session> {
  const { row, session } = await store.read((tables) => findLive(tables, token, now));
  if (now - (row.usedAt ?? 0) > noteMs) await store.transaction(({ tokens }) => tokens.used(row.id, now));
  return session;
}

async function findLive(tables: Tables, token: string, now: number): Promise<{ row: TokenRow; session: Session }> {
  const row = await tables.tokens.find(hashToken(token));
  const account = row === null ? null : await tables.accounts.find(row.account);
  if (row === null || row.revokedAt !== null || row.expiresAt <= now || account?.active !== true)
    throw new Fault("SIGN_IN_REQUIRED", "the token is unknown, over or revoked");
  const { roles, areas } = await readBooks(tables);
  const standing = standingOf(account, findRole(roles, account.role), areas);
  const own = row.areas === null ? standing.areas : withAllInside(areas, row.areas);
  const both = own === null ? null : new Set([...own].filter((area) => standing.areas?.has(area) ?? true));
  const rights = new Set(row.rights.filter((right) => standing.rights.has(right)));
  const mark = { by: "token", place: "proved", id: row.id, expiresAt: row.expiresAt } as const;
  return { row, session: { ...standing, ...mark, rights, areas: both } };
}
