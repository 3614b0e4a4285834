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

  it("loads the overview with at most 300 KB gzip", async () => {
    const named = [...page.matchAll(/\/assets\/([\w.-]+)/g)].map(([, file]) => join(outdir, "assets", file as string));
    const sizes = await Promise.all(named.map(async (file) => gzipSync(await readFile(file)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });
});
