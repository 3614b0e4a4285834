/** What waits to be committed, in two lines, and the room that is left. */
import type { Work } from "./work.ts";

/** Bytes that may wait before senders are held back. */
const room = 16 * 1024 * 1024;

export type Queue = {
  urgent: Work[];
  /** Waits until nothing urgent does. */
  bulk: Work[];
  add(work: Work): void;
  isEmpty(): boolean;
  /** How many were ever added. */
  added(): number;
  /** What may go into one transaction with an urgent group: nothing, so that it is over soon, but never twice in a row. */
  bulkFor(group: readonly Work[]): Work[];
  /** Committed or refused: its memory is free again. */
  release(works: readonly Work[]): void;
  /** Since how long there has been no room, ms; 0 when there is. */
  fullForMs(): number;
  /** Resolves when there is room for more. */
  hasRoom(): Promise<void>;
  /** Nobody is held back any more. */
  letGo(): void;
};

export function makeQueue(monotonic: () => number = () => performance.now()): Queue {
  const [urgent, bulk]: [Work[], Work[]] = [[], []];
  const waiting: (() => void)[] = [];
  let bytes = 0;
  let added = 0;
  let fullSince: number | null = null;
  let isBulkNext = false;
  const letGo = () => {
    for (const resume of waiting.splice(0)) resume();
  };
  return {
    urgent,
    bulk,
    add(work) {
      bytes += work.size;
      if (bytes >= room) fullSince ??= monotonic();
      added++;
      (work.urgency === "urgent" ? urgent : bulk).push(work);
    },
    bulkFor(group) {
      isBulkNext = group.length > 0 && !isBulkNext;
      return isBulkNext ? [] : bulk;
    },
    added: () => added,
    isEmpty: () => urgent.length + bulk.length === 0,
    release(works) {
      for (const { size } of works) bytes -= size;
      if (bytes >= room) return;
      fullSince = null;
      letGo();
    },
    fullForMs: () => (fullSince === null ? 0 : monotonic() - fullSince),
    hasRoom: () => (bytes < room ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    letGo,
  };
}
