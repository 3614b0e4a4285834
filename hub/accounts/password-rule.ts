/** Which passwords are taken: long, and not one that everybody tries first. */
import { Fault } from "../../core/fault.ts";

export const leastLetters = 10;
/** [zxcvbn] 0 guessed at once … 4 never; below 2 an attacker over the network is through in days. */
const leastScore = 2;

/** Throws `PASSWORD_WEAK`. `own`: words that anyone would try for this person: name, display name. */
export async function checkPassword(password: string, own: readonly string[]): Promise<void> {
  if ([...password].length < leastLetters)
    throw new Fault("PASSWORD_WEAK", `the password has fewer than ${leastLetters} characters`);
  // A megabyte of lists: loaded when somebody sets a password, not before.
  const { scoreOf } = await import("./password-score.ts");
  if (scoreOf(password, own) < leastScore)
    throw new Fault("PASSWORD_WEAK", "the password is one of those that are tried first");
}
