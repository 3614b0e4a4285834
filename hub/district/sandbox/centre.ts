/** What the sandbox centre knows, and how each line of its journal changes it. */
import type { Callback, CaseLine } from "../case-port.ts";
import type { CoverageReport } from "../coverage-report.ts";
import { hashOf, type InventoryItem } from "../inventory/item.ts";
import type { InventoryWord } from "../inventory-port.ts";

export type Sending = { callback: Callback; outcome: string | null };
export type Case = { id: string; lines: CaseLine[]; heardAt: number; sendings: Sending[] };

export type Centre = {
  feed: string | null;
  cursor: number;
  items: Map<string, InventoryItem>;
  cases: Map<string, Case>;
  attachments: Map<string, string>;
  /** The newest word on what should be connected. */
  coverage: CoverageReport | null;
  /** All that was ever said, by id. */
  sendings: Map<string, Sending>;
  /** Callbacks that the hub has not taken yet, by id. */
  pending: Map<string, Sending>;
};

export type Entry =
  | { kind: "delta"; feed: string; cursor: number; words: InventoryWord[] }
  | { kind: "full"; feed: string; cursor: number; words: InventoryWord[] }
  | { kind: "lines"; at: number; lines: CaseLine[] }
  | { kind: "coverage"; report: CoverageReport }
  | { kind: "attachment"; hash: string; type: string }
  | { kind: "callback"; callback: Callback }
  | { kind: "sent"; id: string; outcome: string }
  | { kind: "forget"; cases: string[]; items: string[]; all: boolean }
  | { kind: "alter"; id: string };

export function emptyCentre(): Centre {
  return {
    ...{ feed: null, cursor: 0, items: new Map(), cases: new Map() },
    ...{ attachments: new Map(), coverage: null, sendings: new Map(), pending: new Map() },
  };
}

type Apply = { [Kind in Entry["kind"]]: (centre: Centre, entry: Extract<Entry, { kind: Kind }>) => void };

const appliers: Apply = {
  delta(centre, { feed, cursor, words }) {
    Object.assign(centre, { feed, cursor });
    for (const word of words) takeWord(centre, word);
  },
  full(centre, entry) {
    centre.items.clear();
    appliers.delta(centre, { ...entry, kind: "delta" });
  },
  lines(centre, { at, lines }) {
    for (const line of lines) {
      const known = centre.cases.get(line.case) ?? { id: line.case, lines: [], heardAt: at, sendings: [] };
      known.lines.push(line);
      known.heardAt = at;
      centre.cases.set(line.case, known);
    }
  },
  coverage(centre, { report }) {
    centre.coverage = report;
  },
  attachment: ({ attachments }, { hash, type }) => void attachments.set(hash, type),
  callback(centre, { callback }) {
    const sending = { callback, outcome: null };
    centre.cases.get(callback.case)?.sendings.push(sending);
    centre.sendings.set(callback.id, sending);
    centre.pending.set(callback.id, sending);
  },
  sent(centre, { id, outcome }) {
    const sending = centre.sendings.get(id);
    if (sending !== undefined) sending.outcome = outcome;
    centre.pending.delete(id);
  },
  forget(centre, { cases, items, all }) {
    // What it said to the hub it goes on from: the hub still counts it.
    for (const id of all ? [...centre.cases.keys()] : cases) forgetCase(centre, id);
    for (const id of items) centre.items.delete(id);
    if (all) Object.assign(centre, { feed: null, cursor: 0, items: new Map(), attachments: new Map(), coverage: null });
  },
  alter(centre, { id }) {
    const item = centre.items.get(id);
    if (item !== undefined) centre.items.set(id, { ...item, place: `${item.place}（被改过）` });
  },
};

export function applyEntry(centre: Centre, entry: Entry): void {
  appliers[entry.kind](centre, entry as never);
}

function takeWord({ items }: Centre, word: InventoryWord): void {
  if ("gone" in word) items.delete(word.id);
  else items.set(word.id, word.item);
}

function forgetCase({ cases }: Centre, id: string): void {
  const known = cases.get(id);
  if (known !== undefined) known.lines = [];
}

/** How many lines of the case are here; a case that was forgotten has none. */
export function linesOf({ cases }: Centre, id: string): CaseLine[] {
  return cases.get(id)?.lines ?? [];
}

/** Of the items as they are kept, in the order of their ids' bytes. */
export function hashesOf({ items }: Centre): { id: string; hash: string }[] {
  const rows = [...items].map(([id, item]) => ({ id, hash: hashOf(item) }));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}
