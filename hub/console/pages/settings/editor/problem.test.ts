/** The hub's sentences find their fields and are said in Chinese. */
import { expect, test } from "vitest";
import { inChinese, isWrong, problemAt, problemsOf, reasonOf, valueAt } from "./problem.ts";

test("each sentence has its path, those without one are of the whole table", () => {
  const detail =
    '/rows/3/unit "mars" is no unit; import the units first; /source must not have fewer than 1 characters';
  expect(problemsOf({ detail })).toEqual([
    { path: "/rows/3/unit", why: '"mars" is no unit; import the units first' },
    { path: "/source", why: "must not have fewer than 1 characters" },
  ]);
  expect(problemsOf({ detail: "the document must be object" })).toEqual([
    { path: "", why: "the document must be object" },
  ]);
});

test("a field knows what is wrong with it, its row that something is", () => {
  const problems = problemsOf({ detail: '/rows/3/unit "mars" is no unit' });
  expect(problemAt(problems, "/rows/3/unit")).toBe('"mars" is no unit');
  expect([isWrong(problems, "/rows/3"), isWrong(problems, "/rows/30"), isWrong(problems, "/rows")]).toEqual([
    true,
    false,
    true,
  ]);
});

test("it is said in Chinese where the sentence is known, and as it is where not; an empty field is empty", () => {
  expect(inChinese('"mars" is no unit; import the units first')).toBe("没有“mars”这个单位，先到“单位”里加上");
  expect(inChinese("something new")).toBe("something new");
  expect(reasonOf("must match pattern x", "", "zh-CN", "还没有填")).toBe("还没有填");
  expect(valueAt({ rows: [{ unit: "a" }] }, "/rows/0/unit")).toBe("a");
  expect(valueAt({}, "/rows/0/unit")).toBeUndefined();
});
