/** The last lines of the agent's log, kept in memory for who asks from afar; each goes on to where it went before. */

export type LogTail = {
  write(line: string): void;
  /** The newest `count`, oldest first. */
  last(count: number): string[];
};

/** Some hundred kilobytes at most. */
const kept = 300;
const mostLetters = 500;

export function logTail(out: { write(line: string): unknown }): LogTail {
  let lines: string[] = [];
  return {
    write(line) {
      out.write(line);
      lines = [...lines.slice(1 - kept), line.trimEnd().slice(0, mostLetters)];
    },
    last: (count) => lines.slice(-count),
  };
}
