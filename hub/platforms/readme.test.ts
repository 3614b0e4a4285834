/** Each platform's README explains every setting and secret as the schema has it, and what is behind it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TSchema } from "typebox";
import { describe, expect, it } from "vitest";
import { platforms } from "./platforms.ts";

type Part = TSchema & {
  properties?: Record<string, Part>;
  items?: Part;
  anyOf?: Part[];
  required?: string[];
  description?: string;
};

/** Every setting as a row of the table: path, whether it must be given, description. */
function rowsOf(schema: Part, note: string, path = ""): string[] {
  const rows = (schema.anyOf ?? [schema]).flatMap((shape) =>
    Object.entries(shape.properties ?? {}).flatMap(([name, part]) => {
      const need = shape.required?.includes(name) ? "yes" : "no";
      const own = `| \`${path}${name}\` | ${need}${note} | ${part.description} |`;
      if (part.items !== undefined) return [own, ...rowsOf(part.items, note, `${path}${name}[].`)];
      return [own, ...rowsOf(part, note, `${path}${name}.`)];
    }),
  );
  return [...new Set(rows)];
}

const textOf = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), "utf8").replace(/ +/g, " ");

describe.each([...platforms])("the README of %s", (name, { settings, secrets }) => {
  const text = textOf(name, "README.md");
  it.each([...rowsOf(settings, ""), ...rowsOf(secrets, ", secret")])("explains %s", (row) =>
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
