import { describe, expect, it } from "vitest";
import { alertView } from "../../../../test/kit/console-samples.ts";
import { openCases } from "../../order/urgency.ts";
import { doEach } from "./each.ts";
import { listKey, rowAfter } from "./list-keys.ts";
import { rowsOf, worklistOf } from "./order.ts";
import { choose, nothingChosen } from "./selection.ts";
import { endOf, isGoodEnd } from "./shelve-times.ts";
import { deaf, mute, planSound } from "./sound-plan.ts";

const minute = 60_000;
const now = Date.parse("2026-11-27T21:10:00+08:00");
const order = ["a", "b", "c", "d"];

describe("the selection", () => {
  it("toggles, extends from the row chosen last, and forgets what left the list", () => {
    const one = choose(nothingChosen, { do: "toggle", id: "b" }, order);
    const more = choose(one, { do: "extend", id: "d" }, order);
    expect([...more.chosen]).toEqual(["b", "c", "d"]);
    expect([...choose(more, { do: "extend", id: "a" }, order).chosen].sort()).toEqual(order);
    expect([...choose(more, { do: "prune" }, ["c"]).chosen]).toEqual(["c"]);
    expect([...choose(more, { do: "toggle", id: "c" }, order).chosen]).toEqual(["b", "d"]);
    expect(choose(more, { do: "none" }, order).chosen.size).toBe(0);
  });

  it("takes a row by itself when there is nothing to extend from", () => {
    expect([...choose(nothingChosen, { do: "extend", id: "c" }, order).chosen]).toEqual(["c"]);
  });
});

describe("the keys of a list", () => {
  const pressed = (key: string, over = {}) => ({ key, plain: true, typing: false, ...over });
  const still = { waitsUntil: 0 };

  it("move, act and choose", () => {
    const means = ["j", "k", "ArrowDown", "a", "s", "x", "X", "Escape", "q", "constructor"].map(
      (key) => listKey(pressed(key), still, 1).means,
    );
    expect(means).toEqual(["down", "up", "down", "acknowledge", "shelve", "choose", "extend", "leave", null, null]);
  });

  it("leave the letter after g to the navigation: g a goes to the alerts and acknowledges none", () => {
    const { patience } = listKey(pressed("g"), still, 1_000);
    expect(listKey(pressed("a"), patience, 1_200).means).toBeNull();
    expect(listKey(pressed("a"), patience, 9_000).means).toBe("acknowledge");
  });

  it("mean nothing while somebody types or holds Ctrl", () => {
    expect(listKey(pressed("a", { typing: true }), still, 1).means).toBeNull();
    expect(listKey(pressed("a", { plain: false }), still, 1).means).toBeNull();
  });

  it("stop at both ends", () => {
    expect([rowAfter(order, null, 1), rowAfter(order, "a", -1), rowAfter(order, "d", 1), rowAfter([], "a", 1)]).toEqual(
      ["a", "a", "d", null],
    );
  });
});

