/** How hard a password is to guess, by lists of those that people choose, keyboards, dates and repetitions [zxcvbn]. */
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** 0 guessed at once … 4 never. */
export function scoreOf(password: string, own: readonly string[]): number {
  return zxcvbn.check(password, [...own]).score;
}
