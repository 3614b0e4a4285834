/** The sandbox centre at work: keeps what it takes, does wrong on demand, and answers cases. */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ulid } from "ulid";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import type { EventId, TicketId } from "../../../core/id.ts";
import { DistrictCard } from "../../rulebook/district.ts";
import type { Callback } from "../case-port.ts";
import { applyEntry, type Centre, type Entry, emptyCentre } from "./centre.ts";
import { type Faults, noFaults } from "./faults.ts";
import { openJournal } from "./journal.ts";

export type Reply = Pick<Callback, "kind" | "actor" | "text" | "attachment">;

export type Desk = {
  centre: Centre;
  faults: Faults;
  clock(): number;
  /** Null until the hub has written it. Throws `INPUT_INVALID` for what is no card. */
  hubCard(): Promise<DistrictCard | null>;
  /** On the disk when it resolves. */
  keep(entry: Entry): Promise<void>;
  keepAttachment(hash: string, type: string, body: Buffer): Promise<void>;
  readAttachment(hash: string): Buffer;
  settled(): Promise<void>;
  /** Slow, or a 500, when that was asked for. */
  misbehave(): Promise<void>;
  /** What the centre says about a case; it is sent until the hub has it. */
  reply(id: string, reply: Reply): Promise<Callback>;
  close(): Promise<void>;
};

export function openDesk(folder: string, hubCardFile: string, clock: () => number): Desk {
  const attachments = join(folder, "attachments");
  mkdirSync(attachments, { recursive: true });
  const centre = emptyCentre();
  const journal = openJournal<Entry>(join(folder, "centre.jsonl"), (entry) => applyEntry(centre, entry));
  const faults = noFaults();
  const keep = (entry: Entry) => {
    applyEntry(centre, entry);
    journal.append(entry);
    return journal.settled();
  };
  let asked = 0;
  return {
    ...{ centre, faults, clock, keep, settled: journal.settled, close: () => journal.close() },
    hubCard: cardReader(hubCardFile),
    async keepAttachment(hash, type, body) {
      if (createHash("sha256").update(body).digest("hex") !== hash)
        throw new Fault("INPUT_INVALID", `the body is not ${hash}`);
      writeWhole(join(attachments, hash), body);
      await keep({ kind: "attachment", hash, type });
    },
    readAttachment: (hash) => readFileSync(join(attachments, hash)),
    async misbehave() {
      if (faults.slowMs > 0) await new Promise((done) => setTimeout(done, faults.slowMs));
      asked += 1;
      if (faults.failEvery > 0 && asked % faults.failEvery === 0) throw new Error("asked to fail");
    },
    async reply(id, reply) {
      const known = centre.cases.get(id);
      if (known === undefined) throw new Fault("NOT_FOUND", `case ${id}`);
      const now = clock();
      const ids = { id: ulid(now) as EventId, case: id as TicketId, seq: known.sendings.length + 1 };
      const callback: Callback = { ...ids, at: now, ...reply };
      await keep({ kind: "callback", callback });
      return callback;
    },
  };
}

/** Read again when the file changes: the hub may come later, or with a new card. */
function cardReader(file: string): () => Promise<DistrictCard | null> {
  let known: { mtimeMs: number; card: DistrictCard } | null = null;
  return async () => {
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts === undefined) return null;
    if (known?.mtimeMs !== facts.mtimeMs)
      known = {
        mtimeMs: facts.mtimeMs,
        card: check(DistrictCard, JSON.parse(readFileSync(file, "utf8")), "INPUT_INVALID"),
      };
    return known.card;
  };
}

function writeWhole(path: string, body: Buffer): void {
  const file = openSync(`${path}.tmp`, "w", 0o600);
  for (let at = 0; at < body.length; ) at += writeSync(file, body, at);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.tmp`, path);
}
