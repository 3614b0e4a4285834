/** The shipped tables hold to their schemas; quiet hours and digests keep Shanghai's time. */
import { expect, test } from "vitest";
import { check } from "../../core/check.ts";
import { type Channel, ChannelBook, channelStandard, channelsFor, checkChannels } from "./channels.ts";
import { checkLadder, LadderBook, ladderStandard, nextDigest, waitsForDigest } from "./ladder.ts";

const at = (time: string) => Date.parse(`2026-11-27T${time}:00+08:00`);

test("the shipped tables are right", () => {
  checkLadder(check(LadderBook, ladderStandard, "INPUT_INVALID"));
  checkChannels(check(ChannelBook, channelStandard, "INPUT_INVALID"));
});

test.each([
  [1, "23:00", 3, false],
  [2, "03:00", 3, false],
  [3, "23:00", 4, true],
  [3, "06:59", 4, true],
  [3, "07:00", 4, false],
  [3, "12:00", 3, true],
  [4, "12:00", 4, true],
  [4, "12:00", 5, false],
  [4, "22:00", 5, true],
] as const)("severity %i at %s with digests from %i waits: %s", (severity, time, from, waits) => {
  expect(waitsForDigest(ladderStandard, severity, at(time), from)).toBe(waits);
});

test.each([
  ["08:29", "2026-11-27T08:30"],
  ["08:30", "2026-11-27T17:30"],
  ["23:10", "2026-11-28T08:30"],
  ["00:10", "2026-11-27T08:30"],
])("after %s the next digest is at %s", (time, next) => {
  expect(nextDigest(ladderStandard, at(time))).toBe(Date.parse(`${next}:00+08:00`));
});

test("a digest inside the quiet hours is refused by name", () => {
  expect(() => checkLadder({ ...ladderStandard, digests: ["08:30", "23:00"] })).toThrow(/\/digests\/1 "23:00"/);
});

test("a channel that is twice in the table is refused by name", () => {
  const one: Channel = { kind: "webhook", id: "a", title: "a", units: [], url: "http://127.0.0.1/" };
  expect(() => checkChannels({ channels: [one, one], people: [] })).toThrow(/\/channels\/1 "a"/);
});

test("a unit is reached by its own channels and by everybody's, by kind or by id, unless they are off", () => {
  const hook = { kind: "webhook", title: "x", url: "http://127.0.0.1/" } as const;
  const book: ChannelBook = {
    channels: [
      { ...hook, id: "all", units: [] },
      { ...hook, id: "own", units: ["dongchang"] },
      { ...hook, id: "other", units: ["weifang"] },
      { ...hook, id: "off", units: [], state: "off" },
    ],
    people: [],
  };
  expect(channelsFor(book, "dongchang", ["webhook"]).map(({ id }) => id)).toEqual(["all", "own"]);
  expect(channelsFor(book, "dongchang", ["own"]).map(({ id }) => id)).toEqual(["own"]);
  expect(channelsFor(book, null, ["webhook"]).map(({ id }) => id)).toEqual(["all"]);
});
