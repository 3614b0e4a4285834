/** Who is signed in, by which browser. Only the hashes of a session's tokens are kept. */

export type SessionRow = {
  /** What the person sees of it; opens nothing. */
  id: string;
  tokenHash: string;
  /** The token before the newest, good until `oldUntil`: requests that were under way when it changed. */
  oldHash: string | null;
  oldUntil: number;
  account: string;
  createdAt: number;
  rotatedAt: number;
  usedAt: number;
  expiresAt: number;
  /** Where it was used last, and by what; null until it is. */
  address: string | null;
  agent: string | null;
  /** Places where its person gave the password, newest first; empty until it is used. */
  proved: string[];
  /** The place without a password that the audit trail was told of last. */
  elsewhere: string | null;
};

export type NewSession = Pick<SessionRow, "tokenHash" | "account" | "expiresAt"> & Partial<SessionRow>;

export type Sessions = {
  /** By its token's hash, or the one before while it is good. */
  find(tokenHash: string, now: number): Promise<SessionRow | null>;
  /** Of one person, newest use first. */
  listOf(account: string): Promise<SessionRow[]>;
  put(session: NewSession): Promise<void>;
  change(id: string, changes: Partial<SessionRow>): Promise<void>;
  remove(id: string): Promise<void>;
  /** All of a person but the one named. */
  removeOf(account: string, except?: string): Promise<void>;
  removeExpired(now: number): Promise<void>;
};
