import { expect, it } from "vitest";
import { problemOf } from "./files.ts";
import { proposedSeverity, reportOf, wrongIn } from "./report.ts";
import { fitted } from "./shrink.ts";

const now = Date.parse("2026-11-27T12:00:00+08:00");
const good = { what: " 楼道堆物 ", place: "东昌小区 3号楼", class: "local:other" };

it("needs what, where and which class, and a time that can be", () => {
  expect(wrongIn({}, now)).toEqual(["what", "place", "class"]);
  expect(wrongIn(good, now)).toEqual([]);
  expect(wrongIn({ ...good, openedAt: "2019-12-31T00:00" }, now)).toEqual(["openedAt"]);
  expect(wrongIn({ ...good, openedAt: "2027-01-01T00:00" }, now)).toEqual(["openedAt"]);
  expect(wrongIn({ ...good, openedAt: "not a time" }, now)).toEqual(["openedAt"]);
});

it("asks the hub for no more than was written", () => {
  const ids = { id: "T", event: "E" };
  expect(reportOf({ ...good, area: "", details: " " }, ids, 3)).toEqual({
    ...ids,
    source: "hotline",
    title: { zh: "楼道堆物", en: "楼道堆物" },
    place: "东昌小区 3号楼",
    severity: 3,
    class: "local:other",
  });
  expect(reportOf({ ...good, source: "patrol" }, ids, 3).source).toBe("patrol");
  expect(reportOf({ ...good, source: "sensor" }, ids, 3).source).toBe("hotline");
});

it("proposes yellow where the class knows it, else what it knows", () => {
  const row = (...severities: number[]) => ({ code: "c", limits: [{ severities }] });
  expect(proposedSeverity(row(1, 2, 3))).toBe(3);
  expect(proposedSeverity(row(1, 2))).toBe(2);
  expect(proposedSeverity(row(1))).toBe(1);
  expect(proposedSeverity(undefined)).toBe(3);
  expect(proposedSeverity({ ...row(1, 2, 3), reported: 1 })).toBe(1);
});

it("shrinks a photo to 2048 on its longer side and never makes one larger", () => {
  expect(fitted(4096, 3072)).toEqual({ width: 2048, height: 1536 });
  expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
  expect(fitted(10_000, 1)).toEqual({ width: 2048, height: 1 });
});

it("refuses what the hub would: drawings that run scripts, and what is too big", () => {
  expect(problemOf({ type: "image/svg+xml", size: 10 })).toBe("wrongKind");
  expect(problemOf({ type: "text/html", size: 10 })).toBe("wrongKind");
  expect(problemOf({ type: "application/pdf", size: 6 * 1024 * 1024 })).toBe("tooBig");
  expect(problemOf({ type: "image/webp", size: 10 })).toBeNull();
});
