/** Which alerts sound: smoke always, the minor not at night, none that somebody has seen or silenced. */
import { describe, expect, it } from "vitest";
import type { AlertEvent, SensorEvent } from "../../core/alert-event.ts";
import type { AlertId } from "../../core/id.ts";
import type { Severity } from "../../core/rule.ts";
import { event } from "../../test/kit/samples.ts";
import { emptyBoard, fold } from "./board.ts";
import { type Circumstances, isNight, loudnessOf, silenceNow } from "./loudness.ts";

const calm: Circumstances = { now: 100, silence: null, isNight: false, isLatched: () => false, wakes: () => false };

function alarm(severity: Severity, name = `a${severity}`, kind: SensorEvent["kind"] = "raised"): SensorEvent {
  return event(kind, kind === "raised" ? 1 : 2, { severity, alert: name as AlertId, rule: name as never });
}
const seen = (name: string): AlertEvent =>
  ({ kind: "acknowledged", id: name, alert: name, ticket: "t", by: "王阿姨", at: 3, quality: 0 }) as never;
const board = (...events: AlertEvent[]) => events.reduce(fold, emptyBoard);

describe("how loud the gateway is", () => {
  it.each([
    ["is quiet when nothing stands", [], {}, { sounds: null, shows: null, seen: true }],
    ["sounds the gravest", [alarm(3), alarm(1), alarm(2)], {}, { sounds: 1, shows: 1, seen: false }],
    [
      "shows, and does not sound, what is acknowledged",
      [alarm(1), seen("a1")],
      {},
      { sounds: null, shows: 1, seen: true },
    ],
    [
      "sounds a new alert beside one that is acknowledged",
      [alarm(1), seen("a1"), alarm(3)],
      {},
      { sounds: 3, shows: 1, seen: false },
    ],
    [
      "is quiet when it has returned",
      [alarm(2), alarm(2, "a2", "cleared")],
      {},
      { sounds: null, shows: null, seen: true },
    ],
    [
      "goes on where the rule latches",
      [alarm(1), alarm(1, "a1", "cleared")],
      { isLatched: () => true },
      { sounds: 1, shows: 1, seen: false },
    ],
    ["lowers the minor at night", [alarm(3)], { isNight: true }, { sounds: null, shows: 3, seen: false }],
    [
      "never lowers at night what wakes, nor what latches, whatever severity its rule was given",
      [alarm(4)],
      { isNight: true, wakes: () => true },
      { sounds: 4, shows: 4, seen: false },
    ],
    ["never lowers a latch at night", [alarm(3)], { isNight: true, isLatched: () => true }, { sounds: 3 }],
    ["never lowers the grave at night", [alarm(1), alarm(3)], { isNight: true }, { sounds: 1, shows: 1, seen: false }],
  ] as [string, AlertEvent[], Partial<Circumstances>, object][])("%s", (_, events, more, expected) => {
    expect(loudnessOf(board(...events), { ...calm, ...more })).toMatchObject(expected);
  });

  it("is silent after a silence, goes on showing, and sounds again for what comes after", () => {
    const before = board(alarm(1));
    const silence = silenceNow(before);
    expect(loudnessOf(before, { ...calm, silence })).toMatchObject({ sounds: null, shows: 1, seen: false });
    expect(loudnessOf(fold(before, alarm(2)), { ...calm, silence })).toMatchObject({ sounds: 2, shows: 1 });
  });

  it("does not sound what is shelved or explained by another alert", () => {
    const shelved = { ...seen("a1"), kind: "shelved", until: 200, reason: "在修" } as AlertEvent;
    expect(loudnessOf(board(alarm(1), shelved), calm)).toMatchObject({ sounds: null, shows: null });
    const explained = { ...alarm(2), cause: "a1" as AlertId };
    expect(loudnessOf(board(alarm(1), seen("a1"), explained), calm)).toMatchObject({ sounds: null, shows: 1 });
  });
});

describe("the night", () => {
  const night = { from: 22 * 60, to: 6 * 60 + 30 };
  it.each([
    ["21:59", false],
    ["22:00", true],
    ["00:00", true],
    ["06:29", true],
    ["06:30", false],
  ])("at %s in Shanghai: %s", (time, expected) => {
    expect(isNight(Date.parse(`2026-11-24T${time}:00+08:00`), night, 480)).toBe(expected);
    const day = { from: night.to, to: night.from };
    expect(isNight(Date.parse(`2026-11-24T${time}:00+08:00`), day, 480)).toBe(!expected);
  });
});
