/** The shipped tables hold to their schemas; quiet hours and digests keep Shanghai's time; what is wrong is named. */
import { expect, test } from "vitest";
import { check } from "../../core/check.ts";
import { type Channel, ChannelBook, channelsFor, faultOfChannels } from "./channels.ts";
import channels from "./defaults/channels.json" with { type: "json" };
import ladder from "./defaults/ladder.json" with { type: "json" };
import units from "./defaults/units.json" with { type: "json" };
import { faultOfLadder, LadderBook, nextDigest, waitsForDigest } from "./ladder.ts";
import type { Units } from "./units.ts";

const at = (time: string) => Date.parse(`2026-11-27T${time}:00+08:00`);
const known = units as Units;
const shipped = check(LadderBook, ladder, "INPUT_INVALID");
const hook = (id: string, more: Partial<Channel> = {}) =>
  ({ kind: "webhook", id, title: id, units: [], url: "http://127.0.0.1/", ...more }) as Channel;
const book = (...list: Channel[]): ChannelBook => ({ source: "手工", channels: list, people: [] });

test("the shipped tables are right", () => {
  expect(faultOfLadder(shipped, known, book())).toBeNull();
  expect(faultOfChannels(check(ChannelBook, channels, "INPUT_INVALID"), known)).toBeNull();
});

test.each([
  [1, "23:00", 3, false],
  [2, "03:00", 3, false],
  [3, "23:00", 4, true],
  [3, "06:59", 4, true],
  [3, "07:00", 4, false],
  [3, "12:00", 3, true],
  [4, "12:00", 4, true],
  [4, "12:00", null, false],
  [4, "22:00", null, true],
  [2, "12:00", 1, false],
  [4, "12:00", undefined, true],
  [3, "12:00", undefined, false],
] as const)("severity %s at %s with digests from %s waits: %s", (severity, time, from, waits) => {
  expect(waitsForDigest(shipped, severity, at(time), from)).toBe(waits);
});

test.each([
  ["08:29", "2026-11-27T08:30"],
  ["08:30", "2026-11-27T17:30"],
  ["23:10", "2026-11-28T08:30"],
  ["00:10", "2026-11-27T08:30"],
])("after %s the next digest is at %s", (time, next) => {
  expect(nextDigest(shipped, at(time))).toBe(Date.parse(`${next}:00+08:00`));
});

test.each([
  ["a digest inside the quiet hours", { digests: ["08:30", "23:00"] }, '/digests/1 "23:00" lies in the quiet hours'],
  ["a rung to nobody", { rungs: [{ ...shipped.rungs[0], to: "nobody" }] }, '/rungs/0/to "nobody" is no unit'],
  ["a move to nobody", { moves: [{ ...shipped.moves[0], to: ["unit", "x"] }] }, '/moves/0/to/1 "x" is no unit'],
  [
    "a rung by a channel that is not",
    { rungs: [shipped.rungs[0], { ...shipped.rungs[1], channels: ["own", "pigeon"] }] },
    '/rungs/1/channels/1 "pigeon" is neither a kind of channel (wecom, dingtalk, webhook, email, gateway) nor the id of one; import the channels first',
  ],
  ["operators that are no unit", { operators: "x" }, '/operators "x" is no unit'],
])("%s is refused by name", (_what, more, fault) => {
  expect(faultOfLadder({ ...shipped, ...more } as LadderBook, known, book(hook("own")))).toBe(fault);
});

test("a channel that is there twice, or of a unit that is not, is refused by name", () => {
  expect(faultOfChannels(book(hook("a"), hook("a")), known)).toBe('/channels/1 "a" is there twice');
  expect(faultOfChannels(book(hook("a", { units: ["x"] })), known)).toMatch(/^\/channels\/0\/units\/0 "x"/);
});

test("a unit is reached by its own channels and by everybody's, by kind or by id, unless they are off", () => {
  const all = book(
    hook("all"),
    hook("own", { units: ["dongchang"] }),
    hook("other", { units: ["street"] }),
    hook("off", { state: "off" }),
  );
  expect(channelsFor(all, "dongchang", ["webhook"]).map(({ id }) => id)).toEqual(["all", "own"]);
  expect(channelsFor(all, "dongchang", ["own"]).map(({ id }) => id)).toEqual(["own"]);
  expect(channelsFor(all, null, ["webhook"]).map(({ id }) => id)).toEqual(["all"]);
});
