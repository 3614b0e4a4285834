/** Which passwords are taken: long, and not one that everybody tries first. */
import { Fault } from "../../core/fault.ts";

export const leastLetters = 10;
/** [zxcvbn] 0 guessed at once … 4 never; below 2 an attacker over the network is through in days. */
const leastScore = 2;

type Judge = (password: string, own: string[]) => number;
let judge: Promise<Judge> | undefined;

/** A megabyte of lists: loaded when somebody sets a password, not before. */
async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password, own) => zxcvbn.check(password, own).score;
}

/** Throws `PASSWORD_WEAK`. `own`: words that anyone would try for this person: name, display name. */
export async function checkPassword(password: string, own: readonly string[]): Promise<void> {
  if ([...password].length < leastLetters)
    throw new Fault("PASSWORD_WEAK", `the password has fewer than ${leastLetters} characters`);
  judge ??= loadJudge();
  if ((await judge)(password, [...own]) < leastScore)
    throw new Fault("PASSWORD_WEAK", "the password is one of those that are tried first");
}
