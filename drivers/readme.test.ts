/** Each driver's README explains every setting as the schema has it, and drivers/README.md names each driver. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TSchema } from "typebox";
import { describe, expect, it } from "vitest";
import { drivers } from "./drivers.ts";

type Part = TSchema & {
  properties?: Record<string, Part>;
  items?: Part;
  anyOf?: Part[];
  required?: string[];
  description?: string;
};

/** Every setting as a row of the table: path, whether it must be given, description. Shapes that may stand in one place are put together. */
function settingRows(schema: Part, path = ""): string[] {
  const rows = (schema.anyOf ?? [schema]).flatMap((shape) =>
    Object.entries(shape.properties ?? {}).flatMap(([name, part]) => {
      const need = shape.required?.includes(name) ? "yes" : "no";
      const own = `| \`${path}${name}\` | ${need} | ${part.description} |`;
      if (part.items !== undefined) return [own, ...settingRows(part.items, `${path}${name}[].`)];
      return part.description === undefined ? [] : [own, ...settingRows(part, `${path}${name}.`)];
    }),
  );
  return [...new Set(rows)];
}

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
