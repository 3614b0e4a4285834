import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { faultWords, wordsFor } from "./fault-words.ts";
import { type Language, pickLanguage } from "./pick-language.ts";
import { zhCn } from "./zh-cn.ts";

/** Every sentence by its path; functions are asked for one. */
function sentences(node: unknown, path = ""): [path: string, text: string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") return [[path, String(node(2, 3, 4, 5))]];
  return Object.entries(node as object).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
}

/** The words that stand beside what says them: each export of a `words.ts`, by its name. */
const folder = join(import.meta.dirname, "..");
const files = globSync("{pages,shell,chart,parts}/**/*words.ts", { cwd: folder });
const ofPages = (await Promise.all(files.map((file) => import(join(folder, file))))).flatMap((module, i) =>
  Object.entries(module as Record<string, Record<Language, unknown>>).map(
    ([name, words]) => [`${files[i]} ${name}`, words] as const,
  ),
);
const dictionaries = new Map<string, Record<Language, unknown>>([["console", { "zh-CN": zhCn, en }], ...ofPages]);

describe.each([...dictionaries])("the dictionaries of %s", (_of, { "zh-CN": zhCn, en }) => {
  it("have the same keys", () => {
    const paths = (node: unknown) => sentences(node).map(([path]) => path);
    expect(paths(en).sort()).toEqual(paths(zhCn).sort());
  });

  it.each([
    ["Chinese", zhCn],
    ["English", en],
  ])("have no empty or broken text in %s", (_name, dictionary) => {
    const broken = sentences(dictionary).filter(
      ([, text]) => text.trim() === "" || /undefined|NaN|\[object/.test(text),
    );
    expect(broken).toEqual([]);
  });

  it("write Chinese with full-width punctuation", () => {
    const chinese = [...sentences(zhCn), ...Object.entries(faultWords).map(([code, words]) => [code, words.cure.zh])];
    const halfWidth = chinese.filter(([, text]) =>
      /[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]/.test(text ?? ""),
    );
    expect(halfWidth).toEqual([]);
  });

  it("leave no Chinese in the English, but for the name of the other language", () => {
    const left = sentences(en).filter(([path, text]) => path !== "/language/other" && /[\u4e00-\u9fff]/.test(text));
    expect(left).toEqual([]);
  });
});

describe("the words for faults", () => {
  it("know every code, and admit when they do not", () => {
    expect(wordsFor("FIELD_SILENT")?.what.zh).toBe("设备不应答");
    expect(wordsFor("TOMORROWS_CODE")).toBeNull();
    expect(wordsFor("constructor")).toBeNull();
  });

  it("say what it is and what to do, in both languages", () => {
    for (const { what, cure } of Object.values(faultWords))
      for (const text of [what.zh, what.en, cure.zh, cure.en]) expect(text).not.toBe("");
  });
});

describe("the language", () => {
  it.each([
    ["en", ["zh-CN"], "en"],
    [null, ["en-GB", "zh-CN"], "en"],
    [null, ["zh-TW"], "zh-CN"],
    [null, ["fr-FR", "en"], "zh-CN"],
    ["xx", [], "zh-CN"],
  ] as const)("chosen %s, preferred %s: %s", (chosen, preferred, language) => {
    expect(pickLanguage(chosen, preferred)).toBe(language);
  });
});
