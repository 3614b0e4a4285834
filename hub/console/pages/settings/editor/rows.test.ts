/** What two versions differ in, and how two people's changes of one table go together. */
import { describe, expect, test } from "vitest";
import { type Document, differences, together, withAt } from "./rows.ts";

const unit = (id: string, name: string) => ({ id, name });
const base: Document = { source: "a", otherwise: "x", units: [unit("x", "甲"), unit("y", "乙"), unit("z", "丙")] };

describe("differences", () => {
  test("are told by row, by field where a row is in both, and not of the source", () => {
    const after = {
      ...base,
      source: "b",
      otherwise: "y",
      units: [unit("x", "甲"), unit("y", "乙二"), unit("w", "丁")],
    };
    expect(differences(base, after)).toEqual([
      {
        kind: "changed",
        list: "otherwise",
        name: "",
        label: "",
        fields: [{ field: "otherwise", before: "x", after: "y" }],
      },
      { kind: "removed", list: "units", name: "z", label: "丙 z", fields: [] },
      {
        kind: "changed",
        list: "units",
        name: "y",
        label: "乙二 y",
        fields: [{ field: "name", before: "乙", after: "乙二" }],
      },
      { kind: "added", list: "units", name: "w", label: "丁 w", fields: [] },
    ]);
  });

  test("are none where only the order of fields is another", () => {
    expect(differences(base, { ...base, units: [{ name: "甲", id: "x" }, unit("y", "乙"), unit("z", "丙")] })).toEqual(
      [],
    );
  });
});

describe("two people's changes", () => {
  const theirs = {
    ...base,
    source: "theirs",
    units: [unit("x", "甲"), unit("y", "他改的"), unit("z", "丙"), unit("n", "他加的")],
  };

  test("of different rows are both kept", () => {
    const mine = { ...base, source: "mine", units: [unit("x", "我改的"), unit("y", "乙"), unit("m", "我加的")] };
    const { body, both } = together(base, mine, theirs);
    expect(both).toEqual([]);
    expect(body).toEqual({
      ...{ source: "mine", otherwise: "x" },
      units: [unit("x", "我改的"), unit("y", "他改的"), unit("n", "他加的"), unit("m", "我加的")],
    });
  });

  test("of the same row: mine stands, and it is named", () => {
    const mine = { ...base, units: [unit("x", "甲"), unit("y", "我改的"), unit("z", "丙")] };
    const { body, both } = together(base, mine, theirs);
    expect(both).toEqual(["units y"]);
    expect((body.units as Document[])[1]).toEqual(unit("y", "我改的"));
  });
});

test("one value of a document is changed, added or taken away, and nothing else", () => {
  expect(withAt(base, ["units", 1, "name"], "新")).toMatchObject({ units: [{}, { id: "y", name: "新" }, {}] });
  expect(withAt(base, ["units", 0], undefined)).toMatchObject({ units: [{ id: "y" }, { id: "z" }] });
  expect(withAt(base, ["otherwise"], undefined)).not.toHaveProperty("otherwise");
  expect(base.otherwise).toBe("x");
});
