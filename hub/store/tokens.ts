/** Tokens of people for programs of theirs: only the hash is kept, and what of the person's rights each has. */
import type { Right } from "../accounts/rights.ts";

export type TokenRow = {
  id: string;
  hash: string;
  account: string;
  /** What it is for, in words. */
  name: string;
  rights: Right[];
  /** Areas of the rulebook; null: wherever the person sees. */
  areas: string[] | null;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  revokedAt: number | null;
};

export type Tokens = {
  find(hash: string): Promise<TokenRow | null>;
  /** Of one person, newest first. */
  listOf(account: string): Promise<TokenRow[]>;
  put(token: TokenRow): Promise<void>;
  used(id: string, at: number): Promise<void>;
  /** False: that person has no such token, or it was revoked before. */
  revoke(account: string, id: string, at: number): Promise<boolean>;
};
