/** Each driver's README explains every setting as the schema has it, and drivers/README.md names each driver. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingRows } from "../test/kit/setting-rows.ts";
import { drivers } from "./drivers.ts";

const textOf = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), "utf8").replace(/ +/g, " ");

describe.each([...drivers])("the README of %s", (name, driver) => {
  const text = textOf(name, "README.md");
  it.each(settingRows(driver.config))("explains %s", (row) => expect(text).toContain(row));
  it("says how to wire it, what its quirks are, and where the bytes of its tests come from", () => {
    for (const title of ["## Settings", "## Quirks", "## Tests"]) expect(text).toContain(title);
    expect(text).toMatch(/## (Wiring|Setting up)/);
  });
});

it("drivers/README.md names every driver", () => {
  const text = textOf("README.md");
  for (const name of drivers.keys()) expect(text).toContain(`[\`${name}/\`](${name}/README.md)`);
});
