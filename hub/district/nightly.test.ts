/** When both sides are compared, and who does it. */
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import { claimNight, dueNight, giveBackNight } from "./nightly.ts";

const shanghai = (text: string) => Date.parse(`${text}+08:00`);

test.each([
  ["2026-11-27T02:29:59", null, null],
  ["2026-11-27T02:30:00", null, "2026-11-27"],
  ["2026-11-27T23:00:00", null, "2026-11-27"],
  ["2026-11-27T02:31:00", { day: "2026-11-27", notBefore: 0 }, null],
  ["2026-11-28T00:10:00", { day: "2026-11-27", notBefore: 0 }, null],
  ["2026-11-28T02:30:00", { day: "2026-11-27", notBefore: 0 }, "2026-11-28"],
  ["2026-11-28T03:00:00", { day: "", notBefore: shanghai("2026-11-28T03:30:00") }, null],
  ["2026-11-28T03:30:00", { day: "", notBefore: shanghai("2026-11-28T03:30:00") }, "2026-11-28"],
])("at %s after %j", (at, night, due) => {
  expect(dueNight(night, "02:30", shanghai(at))).toBe(due);
});

test("of several who ask one gets the night; one that failed comes again in an hour and is a task", async () => {
  const store = openStore(tempFolder(), 1);
  onTestFinished(() => store.close());
  const now = shanghai("2026-11-27T02:30:00");
  const asked = await Promise.all([1, 2, 3].map(() => claimNight(store, "02:30", now)));
  expect(asked).toEqual([true, false, false]);
  await giveBackNight(store, new Error("DISTRICT_UNREACHABLE: no answer."), now);
  expect(await claimNight(store, "02:30", now + 3_599_999)).toBe(false);
  expect(await claimNight(store, "02:30", now + 3_600_000)).toBe(true);
  expect(await store.read(({ tasks }) => tasks.list("open", 9))).toMatchObject([{ kind: "RECONCILE_FAILED" }]);
});
