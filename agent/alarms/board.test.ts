/** The gateway's board: ISA-18.2 at the edge, and every line people wrote. */
import { describe, expect, it } from "vitest";
import type { AlertEvent, PersonEvent } from "../../core/alert-event.ts";
import type { AlertId } from "../../core/id.ts";
import { event } from "../../test/kit/samples.ts";
import { type Board, emptyBoard, findAlert, fold, raisedOf, standingOf } from "./board.ts";

const play = (...events: AlertEvent[]): Board => events.reduce(fold, emptyBoard);

function person(kind: "acknowledged" | "noted" | "shelved", at: number, parts: object = {}): PersonEvent {
  const { alert, ticket } = event("raised", 1);
  const common = { kind, id: `e${at}`, alert, ticket, by: "王阿姨", at, quality: 0 };
  const own = { acknowledged: {}, noted: { text: "油烟" }, shelved: { until: 100, reason: "在修" } }[kind];
  return { ...common, ...own, ...parts } as PersonEvent;
}
const states = ({ alerts }: Board) => alerts.map(({ state }) => state);

describe("the board", () => {
  it.each([
    ["raised", [event("raised", 1)], ["unacknowledged"]],
    ["raised and acknowledged", [event("raised", 1), person("acknowledged", 2)], ["acknowledged"]],
    ["raised and returned", [event("raised", 1), event("cleared", 2)], ["returned"]],
    ["returned and acknowledged", [event("raised", 1), event("cleared", 2), person("acknowledged", 3)], []],
    ["acknowledged and returned", [event("raised", 1), person("acknowledged", 2), event("cleared", 3)], []],
    ["cleared without a raise", [event("cleared", 3)], []],
  ] as [string, AlertEvent[], string[]][])("%s", (_, events, expected) => {
    expect(states(play(...events))).toEqual(expected);
  });

  it("is unacknowledged anew when it comes back after its return, under the ticket that people write to", () => {
    const again = event("raised", 3, { alert: "alert-2" as AlertId });
    const board = play(event("raised", 1), event("cleared", 2), again);
    expect(board.alerts).toMatchObject([
      { state: "unacknowledged", count: 2, raised: { alert: "alert-2", ticket: "ticket-1" } },
    ]);
  });

  it("keeps every line once, in the order in which they were written, also when the alert is over", () => {
    const board = play(
      event("raised", 1),
      person("noted", 2),
      person("noted", 2),
      person("acknowledged", 3),
      event("cleared", 4),
      person("noted", 5, { text: "已通风" }),
    );
    expect(board.past[0]?.story.map(({ kind, at }) => [kind, at])).toEqual([
      ["noted", 2],
      ["acknowledged", 3],
      ["noted", 5],
    ]);
  });

  it("names who acknowledged first when two do", () => {
    const board = play(event("raised", 1), person("acknowledged", 2), person("acknowledged", 3, { by: "李师傅" }));
    expect(board.alerts[0]).toMatchObject({ acknowledged: { by: "王阿姨", at: 2 }, story: { length: 2 } });
  });

  it("shelves until its time is over or it is taken back", () => {
    const board = play(event("raised", 1), person("shelved", 2));
    const [alert] = board.alerts;
    if (alert === undefined) throw new Error("no alert stands");
    expect([standingOf(board, alert, 99), standingOf(board, alert, 100)]).toEqual(["shelved", "unacknowledged"]);
    const back = fold(board, person("shelved", 3, { until: null }));
    expect(standingOf(back, back.alerts[0] ?? alert, 50)).toBe("unacknowledged");
  });

  it("suppresses what another alert explains, for so long as that one is in alarm", () => {
    const cause = "alert-mains" as AlertId;
    const mains = event("raised", 1, { alert: cause, rule: "mains" as never, device: "power" as never });
    const board = play(mains, event("raised", 2, { cause }));
    const silent = findAlert(board, event("raised", 2).alert);
    if (silent === undefined) throw new Error("no alert stands");
    expect(standingOf(board, silent, 3)).toBe("suppressed");
    const after = fold(board, { ...mains, kind: "cleared", at: 3 });
    expect(standingOf(after, silent, 4)).toBe("unacknowledged");
  });

  it("suppresses what fell silent before its cause was told, and lists at the cause whom it affects, before and after", () => {
    const mains = event("raised", 2, {
      alert: "alert-mains" as AlertId,
      rule: "mains" as never,
      device: "power" as never,
    });
    const late = event("raised", 3, { alert: "alert-2" as AlertId, device: "pit-2" as never, cause: mains.alert });
    const link = { alert: "alert-3" as AlertId, device: "gateway" as never, affected: ["rain-1" as never] };
    const board = play(
      event("raised", 1),
      { ...mains, explained: [event("raised", 1).alert], affected: [event("raised", 1).device] },
      late,
      event("raised", 4, { ...link, cause: mains.alert }),
    );
    expect(board.alerts.map((alert) => standingOf(board, alert, 5))).toEqual([
      ...["suppressed", "unacknowledged", "suppressed", "suppressed"],
    ]);
    expect(board.alerts[1]?.raised.affected).toEqual([event("raised", 1).device, "pit-2", "rain-1"]);
  });

  it("hands the rules what is still in alarm, and nothing that returned", () => {
    const other = event("raised", 1, { alert: "alert-2" as AlertId, device: "pit-2" as never });
    const board = play(event("raised", 1), event("cleared", 2), other);
    expect(raisedOf(board).map(({ alert }) => alert)).toEqual(["alert-2"]);
  });
});
