/** Each platform's README explains every setting and secret in the schema's own words, and hub/platforms/README.md names each platform. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TSchema } from "typebox";
import { describe, expect, it } from "vitest";
import { platforms } from "./platforms.ts";

type Part = TSchema & { properties?: Record<string, Part>; description?: string };

const textOf = (...path: string[]) => readFileSync(join(import.meta.dirname, ...path), "utf8").replace(/ +/g, " ");
const partsOf = (schema: TSchema) => Object.entries((schema as Part).properties ?? {});

describe.each([...platforms])("the README of %s", (name, { settings, secrets }) => {
  const text = textOf(name, "README.md");
  for (const [setting, { description }] of [...partsOf(settings), ...partsOf(secrets)])
    it(`explains ${setting}`, () => {
      expect(description?.length).toBeGreaterThan(5);
      expect(text).toMatch(new RegExp(`^\\| \`${setting}\` .*`, "m"));
      expect(text).toContain(description);
    });
  it("says how it is set up and what its quirks are", () => {
    for (const title of ["## Setting up", "## Quirks"]) expect(text).toContain(title);
  });
});

it("hub/platforms/README.md names every platform", () => {
  const text = textOf("README.md");
  for (const name of platforms.keys()) expect(text).toContain(`[README](${name}/README.md)`);
});
