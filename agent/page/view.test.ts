/** What the page makes of the board: what it is called, whom to call, and what was done. */
import { expect, it } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import { patrolRule } from "../../core/alert-event.ts";
import type { AlertId, DeviceId, EventId, PointId, RuleId, TicketId } from "../../core/id.ts";
import { devices as samples } from "../../test/kit/samples.ts";
import { type Board, emptyBoard, fold } from "../alarms/board.ts";
import { drillEvent, drillRule } from "../alarms/drill.ts";
import { alertsOf, type KnownDevice } from "./view.ts";

const smoke = {
  id: "smoke-1" as DeviceId,
  model: "smoke-relay",
  title: { zh: "402 烟感", en: "Smoke 402" },
  place: "3号楼 402",
  points: [{ id: "smoke" as PointId, title: { zh: "烟雾", en: "Smoke" }, kind: "boolean" as const }],
  rules: [
    {
      id: "smoke" as RuleId,
      point: "smoke" as PointId,
      when: { equals: true },
      severity: 1 as const,
      title: { zh: "烟雾报警", en: "Smoke" },
      advice: { zh: "先敲门。", en: "Knock." },
    },
    {
      id: "battery" as RuleId,
      point: "smoke" as PointId,
      when: { equals: false },
      severity: 4 as const,
      title: { zh: "电池快没电了", en: "Battery low" },
    },
  ],
};
const known: KnownDevice[] = [
  { ...smoke, measures: "smoke" },
  ...samples.map((device) => ({ ...device, measures: "cover" })),
];
const guides = { smoke: { steps: [], call: "119" }, cover: { steps: [] } };
const show = (board: Board, now = 2000) => alertsOf(board, known, guides, now);

const raised = (more: Partial<SensorEvent> = {}): SensorEvent => ({
  ...{ kind: "raised", alert: "a" as AlertId, ticket: "t" as TicketId, device: smoke.id, rule: "smoke" as RuleId },
  ...{ point: "smoke" as PointId, severity: 1, at: 1000, quality: 0, value: true, ...more },
});
const acknowledged = (alert = "a" as AlertId) => ({
  ...{ kind: "acknowledged" as const, id: "e" as EventId, alert, ticket: "t" as TicketId },
  ...{ by: "王阿姨", at: 1500, quality: 0 },
});
const after = (...events: Parameters<typeof fold>[1][]) => show(events.reduce(fold, emptyBoard));
const callsOf = ({ alerts, past }: ReturnType<typeof show>) => [...alerts, ...past].map(({ guide }) => guide.call);

it("says whom to call while smoke is there, seen by somebody or not", () => {
  expect(callsOf(after(raised()))).toEqual(["119"]);
  expect(callsOf(after(raised(), acknowledged()))).toEqual(["119"]);
});

it("says nobody to call when it is over, a drill, shelved, or a flat battery", () => {
  const cleared = { ...raised(), kind: "cleared" as const };
  expect(callsOf(after(raised(), cleared))).toEqual([undefined]);
  expect(callsOf(after(raised(), cleared, acknowledged()))).toEqual([undefined]);
  expect(callsOf(after(raised({ drill: true })))).toEqual([undefined]);
  expect(callsOf(after(raised({ drill: true, rule: drillRule })))).toEqual([undefined]);
  expect(callsOf(after(raised({ rule: "battery" as RuleId, severity: 4 })))).toEqual([undefined]);
  const { id, ...line } = acknowledged();
  const shelved = { ...line, id, kind: "shelved" as const, until: 9000, reason: "换电池" };
  expect(callsOf(after(raised(), shelved))).toEqual([undefined]);
});

it("says which a drill is, by hand and by the test button", () => {
  const clock = { wall: () => 1000, trust: () => "synced" as const };
  const [byHand] = after(drillEvent(smoke, undefined, clock)).alerts;
  expect(byHand).toMatchObject({ what: { zh: "演练：烟雾报警", en: "Drill: Smoke" }, advice: { zh: "先敲门。" } });
  const [byButton] = after(raised({ drill: true })).alerts;
  expect(byButton).toMatchObject({ what: { zh: "演练：烟雾报警" }, isDrill: true, isLive: false });
});

it("shows what is real before a drill that is graver", () => {
  const drill = raised({ drill: true, alert: "d" as AlertId });
  const real = raised({ alert: "r" as AlertId, rule: "battery" as RuleId, severity: 4, at: 1500 });
  expect(after(drill, real).alerts.map(({ alert }) => alert)).toEqual(["r", "d"]);
});

it("does not say of who reports by patrol that they confirmed an alarm", () => {
  const alert = "p" as AlertId;
  const patrol = raised({ alert, rule: patrolRule("p"), value: "2号楼门口", severity: 3 });
  const noted = { ...acknowledged(alert), id: "n" as EventId, kind: "noted" as const, text: "飞线充电" };
  const { past } = after(patrol, noted, acknowledged(alert), { ...patrol, kind: "cleared" });
  expect(past).toMatchObject([{ isPatrol: true, place: "2号楼门口", story: [{ kind: "noted", text: "飞线充电" }] }]);
});
