/** Each platform's README explains every setting and secret as the schema has it, and what is behind it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingRows } from "../../test/kit/setting-rows.ts";
import { platforms } from "./platforms.ts";

const textOf = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), "utf8").replace(/ +/g, " ");

describe.each([...platforms])("the README of %s", (name, { settings, secrets }) => {
  const text = textOf(name, "README.md");
  it.each([...settingRows(settings), ...settingRows(secrets, ", secret")])("explains %s", (row) =>
    expect(text).toContain(row),
  );
  it("says how it is set up, and what its quirks are", () => {
    for (const title of ["## Setting up", "## Quirks"]) expect(text).toContain(title);
  });
});

it("README.md names every platform", () => {
  const text = textOf("README.md");
  for (const name of platforms.keys()) expect(text).toContain(`(${name}/README.md)`);
});
