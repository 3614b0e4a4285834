/** A wall clock for one program that can be set while it runs (libfaketime reads the offset from a file). */
import { globSync, renameSync, rmSync, writeFileSync } from "node:fs";

const day = 86_400;

/** Seconds from the true time. */
export const jumps = {
  "back a day": () => -day,
  "forward a year": () => 365 * day,
  "to 1970": () => day - Math.floor(Date.now() / 1000),
  "to the true time": () => 0,
};
export type Jump = keyof typeof jumps;

export type SkewedClock = {
  env: NodeJS.ProcessEnv;
  jump(way: Jump): void;
  /** Clears away what the library leaves of programs that were killed. */
  forget(pids: readonly number[]): void;
};

/** Null where the library is not installed. */
export function findLibrary(): string | null {
  return globSync("/usr/lib/*/faketime/libfaketimeMT.so.1")[0] ?? null;
}

export function skewedClock(file: string, library: string): SkewedClock {
  const jump = (way: Jump) => {
    const seconds = jumps[way]();
    // Replaced whole: the program may be reading it.
    writeFileSync(`${file}.new`, seconds < 0 ? `${seconds}s\n` : `+${seconds}s\n`);
    renameSync(`${file}.new`, file);
  };
  jump("to the true time");
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: "1",
    DONT_FAKE_MONOTONIC: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
  const forget = (pids: readonly number[]) => {
    for (const pid of pids)
      for (const name of ["faketime_shm_", "sem.faketime_sem_"]) rmSync(`/dev/shm/${name}${pid}`, { force: true });
  };
  return { env, jump, forget };
}
