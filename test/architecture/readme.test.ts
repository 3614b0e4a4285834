/** The tables of the READMEs, held to the code. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AgentSettings, DeviceSettings, linkSchemas, OutputSettings } from "../../agent/settings/settings.ts";
import { faults } from "../../core/fault.ts";
import { isTest, readSources, root } from "./imports.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The rows of all tables of a README, as cells. */
function rowsOf(path: string): string[][] {
  return read(path)
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

type Field = { default?: unknown; properties?: Record<string, Field> };

/** Every setting by its path, with its default. */
function fieldsOf(prefix: string, properties: Record<string, Field>): [path: string, standard: string][] {
  return Object.entries(properties).flatMap(([name, field]): [string, string][] =>
    field.properties !== undefined && name !== "title"
      ? fieldsOf(`${prefix}${name}.`, field.properties)
      : [[`${prefix}${name}`, String(field.default ?? "")]],
  );
}

describe("the READMEs", () => {
  it("list every fault as the code has it, and no other", () => {
    const listed = rowsOf("README.md").filter(([code]) => /^`[A-Z_]+`$/.test(code ?? ""));
    const known = Object.entries(faults).map(([code, { status, retry, cure }]) => [
      `\`${code}\``,
      String(status),
      retry ? "yes" : "no",
      cure,
    ]);
    expect(listed).toEqual(known);
  });

  it("raise every fault somewhere", () => {
    const words = /^(core\/fault\.ts|hub\/console\/)/;
    const raisers = readSources().filter((source) => !isTest(source) && !words.test(source.path));
    const code = [...raisers.map(({ text }) => text), read("build.ts")].join("\n");
    expect(Object.keys(faults).filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });

  it("list every setting of the agent with its default", () => {
    const { links: _links, devices: _devices, outputs: _outputs, ...own } = AgentSettings.properties;
    const fields = [
      ...fieldsOf("", own as Record<string, Field>),
      ...Object.values(linkSchemas).flatMap(({ properties }) =>
        fieldsOf("links[].", properties as Record<string, Field>),
      ),
      ...fieldsOf("devices[].", DeviceSettings.properties as Record<string, Field>),
      ...fieldsOf("outputs[].", OutputSettings.properties as Record<string, Field>),
    ];
    const listed = rowsOf("agent/README.md").flatMap(([name = "", standard = ""]) =>
      /^`[a-z]+(\[\])?\.[a-zA-Z.]+`$/.test(name) ? [[name.slice(1, -1), standard]] : [],
    );
    expect(new Map(listed as [string, string][])).toEqual(new Map(fields));
  });

  it("show who may import whom, as the house test holds it", () => {
    const folders = rowsOf("README.md").map(([folder]) => folder);
    for (const folder of ["core", "drivers/x", "hardware/virtual", "agent", "hub", "flows", "test, bench"])
      expect(folders).toContain(folder);
  });

  it("speak of the project alone: no machine's paths, nothing outside the checkout", () => {
    const texts = [
      ...readSources().map(({ path }) => path),
      "README.md",
      "README.zh-CN.md",
      "CHANGELOG.md",
      "package.json",
      "start.ts",
      "build.ts",
      "agent/README.md",
      "hub/README.md",
      "core/README.md",
      "drivers/README.md",
      "hardware/README.md",
    ];
    const own = "test/architecture/readme.test.ts";
    expect(texts.filter((path) => path !== own && /\/work\/|\.\.\/shared|\/root\//.test(read(path)))).toEqual([]);
  });

  it("name only files that exist", () => {
    for (const path of ["README.md", "README.zh-CN.md", "agent/README.md", "core/README.md", "test/README.md"])
      for (const [, target] of read(path).matchAll(/\]\(([^)#:]+)\)/g))
        expect(() => read(join(path, "..", target as string)), `${path} → ${target}`).not.toThrow();
  });
});
