/** What is sent to phones runs in a WeChat of 2016: syntax of ES2015, no newer names, no style that an old browser would drop. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPage } from "./build.ts";

let script = "";
let style = "";

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "lilong-"));
  await buildPage(folder);
  script = readFileSync(join(folder, "page.js"), "utf8");
  style = readFileSync(join(folder, "page.css"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  rmSync(folder, { recursive: true });
});

/** As esbuild writes it for a target: where the two differ, something newer stood there. */
async function lowered(code: string, target: string): Promise<string> {
  return (await transform(code, { target, legalComments: "none" })).code;
}

/** What came after ES2015, and after Chrome 50; each would be an error or nothing at all there. */
const newer = [
  /\bObject\.(entries|values|fromEntries|hasOwn|getOwnPropertyDescriptors|groupBy)\b/,
  /\.(padStart|padEnd|flatMap|flat|at|findLast|replaceAll|matchAll|trimStart|trimEnd|toSorted|toReversed|replaceChildren|allSettled|finally|closest|append|prepend|remove|before|after|replaceWith|toggleAttribute|getAnimations|randomUUID)\(/,
  /\b(globalThis|structuredClone|queueMicrotask|AbortController|ResizeObserver|IntersectionObserver|URLSearchParams|BigInt|WeakRef|requestIdleCallback)\b/,
  /\bnew URL\(/,
  /\(\?<[=!a-z]/,
];
const array = /\]\.includes\(/;

describe("the script", () => {
  it("has no syntax after ES2015", async () => {
    expect((await lowered(script, "es2015")) === (await lowered(script, "esnext"))).toBe(true);
    const planted = `${script};const planted = window?.name ?? 1;`;
    expect((await lowered(planted, "es2015")) === (await lowered(planted, "esnext"))).toBe(false);
  });

  it.each([...newer, array].map((pattern) => [pattern.source, pattern] as const))("has nothing of %s", (_, pattern) => {
    expect(pattern.exec(script)?.[0]).toBeUndefined();
  });

  it("is small enough for a slow phone, and asks no other host", () => {
    expect(script.length).toBeLessThan(120_000);
    expect(script.match(/https?:\/\/(?!…|地址|host)[\w.]+/g) ?? []).toEqual([]);
  });
});

/** A browser drops what it does not know: the layout would fall apart, or a warning be lost. */
const newerStyle: readonly [what: string, pattern: RegExp][] = [
  ["gap, unknown in a flex box before Chrome 84", /(^|[;{\s])(row-|column-)?gap\s*:/],
  ["grid, unknown before Chrome 57", /(^|[;{\s])grid|display:\s*grid/],
  ["selectors of after 2016", /:(is|where|has|focus-visible|focus-within|not\([^)]*,)/],
  ["functions of after 2016", /\b(clamp|min|max|env|color-mix|oklch)\(/],
  ["at-rules of after 2016", /@(layer|container|supports|property|scope)\b/],
  ["lengths of after 2016", /\b\d+(dvh|svh|lvh|cqw)\b/],
  [
    "properties of after 2016",
    /(^|[;{\s])(inset|aspect-ratio|place-items|accent-color|margin-inline|padding-inline|scrollbar-gutter)\s*:/,
  ],
];

describe("the style", () => {
  it.each(newerStyle)("has no %s", (_, pattern) => {
    expect(pattern.exec(style)?.[0]).toBeUndefined();
  });

  it("breaks long words in old browsers too", () => {
    expect(style).toMatch(/word-wrap:\s*break-word/);
  });

  it("sizes text by what the phone is set to, but for the wall", () => {
    const sizes = [...style.matchAll(/([^{}]+)\{[^}]*font(?:-size)?:\s*[^;}]*?(\d+)px/g)].map(([, rule = ""]) =>
      rule.trim(),
    );
    expect(sizes.filter((rule) => !rule.includes(".wall"))).toEqual([]);
  });
});
