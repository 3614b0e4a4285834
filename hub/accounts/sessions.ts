/** Sessions: a random token in a cookie, of which only the hash is stored; it changes as it is used, and stays with its browser. */
import { createHash, randomBytes } from "node:crypto";
import { Fault } from "../../core/fault.ts";
import { readBooks } from "../rulebook/books.ts";
import { findRole } from "../rulebook/roles.ts";
import type { AccountRow } from "../store/accounts.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store, Tables } from "../store/store.ts";
import { addAudit } from "./audit.ts";
import { placeOf } from "./place.ts";
import { type Session, standingOf } from "./session.ts";

/** Unused for so long, it is over. */
export const idleMs = 12 * 3_600_000;
const rotateMs = 30 * 60_000;
/** Requests that were under way with the old token still arrive. */
const graceMs = 60_000;
/** Uses within this time are written down as one. */
const noteMs = 60_000;
/** Home, office, the phone's own network, and some more. */
const mostPlaces = 8;

/** Where a request comes from, what sent it, and its id in the log. */
export type Client = { address: string; agent: string; request: string };
export type SignedIn = { token: string; session: Session };

export async function newSession(
  tables: Tables,
  account: AccountRow,
  { address, agent }: Client,
  now: number,
): Promise<SignedIn> {
  const token = newToken();
  const times = { createdAt: now, rotatedAt: now, usedAt: now, expiresAt: now + idleMs };
  await tables.sessions.removeExpired(now);
  const proved = [placeOf(address)];
  await tables.sessions.put({ ...times, tokenHash: hashToken(token), account: account.name, address, agent, proved });
  const row = await tables.sessions.find(hashToken(token), now);
  return { token, session: await sessionOf(tables, row as SessionRow, account) };
}

export async function sessionOf(tables: Tables, row: SessionRow, account: AccountRow): Promise<Session> {
  const { roles, areas } = await readBooks(tables);
  const standing = standingOf(account, findRole(roles, account.role), areas);
  return { by: "person", id: row.id, expiresAt: row.expiresAt, place: "proved", ...standing };
}

/** Its person has given the password here as well: a new token, so that whoever carried off the one before has nothing. */
export async function proveSession(
  tables: Tables,
  id: string,
  account: AccountRow,
  { address, agent }: Client,
  now: number,
): Promise<SignedIn> {
  const row = (await tables.sessions.listOf(account.name)).find((one) => one.id === id);
  if (row === undefined) throw new Fault("SIGN_IN_REQUIRED", "the session has ended meanwhile");
  const [token, place] = [newToken(), placeOf(address)];
  const proved = [place, ...row.proved.filter((other) => other !== place)].slice(0, mostPlaces);
  const use = { address, agent, usedAt: now, expiresAt: now + idleMs, elsewhere: null };
  const next = { ...row, ...turned(row, token, now), ...use, proved };
  await tables.sessions.change(id, next);
  return { token, session: await sessionOf(tables, next, account) };
}

/** What one use makes of a session. */
export type Use =
  | { kind: "moved" }
  | {
      kind: "goes on";
      changes: Partial<SessionRow>;
      told: "sessionAddress" | "sessionAgent" | null;
      rotate: boolean;
      place: Session["place"];
    };

/**
 * Pure. A phone roams from address to address: where its person has not given the password yet it goes on for reading, and
 * gets neither a new token nor more time. A stolen token comes from another address and another browser at once.
 */