describe("the order of the alerts", () => {
  const at = (ago: number) => now - ago * minute;
  const seen = { state: "acknowledged", standing: "acknowledged" } as const;

  it("goes by colour, whatever has waited longer; within a colour what nobody has seen first, then who waits longest", () => {
    const alerts = [
      alertView({ id: "red, seen", severity: 1, raisedAt: at(9), ...seen }),
      alertView({ id: "blue, three days", severity: 4, raisedAt: at(3 * 24 * 60) }),
      alertView({ id: "yellow, new", severity: 3, raisedAt: at(1) }),
      alertView({ id: "red, a second", severity: 1, raisedAt: now - 1000 }),
      alertView({ id: "red, waited", severity: 1, raisedAt: at(2) }),
      alertView({ id: "orange, waited", severity: 2, raisedAt: at(30) }),
    ];
    const { groups } = worklistOf(alerts);
    const ids = groups.map(({ alert }) => alert.id);
    expect(ids).toEqual([
      "red, waited",
      "red, a second",
      "red, seen",
      "orange, waited",
      "yellow, new",
      "blue, three days",
    ]);
  });

  it("puts what goes on above what has returned, as the overview does", () => {
    const alerts = [
      alertView({
        id: "red, back",
        ticket: "T1",
        severity: 1,
        raisedAt: at(90),
        state: "returned",
        standing: "returned",
      }),
      alertView({ id: "blue", ticket: "T2", severity: 4, raisedAt: at(300) }),
      alertView({ id: "orange", ticket: "T3", severity: 2, raisedAt: at(1) }),
    ];
    const ids = worklistOf(alerts).groups.map(({ alert }) => alert.id);
    expect(ids).toEqual(["orange", "blue", "red, back"]);
    expect(openCases([], alerts, now).map(({ id }) => id)).toEqual(ids);
  });

  it("puts consequences under their cause, what is set aside and drills apart", () => {
    const alerts = [
      alertView({ id: "root" }),
      alertView({ id: "under", standing: "suppressed", cause: "root" }),
      alertView({ id: "of another page", standing: "suppressed", cause: "elsewhere" }),
      alertView({ id: "later", standing: "shelved", shelvedUntil: now + 2 }),
      alertView({ id: "soon", standing: "shelved", shelvedUntil: now + 1 }),
      alertView({ id: "drill", drill: true }),
    ];
    const list = worklistOf(alerts);
    expect(list.groups.find(({ alert }) => alert.id === "root")?.consequences.map(({ id }) => id)).toEqual(["under"]);
    const ids = (opened: string[]) => rowsOf(list, new Set(opened)).map(({ id }) => id);
    expect(ids([])).toEqual(["root", "of another page", "soon", "later", "drill"]);
    expect(ids(["root"])).toEqual(["root", "under", "of another page", "soon", "later", "drill"]);
  });
});

describe("the time to set an alert aside", () => {
  it("ends in half an hour, in two hours, or at eight in the morning", () => {
    expect(endOf("halfHour", now) - now).toBe(30 * minute);
    expect(endOf("twoHours", now) - now).toBe(120 * minute);
    expect(new Date(endOf("morning", now)).toISOString()).toBe("2026-11-28T00:00:00.000Z");
    const atTwo = Date.parse("2026-11-28T02:00:00+08:00");
    expect(new Date(endOf("morning", atTwo)).toISOString()).toBe("2026-11-28T00:00:00.000Z");
  });

  it("is neither past nor more than a week away", () => {
    expect([isGoodEnd(now, now), isGoodEnd(now + 1, now), isGoodEnd(now + 8 * 86_400_000, now)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe("what is done to many", () => {
  it("tells of each what became of it, in the order given, and stops for none", async () => {
    const told: number[] = [];
    const work = async (id: string) => {
      if (id === "b") throw new Error("somebody was faster");
    };
    const outcomes = await doEach(order, work, (done) => told.push(done));
    expect(outcomes.map(({ id, error }) => [id, error?.message ?? "done"])).toEqual([
      ["a", "done"],
      ["b", "somebody was faster"],
      ["c", "done"],
      ["d", "done"],
    ]);
    expect(told).toEqual([1, 2, 3, 4]);
  });
});

describe("the sound", () => {
  const red = alertView({ id: "red", severity: 1 });
  const orange = alertView({ id: "orange", severity: 2 });

  it("rings once for a new orange, and goes on for a red one until it was seen", () => {
    const first = planSound([orange], deaf);
    expect([first.now, first.repeats]).toEqual(["orange", []]);
    const second = planSound([orange, red], first.ears);
    expect([second.now, second.repeats]).toEqual(["red", ["red"]]);
    const third = planSound([orange, red], second.ears);
    expect([third.now, third.repeats]).toEqual([null, ["red"]]);
    const over = planSound([orange, { ...red, state: "acknowledged", standing: "acknowledged" }], third.ears);
    expect([over.now, over.repeats]).toEqual([null, []]);
  });

  it("is silent for what was muted, and rings for the next", () => {
    const ears = mute(planSound([red], deaf).ears, ["red"]);
    expect(planSound([red], ears).repeats).toEqual([]);
    const next = planSound([red, { ...red, id: "another" }], ears);
    expect([next.now, next.repeats]).toEqual(["red", ["another"]]);
  });

  it("lets yellow and blue, drills, what came late and what is set aside interrupt nobody", () => {
    const quiet = [
      alertView({ severity: 3 }),
      alertView({ severity: 1, drill: true }),
      alertView({ severity: 1, late: true }),
      alertView({ severity: 1, standing: "shelved" }),
      alertView({ severity: 1, standing: "suppressed" }),
    ];
    expect(planSound(quiet, deaf).now).toBeNull();
  });
});
