/** The last lines of the agent's log, kept in memory for who asks from afar, those too that are too small for the terminal. */
import { pino } from "pino";

export type LogTail = {
  /** What goes on to the terminal: this level and graver ones. What is kept is not less. */
  level: string;
  write(line: string): void;
  /** The newest `count`, oldest first. */
  last(count: number): string[];
};

/** Some hundred kilobytes at most. */
const kept = 300;
const mostLetters = 500;
/** Kept whatever goes to the terminal: a gateway that is quiet for years still has something to tell. */
const keptLevel = "debug";

/** The level that the log itself has to have, so that all that is kept comes here. */
export function deepestOf(level: string): string {
  return gravityOf(level) < gravityOf(keptLevel) ? level : keptLevel;
}

export function logTail(out: { write(line: string): unknown }, level: string): LogTail {
  let lines: string[] = [];
  const tail = {
    level,
    // [pino, "Metadata"] asks pino to tell each line's level.
    [Symbol.for("pino.metadata")]: true,
    lastLevel: Number.POSITIVE_INFINITY,
    write(line: string) {
      if (tail.lastLevel >= gravityOf(tail.level)) out.write(line);
      lines = [...lines.slice(1 - kept), withoutSecrets(line.trimEnd()).slice(0, mostLetters)];
    },
    last: (count: number) => lines.slice(-count),
  };
  return tail;
}

/** `silent` is above all of them. */
function gravityOf(level: string): number {
  return pino.levels.values[level] ?? Number.POSITIVE_INFINITY;
}

/** What leaves the gateway has no name and password of an address in it. */
function withoutSecrets(line: string): string {
  return line.replace(/\/\/[^/@\s"]+@/g, "//***@");
}
