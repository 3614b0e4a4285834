/** Who may sign in, who is signed in, and who tried. */

export type AccountRow = { name: string; role: string; passwordHash: string };
export type Accounts = {
  find(name: string): Promise<AccountRow | null>;
  put(account: AccountRow): Promise<void>;
  count(): Promise<number>;
};

/** Only the hash of a session's token is kept. */
export type SessionRow = { tokenHash: string; account: string; role: string; expiresAt: number };
export type Sessions = {
  find(tokenHash: string): Promise<SessionRow | null>;
  put(session: Omit<SessionRow, "role">): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  removeExpired(now: number): Promise<void>;
};

/** Tries to sign in that did not succeed yet, each remembered for as long as it counts. */
export type SignInTries = {
  /** They signed in. */
  forget(who: string): Promise<void>;
  add(who: string, at: number): Promise<void>;
  countSince(who: string, since: number): Promise<number>;
  removeBefore(at: number): Promise<void>;
};
