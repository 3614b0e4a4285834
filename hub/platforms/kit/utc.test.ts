/** Moments as platforms write them. */
import { expect, test } from "vitest";
import { utcOf } from "./utc.ts";

test.each([
  ["20260912T173041Z", "2026-09-12T17:30:41.000Z"],
  ["2026-09-12T17:30:41.632Z", "2026-09-12T17:30:41.632Z"],
  ["2026-09-13T01:30:41+08:00", "2026-09-12T17:30:41.000Z"],
  ["20260913T013041+0800", "2026-09-12T17:30:41.000Z"],
  [" 20200401T182505Z ", "2020-04-01T18:25:05.000Z"],
])("%s is a moment", (text, moment) => expect(new Date(utcOf(text) ?? 0).toISOString()).toBe(moment));

test.each(["", "20261345T173041Z", "2026-09-12 17:30:41", "1789234241632", 1, null, undefined])("%s is none", (text) =>
  expect(utcOf(text)).toBeUndefined(),
);
