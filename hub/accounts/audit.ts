/** The audit trail's chain: each row's hash covers the row and the hash before it. */
import { createHash } from "node:crypto";
import type { AuditEntry, AuditHead, AuditRow } from "../store/audit.ts";
import type { Tables } from "../store/store.ts";

/** Before every number a row can have: rows that were put in before the first are seen. */
const beforeAll = Number.MIN_SAFE_INTEGER;

/** Before the first row. */
export const root: AuditHead = { n: 0, hash: "0".repeat(64) };

/** Writes the next row; call it in the transaction of what it tells of. */
export async function addAudit({ audit }: Pick<Tables, "audit">, entry: AuditEntry): Promise<void> {
  const head = (await audit.head()) ?? root;
  const row = { ...storable(entry), n: head.n + 1 };
  await audit.add({ ...row, hash: hashOf(head.hash, row) });
}

/** As a database gives it back: what is hashed must be what is read again. */
function storable(entry: AuditEntry): AuditEntry {
  const texts = Object.entries(entry).map(([field, value]) => [
    field,
    typeof value === "string" ? sound(value) : value,
  ]);
  return Object.fromEntries(texts) as AuditEntry;
}

function sound(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

/** SHA-256 of the hash before and the row as JSON, its fields in this order and no other. */
export function hashOf(before: string, { n, at, who, address, what, on, outcome, request, detail }: Unhashed): string {
  const canonical = JSON.stringify([n, at, who, address, what, on, outcome, request, detail]);
  return createHash("sha256").update(before).update(canonical).digest("hex");
}
type Unhashed = Omit<AuditRow, "hash">;

export type Verdict =
  | { state: "whole"; rows: number; head: AuditHead }
  /** `n`: the first row that is not as it was written, or not there. */
  | { state: "broken"; n: number; why: string };

/** Follows the chain page by page; `noted` is the newest head that was kept outside, if there is one. */
export async function verifyChain(
  after: (n: number) => Promise<readonly AuditRow[]>,
  noted: AuditHead | null,
): Promise<Verdict> {
  let head = root;
  for (let rows = await after(beforeAll); rows.length > 0; rows = await after(head.n))
    for (const row of rows) {
      const why = whyBroken(head, row, noted);
      if (why !== null) return { state: "broken", n: why.n, why: why.why };
      head = row;
    }
  if (noted !== null && noted.n > head.n)
    return { state: "broken", n: head.n + 1, why: `the trail ends at row ${head.n}, but row ${noted.n} was written` };
  return { state: "whole", rows: head.n, head: { n: head.n, hash: head.hash } };
}

function whyBroken(head: AuditHead, row: AuditRow, noted: AuditHead | null): { n: number; why: string } | null {
  if (row.n < 1) return { n: row.n, why: `row ${row.n} was put in: the hub writes none before row 1` };
  if (row.n !== head.n + 1) return { n: head.n + 1, why: `row ${head.n + 1} is missing` };
  if (row.hash !== hashOf(head.hash, row))
    return { n: row.n, why: `row ${row.n} is not as it was written, or rows changed places` };
  if (noted !== null && noted.n === row.n && noted.hash !== row.hash)
    return { n: row.n, why: `the trail up to row ${row.n} was written anew: its hash is not the one that was noted` };
  return null;
}
