/** Brings the district to where our feed stands: page by page of what changed, or everything anew. */
import { ulid } from "ulid";
import { Fault } from "../../../core/fault.ts";
import type { Store, Tables } from "../../store/store.ts";
import type { InventoryPort, InventoryWord } from "../inventory-port.ts";
import { type Checked, checkRow, type KnowsClass } from "./checked.ts";
import { settlePage } from "./settle.ts";

export type Sharing = {
  store: Store;
  port: InventoryPort;
  /** The classes that count now. */
  classes(tables: Tables): Promise<KnowsClass>;
  /** Wall clock, ms since 1970. */
  clock(): number;
};

/** `cursor` null: the district has to be told everything. `lostAt`: how far we were at the furthest gap since it had all. */
export type FeedMark = { feed: string; cursor: number | null; lostAt?: number };

export const feedMark = "district/inventory";
const pageRows = 500;

/** One step. Answers whether more is to be told. Throws what the port throws, and when the district comes no further. */
export async function shareStep(sharing: Sharing): Promise<"more" | "done"> {
  const mark = await markNow(sharing.store);
  const { cursor } = mark;
  return cursor === null ? shareFull(sharing, mark) : shareDelta(sharing, { ...mark, cursor });
}

async function markNow(store: Store): Promise<FeedMark> {
  const known = await store.read(({ marks }) => marks.read<FeedMark>(feedMark));
  if (known !== null) return known;
  const mark: FeedMark = { feed: ulid(), cursor: null };
  await store.transaction(({ marks }) => marks.put(feedMark, mark));
  return mark;
}

async function shareDelta(sharing: Sharing, mark: FeedMark & { cursor: number }): Promise<"more" | "done"> {
  const { store, port, clock } = sharing;
  const { feed, cursor: from } = mark;
  const page = await store.read(async (tables) => {
    const knowsClass = await sharing.classes(tables);
    return (await tables.inventory.since(from, pageRows)).map((row) => checkRow(row, knowsClass));
  });
  const to = page.at(-1)?.row.cursor;
  if (to === undefined) return hasAll(store, mark);
  const answer = await port.delta({ feed, from, to, words: wordsOf(page) });
  if (answer.state === "gap") return meetGap(store, mark, answer);
  await store.transaction(async (tables) => {
    await settlePage(tables, page, answer.rejected, "what it had", clock());
    await tables.marks.put(feedMark, { ...mark, cursor: to });
  });
  return "more";
}

async function hasAll(store: Store, { lostAt, ...mark }: FeedMark): Promise<"done"> {
  if (lostAt !== undefined) await store.transaction(({ marks }) => marks.put(feedMark, mark));
  return "done";
}

/** One gap is made up for at once; a district that does not come further than at the last one is left in peace for a while. */
async function meetGap(store: Store, mark: FeedMark & { cursor: number }, stands: Standing): Promise<"more"> {
  const { feed, cursor: from, lostAt = -1 } = mark;
  await store.transaction((tables) => goBack(tables, { feed, lostAt: Math.max(from, lostAt) }, stands));
  if (from > lostAt) return "more";
  throw new Fault("DISTRICT_UNREACHABLE", `it stands at ${stands.cursor} again, whatever it is told`);
}

/** Where the district says that it stands counts, whatever we thought. */
export async function adoptStanding({ store, port }: Sharing): Promise<void> {
  const { feed, cursor } = await markNow(store);
  const standing = await port.standing();
  if (standing.feed === feed && standing.cursor === cursor) return;
  await store.transaction((tables) => goBack(tables, { feed }, standing));
}

type Standing = { feed: string | null; cursor: number };

/** The district stands elsewhere: we go on from there when it is in our feed, else it is told everything. */
async function goBack({ marks, inventory }: Tables, mark: Omit<FeedMark, "cursor">, stands: Standing): Promise<void> {
  const isOurs = stands.feed === mark.feed && stands.cursor <= (await inventory.newest());
  await marks.put(feedMark, { ...mark, cursor: isOurs ? stands.cursor : null });
}

/** What changes meanwhile has a later place in the feed and follows as a delta. */
async function shareFull({ store, port, classes, clock }: Sharing, mark: FeedMark): Promise<"more"> {
  const { feed } = mark;
  const cursor = await store.read(({ inventory }) => inventory.newest());
  const transfer = ulid();
  const settled: (() => Promise<void>)[] = [];
  for (let page = 0, after = "", isLast = false; !isLast; page += 1) {
    const rows = await store.read(async (tables) => {
      const knowsClass = await classes(tables);
      return (await tables.inventory.list(after, pageRows)).map((row) => checkRow(row, knowsClass));
    });
    isLast = rows.length < pageRows;
    after = nameOf(rows.at(-1)) ?? after;
    const words = wordsOf(rows).filter((word) => !("gone" in word));
    const answer = await port.full({ feed, transfer, page, isLast, cursor, words });
    if (answer.state === "gap")
      throw new Fault("DISTRICT_UNREACHABLE", "it lost the transfer; everything is told anew");
    // The district goes by the pages when it has the last one; so do our books.
    settled.push(() => store.transaction((tables) => settlePage(tables, rows, answer.rejected, "nothing", clock())));
  }
  for (const settle of settled) await settle();
  await store.transaction(({ marks }) => marks.put(feedMark, { ...mark, cursor }));
  return "more";
}

function wordsOf(page: readonly Checked[]): InventoryWord[] {
  return page.flatMap((one) => ("word" in one ? [one.word] : []));
}

function nameOf(one: Checked | undefined): string | undefined {
  return one === undefined ? undefined : `${one.row.gateway}/${one.row.device}`;
}
