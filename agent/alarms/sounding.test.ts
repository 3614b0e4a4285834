/** Siren and board in step over time: silence ends, shelves end, the night lowers the minor only when the time is known. */
import { describe, expect, it } from "vitest";
import type { AlertEvent, SensorEvent } from "../../core/alert-event.ts";
import type { AlertId, DeviceId, RuleId } from "../../core/id.ts";
import type { Rule } from "../../core/rule.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { event } from "../../test/kit/samples.ts";
import { emptyBoard, fold } from "./board.ts";
import type { Loudness } from "./loudness.ts";
import { startSounding } from "./sounding.ts";

const noon = { from: 22 * 60, to: 390, utcOffsetMinutes: 480 };
const always = { from: 0, to: 1440, utcOffsetMinutes: 480 };
const smoke = event("raised", 1, { severity: 1, rule: "smoke" as RuleId });

function setUp(night = noon) {
  const clock = handClock();
  const shown: Loudness[] = [];
  const outputs = {
    show: (loudness: Loudness) => shown.push(loudness),
    test: async () => undefined,
    close: () => undefined,
  };
  const sounding = startSounding(outputs as never, night, clock);
  const stand = (...events: AlertEvent[]) => sounding.show(events.reduce(fold, emptyBoard));
  return { clock, sounding, stand, last: () => shown.at(-1) };
}

describe("the sounding", () => {
  it("is silent for so long and no longer, and the alert still stands", async () => {
    const { clock, sounding, stand, last } = setUp();
    stand(smoke);
    sounding.silence(10);
    expect(last()).toMatchObject({ sounds: null, shows: 1, seen: false });
    await clock.pass(10 * 60_000 - 1);
    expect(sounding.isSounding()).toBe(false);
    await clock.pass(1);
    expect(sounding.isSounding()).toBe(true);
  });

  it("goes on after the smoke is gone where the rule latches", () => {
    const { sounding, stand } = setUp();
    const gone = { ...smoke, kind: "cleared", at: 2 } as SensorEvent;
    stand(smoke, gone);
    expect(sounding.isSounding()).toBe(false);
    sounding.configure([{ id: smoke.device as DeviceId, rules: [{ id: smoke.rule, latch: true } as Rule] }]);
    expect(sounding.isSounding()).toBe(true);
  });

  it("sounds again when a shelf runs out, though nothing is read", async () => {
    const { clock, sounding, stand } = setUp();
    const { alert, ticket } = smoke;
    const until = clock.wall() + 60_000;
    stand(smoke, {
      kind: "shelved",
      id: "e1",
      alert,
      ticket,
      by: "王阿姨",
      at: 2,
      quality: 0,
      until,
      reason: "在修",
    } as never);
    expect(sounding.isSounding()).toBe(false);
    await clock.pass(70_000);
    expect(sounding.isSounding()).toBe(true);
  });

  it("never lowers smoke and gas at night, whatever severity the hub gave the rule, but a low battery of theirs", () => {
    const { sounding, stand } = setUp(always);
    const minor = { ...smoke, severity: 3 as const };
    sounding.configure([{ id: smoke.device as DeviceId, measures: "leak", rules: [] }]);
    stand(minor);
    expect(sounding.isSounding()).toBe(false);
    sounding.configure([{ id: smoke.device as DeviceId, measures: "smoke", rules: [] }]);
    expect(sounding.isSounding()).toBe(true);
    stand({ ...minor, value: 8 });
    expect(sounding.isSounding()).toBe(false);
  });

  it("lowers the minor at night, and nothing while the time is not known", () => {
    const { clock, sounding, stand } = setUp(always);
    const minor = { ...smoke, severity: 3 as const, alert: "minor" as AlertId };
    stand(minor);
    expect(sounding.isSounding()).toBe(false);
    clock.setTrust("estimated");
    stand(minor);
    expect(sounding.isSounding()).toBe(true);
    clock.setTrust("synced");
    stand(minor, smoke);
    expect(sounding.isSounding()).toBe(true);
  });
});
