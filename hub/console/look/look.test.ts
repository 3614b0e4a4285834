import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const here = join(import.meta.dirname, "..");
const files = (readdirSync(here, { recursive: true }) as string[]).filter(
  (file) => /\.(tsx?|css|html)$/.test(file) && !file.endsWith(".test.ts") && file !== "look/theme.ts",
);
const lines = files.flatMap((file) =>
  readFileSync(join(here, file), "utf8")
    .split("\n")
    .map((text, index) => ({ where: `${file}:${index + 1}`, text })),
);
const found = (pattern: RegExp) =>
  lines.filter(({ text }) => pattern.test(text)).map(({ where, text }) => `${where} ${text.trim()}`);

describe("the look", () => {
  it("takes every colour from the theme", () => {
    expect(found(/#[0-9a-f]{3,8}\b(?!.*\/\/)|\brgba?\(|\bhsla?\(/i)).toEqual([]);
  });

  it("takes every size and font from the theme", () => {
    expect(found(/\d(px|rem|pt)\b/)).toEqual([]);
    expect(found(/font-family:(?! var\()/)).toEqual([]);
  });

  it("fetches nothing from another host", () => {
    expect(found(/https?:\/\/|@import "?[^"l]|\burl\(/)).toEqual([]);
  });

  it("takes each control from its own folder: from the whole library, each page would load those of all pages", () => {
    expect(found(/from "antd"/).filter((line) => !line.includes("import type"))).toEqual([]);
  });

  it("sets no raw HTML", () => {
    expect(found(/dangerouslySetInnerHTML|innerHTML/)).toEqual([]);
  });

  it("uses only variables the theme defines", async () => {
    const { cssVariables } = await import("./theme.ts");
    const defined = new Set(Object.keys(cssVariables("light", "phone")));
    const used = lines.flatMap(({ text }) => text.match(/--l-[\w-]+/g) ?? []);
    expect([...new Set(used)].filter((name) => !defined.has(name))).toEqual([]);
  });

  it("reads well: text on its ground has a contrast of 4.5 in both modes", async () => {
    const { palettes } = await import("./theme.ts");
    const poor: string[] = [];
    for (const [mode, palette] of Object.entries(palettes)) {
      const check = (name: string, text: string, ground: string) => {
        const ratio = contrast(text, ground);
        if (ratio < 4.5) poor.push(`${mode} ${name} ${ratio.toFixed(2)}`);
      };
      for (const ground of ["paper", "surface", "raised", "sunken"] as const)
        for (const ink of ["ink", "ink2", "ink3", "primary"] as const)
          check(`${ink} on ${ground}`, palette[ink], palette[ground]);
      check("primary button", palette.onPrimary, palette.primary);
      check("supervised", palette.primary, palette.primarySoft);
      check("second review", palette.ink, palette.primarySoft);
      check("verified", palette.verified, palette.verifiedSoft);
      check("broken", palette.broken, palette.brokenSoft);
      for (const [level, tone] of Object.entries(palette.severity)) {
        check(`severity ${level}`, tone.onFill, tone.fill);
        check(`severity ${level} soft`, tone.text, tone.soft);
        check(`severity ${level} text`, tone.text, palette.surface);
      }
    }
    expect(poor).toEqual([]);
  });
});

/** WCAG 2.2, 1.4.3. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
