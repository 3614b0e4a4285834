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
    expect(page).toMatch(/<link rel="stylesheet" data-precedence="default" href="\/assets\/main-[A-Z0-9]{8}\.css" \/>/);
    expect(page).not.toMatch(/<script>|\son\w+="/);
  });

  it("evaluates no text, which the page's policy forbids", async () => {
    const files = (await readdir(join(outdir, "assets"))).filter((file) => file.endsWith(".js"));
    const texts = await Promise.all(files.map((file) => readFile(join(outdir, "assets", file), "utf8")));
    expect(files.filter((_, i) => /\bnew (globalThis\.)?Function\(/.test(texts[i] as string))).toEqual([]);
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

  it("loads each page with at most 300 KB gzip beyond what is there already, its style sheets too", async () => {
    const there = await firstLoad();
    const pages = [...(await textOf(entryOf())).matchAll(/import\("\.\/([\w.-]+\.js)"\)/g)].map(
      ([, file]) => file as string,
    );
    expect(pages.length).toBeGreaterThan(20);
    const sizes = await Promise.all(
      [...new Set(pages)].map(async (file): Promise<[string, number]> => {
        const added = [...(await closure([file]))].filter(([name]) => !there.has(name));
        return [file.replace(/-[A-Z0-9]{8}\.js$/, ""), added.reduce((sum, [, text]) => sum + gzipSync(text).length, 0)];
      }),
    );
    expect(sizes.filter(([, size]) => size > 300_000)).toEqual([]);
    // They are measured at all: the map brings a library with it.
    expect(sizes.find(([name]) => name.startsWith("map-page"))?.[1]).toBeGreaterThan(30_000);
  });

  it("has a worker that keeps the shell of the micro-platform, all of it and files that are there alone", async () => {
    const worker = await readFile(join(outdir, "m-worker.js"), "utf8");
    const kept = [...worker.matchAll(/url:"\/assets\/([\w.-]+)"/g)].map(([, file]) => file as string);
    const files = await readdir(join(outdir, "assets"));
    expect(kept.filter((file) => !files.includes(file))).toEqual([]);
    const micro = files.filter((file) => /^(micro-app|last-known)-[A-Z0-9]{8}\.js$/.test(file));
    expect(micro).toHaveLength(2);
    const needed = new Set([...(await firstLoad()).keys(), ...(await closure(micro)).keys(), "micro.css"]);
    expect([...needed].filter((file) => !kept.includes(file))).toEqual([]);
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
      "coverage.css",
      "device.css",
      "gateways.css",
      "map.css",
      "micro.css",
      "platforms.css",
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
function firstLoad(): Promise<Map<string, string>> {
  return closure([...page.matchAll(/\/assets\/([\w.-]+)/g)].map(([, file]) => file as string));
}

/** These and what they import at once, with what each says. */
async function closure(files: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const text = await textOf(file);
    found.set(file, text);
    for (const [, other] of text.matchAll(/(?:from|import)"\.\/([\w.-]+)"/g)) waiting.push(other as string);
  }
  return found;
}

const textOf = (file: string) => readFile(join(outdir, "assets", file), "utf8");

function entryOf(): string {
  return /\/assets\/(main-[A-Z0-9]{8}\.js)/.exec(page)?.[1] ?? "";
}
