/** Tasks that asked for a table end with the import that answers them, and no others. */
import { beforeEach, expect, test } from "vitest";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { importTable, readBooks } from "./books.ts";
import type { Books, RulebookKind } from "./kinds.ts";

let hub: QuietHub;
/** A Saturday, 03:00 in Shanghai. */
const night = Date.parse("2026-03-07T03:00:00+08:00");
const now = Date.parse("2026-03-09T10:00:00+08:00");

beforeEach(async () => {
  hub = await quietHub();
});

const ask = (kind: string, subject: string, en = subject) =>
  hub.store.transaction(({ tasks }) => {
    const wish = { kind, subject, for: "administrator" as const, text: { zh: "请导入", en } };
    return tasks.raise(wish, night);
  });

const bring = <Kind extends RulebookKind>(kind: Kind, change: (body: Books[Kind]) => void) =>
  hub.store.transaction(async (tables) => {
    const body = structuredClone((await readBooks(tables))[kind]);
    change(body);
    await importTable(tables, { kind, body, by: "小陈" }, now);
  });

const open = async () => (await hub.store.read(({ tasks }) => tasks.list("open", 9))).map(({ subject }) => subject);

test("the calendar of a year ends what asked for that year, by whoever brought it", async () => {
  const id = await ask("CALENDAR_MISSING", "no holiday table for 2027");
  await ask("CALENDAR_MISSING", "ticket-1", "The time of this ticket failed: no holiday table for 2027.");
  await ask("CALENDAR_MISSING", "no holiday table for 2028");
  await bring("calendar", ({ years }) => {
    years["2027"] = { holidays: ["2027-01-01"], workdays: [] };
  });
  expect(await open()).toEqual(["no holiday table for 2028"]);
  expect(await hub.store.read(({ tasks }) => tasks.find(id))).toMatchObject({ doneAt: now, doneBy: "小陈" });
});

test("a table of classes ends what asked for a class of device that it knows now", async () => {
  await ask("CLASS_UNKNOWN", "CJ/T 214:0998");
  await ask("CLASS_UNKNOWN", "CJ/T 214:0999");
  await bring("classes", ({ classes }) => void classes[0]?.devices.push("CJ/T 214:0999"));
  expect(await open()).toEqual(["CJ/T 214:0998"]);
});

test("a roster ends what asked for the hour of a unit that has somebody now", async () => {
  await ask("ROSTER_HOLE", "dongchang");
  await ask("ROSTER_HOLE", "municipal");
  await bring("roster", ({ shifts }) => {
    const day = shifts.find(({ unit }) => unit === "dongchang");
    if (day !== undefined)
      shifts.push({ ...day, id: "dongchang-rest", from: "17:30", to: "08:30", days: [1, 2, 3, 4, 5, 6, 7] });
  });
  expect(await open()).toEqual(["municipal"]);
});

test("another table, or one that does not hold what is asked for, ends nothing", async () => {
  const asked = ["dongchang", "no holiday table for 2027"];
  await ask("ROSTER_HOLE", "dongchang");
  await ask("CALENDAR_MISSING", "no holiday table for 2027");
  await bring("classes", () => {});
  await bring("roster", () => {});
  await bring("calendar", () => {});
  expect((await open()).sort()).toEqual(asked);
});
