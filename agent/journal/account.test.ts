/** Every offset is exactly one of waiting, acknowledged, in a gap: under any sequence of what may happen to a lane. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOf, coverOf, mergeRanges, type OffsetRanges } from "../../core/offset-ranges.ts";
import * as book from "./account.ts";

type Account = book.Account;

const empty = book.openAccount(book.emptyAccount, [], 0);
const row = (device: string, count: number, firstAt = 1, lastAt = 2) =>
  ({ device, point: "p", count, firstAt, lastAt }) as book.LaneGap["series"][number];
const has = (ranges: OffsetRanges, offset: number) => coverOf(ranges, offset, offset + 1) === "all";

/** What may happen: each takes the account and returns the next one. Ranges are scaled to what the lane has. */
const range = fc.tuple(fc.nat(130), fc.integer({ min: 1, max: 40 }));
const ranges = fc.array(range, { maxLength: 4 });
const events = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("append" as const), count: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ kind: fc.constant("lose" as const), count: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant("acknowledge" as const), ranges }),
    fc.record({ kind: fc.constant("beyond" as const), by: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ kind: fc.constant("evict" as const), range }),
    fc.record({ kind: fc.constant("recycle" as const), range }),
    fc.record({ kind: fc.constant("damage" as const), range }),
    fc.record({ kind: fc.constant("quarantine" as const), at: fc.nat(130) }),
    fc.record({ kind: fc.constant("forget" as const), at: fc.nat(130) }),
    fc.record({ kind: fc.constant("restart" as const) }),
  ),
  { maxLength: 30 },
);
type Happening = typeof events extends fc.Arbitrary<(infer Kind)[]> ? Kind : never;

const inside = ([from, length]: [number, number], { next }: Account): [number, number] => [
  Math.min(from, next),
  Math.min(from + length, next),
];

function step(account: Account, event: Happening): Account {
  if (event.kind === "append") return book.appended(account, event.count);
  if (event.kind === "lose") return book.lost(account, event.count, [row("d", event.count)]);
  if (event.kind === "acknowledge")
    return book.acknowledged(account, mergeRanges(event.ranges.map((pair) => inside(pair, account))));
  if (event.kind === "beyond")
    return book.acknowledged(account, [[Math.max(0, account.next - event.by), account.next + event.by]]);
  if (event.kind === "evict") return evict(account, ...inside(event.range, account));
  if (event.kind === "recycle") return book.dropped(account, [inside(event.range, account)], "evicted");
  if (event.kind === "damage") return book.dropped(account, [inside(event.range, account)], "damaged");
  if (event.kind === "quarantine") return quarantine(account, Math.min(event.at, account.next - 1));
  if (event.kind === "forget") return book.forgotten(account, event.at);
  const { held, ...kept } = account;
  return book.openAccount(JSON.parse(JSON.stringify(kept)), held, 0);
}

function evict(account: Account, from: number, to: number): Account {
  const given = book
    .waitingIn(account, from, to)
    .reduce(
      (known, [a, b]) => book.withGap(known, { from: a, to: b, why: "evicted", series: [row("d", b - a)] }),
      account,
    );
  return book.dropped(given, [[from, to]], "evicted");
}

function quarantine(account: Account, at: number): Account {
  if (at < 0) return account;
  return book.withGap(account, { from: at, to: at + 1, why: "quarantined", series: [] });
}

describe("the account of a lane", () => {
  it("puts every offset in exactly one place, whatever happens", () => {
    fc.assert(
      fc.property(events, (happenings) => {
        let account = empty;
        for (const event of happenings) {
          account = step(account, event);
          const waiting = book.waitingIn(account, 0, account.next);
          const gaps = book.gapRanges(account);
          for (let offset = 0; offset < account.next; offset++) {
            const isGap = has(gaps, offset) && !has(account.have, offset);
            const places = [has(waiting, offset), has(account.have, offset), isGap].filter(Boolean);
            expect(places, `offset ${offset} after ${JSON.stringify(event)}`).toHaveLength(1);
            if (has(waiting, offset)) expect(has(account.held, offset)).toBe(true);
          }
          expect(book.waitingCount(account)).toBe(countOf(waiting));
          expect(account.have.at(-1)?.[1] ?? 0).toBeLessThanOrEqual(account.next);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("never takes for lost what is on the disk, and tells of every gap the hub has not heard of", () => {
    fc.assert(
      fc.property(events, (happenings) => {
        const harmless = happenings.filter(({ kind }) => ["append", "acknowledge", "restart"].includes(kind));
        const account = harmless.reduce(step, empty);
        expect(account.gaps).toEqual([]);
        const any = happenings.reduce(step, empty);
        const open = mergeRanges(book.openGaps(any).map(({ from, to }) => [from, to] as const));
        for (let offset = 0; offset < any.next; offset++) {
          const isToTell = has(book.gapRanges(any), offset) && !has(any.have, offset) && !has(any.untold, offset);
          expect(has(open, offset)).toBe(isToTell);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("tells a gap again, with its series, when the hub forgot it", () => {
    const gone = evict(book.appended(empty, 100), 0, 40);
    const told = book.acknowledged(gone, [[0, 60]]);
    expect([book.openGaps(told), book.waitingCount(told)]).toEqual([[], 40]);
    const again = book.acknowledged(told, [[0, 10]]);
    expect(book.openGaps(book.acknowledged(told, []))).toEqual([
      { from: 0, to: 40, why: "evicted", series: [row("d", 40)] },
    ]);
    expect(book.openGaps(again)).toEqual([{ from: 10, to: 40, why: "evicted", series: [] }]);
  });

  it("joins neighbouring gaps when they are many, and keeps their counts and times", () => {
    let account = book.appended(empty, 1000);
    for (let at = 0; at < 600; at += 2) account = evict(account, at, at + 2);
    expect(account.gaps.length).toBeLessThanOrEqual(256);
    const counted = book.mergeRows(account.gaps.flatMap(({ series }) => series));
    expect(counted).toEqual([row("d", 600)]);
  });

  it("does not believe a hub that claims more than any journal can have held", () => {
    const account = book.appended(empty, 10);
    expect(book.believed(account, [[2, 2 ** 52]])).toEqual([[2, 10]]);
    expect(book.believed(account, [[2, 20]])).toEqual([[2, 20]]);
  });
});
