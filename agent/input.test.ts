import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import type { DeviceId, PointId, RuleId } from "../core/id.ts";
import { quality } from "../core/quality.ts";
import { handClock } from "../test/kit/hand-clock.ts";
import { tempFolder } from "../test/kit/temp-folder.ts";
import { until } from "../test/kit/until.ts";
import { openInput } from "./input.ts";
import { laneSettings, openJournal } from "./journal/journal.ts";
import { decodeEvent, decodeReading } from "./journal/records.ts";

const device = "pit-1" as DeviceId;
const point = "level" as PointId;
const title = { zh: "高", en: "high" };
const rule = { id: "high" as RuleId, point, when: { above: 1 }, severity: 2 as const, title, raiseAfterMs: 5000 };

it("an alert raised before the time is known lies in the journal as an estimate, with its boot and its monotonic moment", async () => {
  const folder = tempFolder();
  const room = { dataBytes: 4_194_304, alertBytes: 4_194_304, dataDays: 30, alertDays: 30, commitEveryMs: 0 };
  const journal = await openJournal(folder, laneSettings(room), () => undefined);
  onTestFinished(() => journal.close());
  const clock = handClock();
  clock.setBoot(7);
  const input = await openInput(folder, journal, pino({ level: "silent" }), () => undefined, clock);
  input.configure([{ id: device, rules: [rule] }]);
  input.onReading(device, point, 1.3);
  clock.setTrust("estimated");
  clock.step(-clock.wall());
  await clock.pass(5000);
  await until("the alert is journaled", () => journal.alert.next() === 1);
  const [event] = (await journal.alert.records(0, 1)).map(decodeEvent);
  expect(event).toMatchObject({ kind: "raised", at: 5000, quality: quality.estimated, boot: 7, mono: 5000 });
  const [reading] = (await journal.data.records(0, 1)).map(decodeReading);
  expect(reading).toMatchObject({ value: 1.3, quality: quality.good, boot: 7, mono: 0 });
  await input.close();
});