export function outcomeOf(row: SessionRow, { address, agent }: Client, mayRotate: boolean, now: number): Use {
  const here = placeOf(address);
  const isElsewhere = row.proved.length > 0 && !row.proved.includes(here);
  const isOther = row.agent !== null && kindOf(row.agent) !== kindOf(agent);
  if (isElsewhere && isOther) return { kind: "moved" };
  const isNew = row.address !== address || row.agent !== agent;
  const isNoted = now - row.usedAt < noteMs;
  const use = { usedAt: now, ...(isElsewhere ? {} : { expiresAt: Math.max(row.expiresAt, now + idleMs) }) };
  return {
    kind: "goes on",
    changes: {
      ...(isNew ? { address, agent } : {}),
      ...(isNoted && !isNew ? {} : use),
      ...(row.proved.length === 0 ? { proved: [here] } : {}),
      ...(isElsewhere && row.elsewhere !== here ? { elsewhere: here } : {}),
    },
    told: isElsewhere ? (row.elsewhere === here ? null : "sessionAddress") : isOther ? "sessionAgent" : null,
    rotate: mayRotate && !isElsewhere && now - row.rotatedAt > rotateMs,
    place: isElsewhere ? "elsewhere" : "proved",
  };
}

/** A browser that was updated is the same browser. */
function kindOf(agent: string): string {
  return agent.replaceAll(/[\d._]+/g, "");
}

/** `token`: the new one, where it changed. Throws `SIGN_IN_REQUIRED`, or `SESSION_MOVED` and ends the session. */
export async function continueSession(
  store: Store,
  given: string | undefined,
  client: Client,
  { mayRotate, onEnded }: { mayRotate: boolean; onEnded(account: string): void },
  now: number,
): Promise<{ session: Session; token: string | null }> {
  if (given === undefined) throw new Fault("SIGN_IN_REQUIRED", "no session");
  const hash = hashToken(given);
  const { row, session } = await store.read((tables) => findLive(tables, hash, now));
  // With the token before, somebody else has the new one already: nothing is due.
  const use = outcomeOf(row, client, mayRotate && row.tokenHash === hash, now);
  if (use.kind === "moved") {
    await endMoved(store, row, client, now);
    onEnded(row.account);
    throw new Fault("SESSION_MOVED", `the session of ${row.account} came from ${client.address} and another browser`);
  }
  const { place, changes } = use;
  if (Object.keys(changes).length === 0 && !use.rotate) return { session: { ...session, place }, token: null };
  const token = await keepUse(store, row, use, client, now);
  return { session: { ...session, place, expiresAt: changes.expiresAt ?? session.expiresAt }, token };
}

async function findLive(tables: Tables, hash: string, now: number): Promise<{ row: SessionRow; session: Session }> {
  const row = await tables.sessions.find(hash, now);
  const account = row === null ? null : await tables.accounts.find(row.account);
  if (row === null || row.expiresAt <= now || account?.active !== true)
    throw new Fault("SIGN_IN_REQUIRED", "no session, or it has ended");
  return { row, session: await sessionOf(tables, row, account) };
}

/** Of requests that come at once, one changes the token. */
async function keepUse(
  store: Store,
  row: SessionRow,
  { changes, told, rotate }: Extract<Use, { kind: "goes on" }>,
  client: Client,
  now: number,
): Promise<string | null> {
  const token = newToken();
  return store.transaction(async (tables) => {
    const fresh = await tables.sessions.find(row.tokenHash, now);
    const rotates = rotate && fresh?.tokenHash === row.tokenHash;
    await tables.sessions.change(row.id, { ...changes, ...(rotates ? turned(row, token, now) : {}) });
    if (told !== null) await addAudit(tables, entryOf(row, client, now, told, "done", `before: ${row.address}`));
    return rotates ? token : null;
  });
}

function turned({ tokenHash }: SessionRow, token: string, now: number) {
  return { tokenHash: hashToken(token), oldHash: tokenHash, oldUntil: now + graceMs, rotatedAt: now };
}

async function endMoved(store: Store, row: SessionRow, client: Client, now: number): Promise<void> {
  await store.transaction(async (tables) => {
    await tables.sessions.remove(row.id);
    const detail = `opened at ${row.address}, used by another browser`;
    await addAudit(tables, entryOf(row, client, now, "sessionMoved", "SESSION_MOVED", detail));
  });
}

function entryOf(row: SessionRow, client: Client, at: number, what: string, outcome: string, detail: string) {
  const { address, request } = client;
  return { at, who: row.account, address, what, on: row.id, outcome, request, detail };
}

export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
