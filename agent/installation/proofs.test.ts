/** A test is of what the technician presses: real smoke beside it stays real, and a test that never ends becomes real. */
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { isSensorEvent, type SensorEvent } from "../../core/alert-event.ts";
import type { DeviceId, PointId, RuleId } from "../../core/id.ts";
import type { Rule } from "../../core/rule.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { drillEvent } from "../alarms/drill.ts";
import { openInput } from "../input.ts";
import { laneSettings, openJournal } from "../journal/journal.ts";
import { openProofs } from "./proofs.ts";

const device = "smoke-301" as DeviceId;
const point = "smoke" as PointId;
const title = { zh: "烟雾", en: "smoke" };
const smoke: Rule = { id: "smoke" as RuleId, point, when: { equals: true }, severity: 1, title, latch: true };
const tamper: Rule = { ...smoke, id: "tamper" as RuleId, clearAfterMs: 5000 };
const room = { dataBytes: 4_194_304, alertBytes: 4_194_304, dataDays: 30, alertDays: 30, commitEveryMs: 0 };

async function setUp({ folder = tempFolder(), rules = [smoke] } = {}) {
  const clock = handClock();
  const journal = await openJournal(folder, laneSettings(room), () => undefined);
  const input = await openInput(folder, journal, pino({ level: "silent" }), () => undefined, clock);
  const events: SensorEvent[] = [];
  input.followEvents((event, offset) => {
    if (isSensorEvent(event) && offset === null) events.push(event);
  });
  input.configure([{ id: device, rules }]);
  const proofs = openProofs({ input, clock });
  const close = async () => {
    proofs.close();
    await input.close();
    await journal.close();
  };
  let isOpen = true;
  const closeOnce = async () => {
    if (isOpen) await close();
    isOpen = false;
  };
  onTestFinished(closeOnce);
  const told = () => events.map(({ kind, rule, drill = false }) => `${kind} ${rule} ${drill ? "drill" : "real"}`);
  const read = (value: boolean) => input.onReading(device, point, value);
  return { folder, clock, input, proofs, events, told, read, close: closeOnce, journal };
}

it("smoke in the middle of a simulated drill is real, and the drill beside it ends as a drill", async () => {
  const { clock, input, proofs, told, read } = await setUp();
  proofs.begin(device, "drill", "老张");
  await input.onDrill(drillEvent({ id: device, rules: [smoke] }, undefined, clock), 30_000);
  read(true);
  await clock.pass(30_000);
  expect(told()).toEqual(["raised drill drill", "raised smoke real", "cleared drill drill"]);
  expect(proofs.of(device)).toMatchObject({ raisedAt: expect.any(Number), clearedAt: expect.any(Number) });
});

it("what a test button raises is a drill until it has cleared, and what comes after is real", async () => {
  const { proofs, told, read } = await setUp();
  proofs.begin(device, "alarm", "老张");
  for (const value of [true, false, true]) read(value);
  expect(told()).toEqual(["raised smoke drill", "cleared smoke drill", "raised smoke real"]);
});

it("a test that raised two rules ends when both have cleared", async () => {
  const { clock, proofs, told, read } = await setUp({ rules: [smoke, tamper] });
  proofs.begin(device, "alarm", "老张");
  for (const value of [true, false]) read(value);
  await clock.pass(5000);
  read(true);
  expect(told()).toEqual([
    ...["raised smoke drill", "raised tamper drill", "cleared smoke drill", "cleared tamper drill"],
    ...["raised smoke real", "raised tamper real"],
  ]);
});

it("a test alarm that still stands when its time is over is cleared as a drill and raised as real, with a ticket of its own", async () => {
  const { clock, proofs, events, told, read, input } = await setUp();
  proofs.begin(device, "alarm", "老张");
  read(true);
  await clock.pass(180_000 - 1);
  expect(told()).toEqual(["raised smoke drill"]);
  await clock.pass(1);
  expect(told()).toEqual(["raised smoke drill", "cleared smoke drill", "raised smoke real"]);
  expect(new Set(events.map(({ ticket }) => ticket)).size).toBe(2);
  expect(input.board().alerts.map(({ raised }) => raised.drill ?? false)).toEqual([false]);
  read(false);
  expect(told().at(-1)).toBe("cleared smoke real");
});

it("a test alarm whose cause is gone and that only waits to clear is over with the test, and nothing real", async () => {
  const { clock, proofs, told, read } = await setUp({ rules: [{ ...smoke, clearAfterMs: 300_000 }] });
  proofs.begin(device, "alarm", "老张");
  for (const value of [true, false]) read(value);
  await clock.pass(180_000);
  expect(told()).toEqual(["raised smoke drill", "cleared smoke drill"]);
  await clock.pass(600_000);
  read(true);
  expect(told().at(-1)).toBe("raised smoke real");
});

it("a test alarm that a restart cut short is over, and real when the smoke is still there", async () => {
  const before = await setUp();
  before.proofs.begin(device, "alarm", "老张");
  before.read(true);
  await until("it is journaled", () => before.journal.alert.next() === 1);
  await before.close();
  const after = await setUp({ folder: before.folder });
  after.read(true);
  expect(after.told()).toEqual(["cleared smoke drill", "raised smoke real"]);
});
