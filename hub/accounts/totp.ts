/** One-time codes beside the password [RFC 6238]: SHA-1, six digits, thirty seconds, as every authenticator has them. */
import { Secret, TOTP } from "otpauth";
import type { TotpRow } from "../store/accounts.ts";
import { isSealed } from "../store/secret-seal.ts";
import { codeHash, newCode } from "./one-time-code.ts";

const periodS = 30;
/** A clock that is half a minute off is taken. */
const window = 1;
const howManyRecovery = 10;

const totpOf = (secret: string, label = "") =>
  new TOTP({ issuer: "Lilong", label, secret: Secret.fromBase32(secret), period: periodS, digits: 6 });

export function newTotp(): TotpRow {
  return { secret: new Secret({ size: 20 }).base32, isOn: false, lastStep: 0, recovery: [] };
}

/** What the QR code says. */
export function totpUri({ secret }: TotpRow, name: string): string {
  return totpOf(secret, name).toString();
}

/** Codes for the day the phone is gone: told once, kept as hashes. */
export function newRecovery(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: howManyRecovery }, newCode);
  return { codes, hashes: codes.map(codeHash) };
}

/** The row after this code was taken; null when it is wrong, or was taken before. */
export function takeCode(row: TotpRow, code: string, now: number): TotpRow | null {
  const digits = code.replaceAll(/\s/g, "");
  return /^\d{6}$/.test(digits) ? takeDigits(row, digits, now) : takeRecovery(row, code);
}

function takeDigits(row: TotpRow, token: string, now: number): TotpRow | null {
  // The key it was sealed with is gone: only a recovery code, or an administrator, helps.
  if (isSealed(row.secret)) return null;
  const delta = totpOf(row.secret).validate({ token, timestamp: now, window });
  if (delta === null) return null;
  const step = Math.floor(now / 1000 / periodS) + delta;
  return step <= row.lastStep ? null : { ...row, lastStep: step };
}

function takeRecovery(row: TotpRow, code: string): TotpRow | null {
  const hash = codeHash(code);
  if (!row.recovery.includes(hash)) return null;
  return { ...row, recovery: row.recovery.filter((one) => one !== hash) };
}
