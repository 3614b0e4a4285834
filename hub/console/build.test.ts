import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildConsole } from "./build.ts";

let outdir: string;
let page: string;

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), "lilong-console-"));
  await buildConsole(outdir, { minify: true });
  page = await readFile(join(outdir, "index.html"), "utf8");
}, 60_000);

afterAll(() => rm(outdir, { recursive: true, force: true }));

describe("the bundle", () => {
  it("is named by a page that has no inline script", () => {
    expect(page).toMatch(/<script type="module" src="\/assets\/main-[A-Z0-9]{8}\.js"><\/script>/);
    expect(page).toMatch(/<link rel="stylesheet" href="\/assets\/main-[A-Z0-9]{8}\.css" \/>/);
    expect(page).not.toMatch(/<script>|\son\w+="/);
  });

  it("has every file the page names", async () => {
    const named = [...page.matchAll(/\/assets\/([\w.-]+)/g)].map(([, file]) => file as string);
    const there = await readdir(join(outdir, "assets"));
    expect(named.filter((file) => !there.includes(file))).toEqual([]);
  });

  it("loads the overview with at most 500 KB gzip, all that its files import with them", async () => {
    const sizes = [...(await firstLoad())].map(([, text]) => gzipSync(text).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(500_000);
  });

  it("loads charts and maps with the pages that show them, never at first", async () => {
    const texts = [...(await firstLoad()).values()].join("\n");
    expect(texts).toContain("react");
    // What only these libraries say.
    expect(texts).not.toMatch(/leaflet-container|leaflet-pane/);
    expect(texts).not.toMatch(/zrender|ec-extension/);
    const later = (await readdir(join(outdir, "assets"))).filter((file) => file.endsWith(".js"));
    const all = await Promise.all(later.map((file) => readFile(join(outdir, "assets", file), "utf8")));
    expect(all.some((text) => text.includes("leaflet-pane"))).toBe(true);
  });

  it("leaves no style sheet behind that no page names", async () => {
    const sheets = (await readdir(join(outdir, "assets"))).filter((file) => file.endsWith(".css"));
    expect(sheets.filter((file) => !/^main-/.test(file)).sort()).toEqual([
      "connect.css",
      "device.css",
      "gateways.css",
      "map.css",
      "micro.css",
      "statistics.css",
      "wall.css",
    ]);
  });

  it("has the map's style sheet apart, with its pictures in it", async () => {
    const sheet = await readFile(join(outdir, "assets", "map.css"), "utf8");
    expect(sheet).toContain(".leaflet-pane");
    expect(sheet).not.toMatch(/url\((?!"?data:|#|"#)/);
  });
});

/** Every file that is fetched before the overview stands: what the page names, and what that imports at once. */
async function firstLoad(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting = [...page.matchAll(/\/assets\/([\w.-]+)/g)].map(([, file]) => file as string);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const text = await readFile(join(outdir, "assets", file), "utf8");
    found.set(file, text);
    for (const [, other] of text.matchAll(/(?:from|import)"\.\/([\w.-]+)"/g)) waiting.push(other as string);
  }
  return found;
}
