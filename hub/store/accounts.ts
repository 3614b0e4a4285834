/** The people who may sign in, and who tried. Nobody is ever removed: what they did stays theirs. */

/** One-time codes beside the password [RFC 6238]. */
export type TotpRow = {
  /** Base32; sealed still where the key that opens it is gone. */
  secret: string;
  /** False until its first code was entered. */
  isOn: boolean;
  /** The newest 30 s step a code was taken for: none is taken twice. */
  lastStep: number;
  /** SHA-256 of the recovery codes that are left. */
  recovery: string[];
};

export type AccountRow = {
  name: string;
  /** What others call them: 王秀英. */
  display: string;
  /** One of the rulebook's table of roles. */
  role: string;
  /** One of the rulebook's units. */
  unit: string | null;
  /** Areas of the rulebook; they count where the role is limited to areas. */
  areas: string[];
  phone: string | null;
  active: boolean;
  /** Empty: no password opens this account. */
  passwordHash: string;
  totp: TotpRow | null;
  /** A one-time code, by its hash, that lets them set a password. */
  reset: { hash: string; expiresAt: number } | null;
  createdAt: number;
};

export type NewAccount = Pick<AccountRow, "name" | "role" | "passwordHash"> & Partial<AccountRow>;

export type Accounts = {
  find(name: string): Promise<AccountRow | null>;
  /** By name. */
  list(): Promise<AccountRow[]>;
  put(account: NewAccount): Promise<void>;
  change(name: string, changes: Partial<Omit<AccountRow, "name">>): Promise<void>;
  count(): Promise<number>;
};

/** Tries to sign in that did not succeed yet, each remembered for as long as it counts. */
export type SignInTries = {
  /** They signed in. */
  forget(who: string): Promise<void>;
  add(who: string, at: number): Promise<void>;
  countSince(who: string, since: number): Promise<number>;
  removeBefore(at: number): Promise<void>;
};

/** How often a name was tried in vain, from wherever, and until when it has to wait. */
export type Waits = {
  find(name: string): Promise<{ fails: number; until: number } | null>;
  put(name: string, wait: { fails: number; until: number }): Promise<void>;
  forget(name: string): Promise<void>;
  removeBefore(until: number): Promise<void>;
};
