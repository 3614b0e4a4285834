/** Gathers what is appended into groups, and lets one piece of work at a time write. */
import type { Fault } from "../../core/fault.ts";

export type CommitQueue = {
  /** Resolves with the first record's offset once all are written. */
  append(records: readonly Uint8Array[]): Promise<number>;
  /** Runs `work` while nothing else writes. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Writes what waits without further gathering. */
  close(): Promise<void>;
};

export type Commit = {
  /** How long a group may gather, ms. */
  everyMs: number;
  /** The offset the next record gets. */
  next(): number;
  /** Writes the records; null when all are on the disk. What was written before a failure stays, and `next` tells how much. */
  write(records: Uint8Array[]): Promise<Fault | null>;
};

type Waiting = { records: readonly Uint8Array[]; done: (offset: number) => void; failed: (fault: Fault) => void };

/** A group this large is committed at once. */
const groupAppends = 256;

export function commitQueue({ everyMs, next, write }: Commit): CommitQueue {
  let queue: Waiting[] = [];
  let working: Promise<unknown> | null = null;
  let hurry: () => void = () => undefined;
  let closing = false;
  /** The first group of a run waits for nothing: what stands in the journal then says that the run began. */
  let isFirst = true;

  function start(): void {
    if (working === null && queue.length > 0) void run(gather);
  }

  function run<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = work();
    const ended = running.then(
      () => undefined,
      () => undefined,
    );
    working = ended;
    void ended.then(() => {
      working = null;
      start();
    });
    return running;
  }

  /** Commits in groups until nothing waits. */
  async function gather(): Promise<void> {
    const isPatient = everyMs > 0 && !isFirst && !closing && queue.length < groupAppends;
    isFirst = false;
    if (isPatient) await pause(everyMs);
    else await Promise.resolve(); // what is appended in the same turn shares the write
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      await commit(group);
    }
  }

  /** Lets a group gather; a full group or the end cuts it short. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    let offset = next();
    const fault = await write(group.flatMap(({ records }) => records));
    const end = fault === null ? Infinity : next();
    for (const { records, done, failed } of group) {
      if (fault === null || offset + records.length <= end) done(offset);
      else failed(fault);
      offset += records.length;
    }
  }

  return {
    append: (records) =>
      new Promise((done, failed) => {
        queue.push({ records, done, failed });
        if (queue.length >= groupAppends) hurry();
        start();
      }),
    async exclusively(work) {
      hurry();
      while (working !== null) await working;
      return run(work);
    },
    async close() {
      closing = true;
      hurry();
      while (working !== null || queue.length > 0) {
        start();
        await working;
      }
    },
  };
}
