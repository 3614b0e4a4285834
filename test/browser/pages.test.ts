/** Every page of the console over a real hub with a street's year in it: there in time, whole on a phone, quiet, and open to everybody. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { tempFolder } from "../kit/temp-folder.ts";
import { type HubUnderTest, startHub } from "../rig/hub.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";
import { openBrowser } from "./chromium.ts";
import { examine, type Finding, illegible, open, primaries, see, tiny, wider } from "./look-at.ts";
import { placesOf } from "./places.ts";

const desk = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };
const wall = { width: 1920, height: 1080 };
/** The aim is 2,000 ms; a busy machine gets more before it fails, and the figures are printed. */
const patienceMs = 8_000;
const artefacts = join(root, "test/browser/screenshots");
const wantsAll = process.env.LILONG_SCREENSHOTS === "1";

type Street = { hub: HubUnderTest; data: string; browser: Browser };
type Language = "zh-CN" | "en";
type Watched = { page: Page; problems: string[] };

async function openStreet(): Promise<Street> {
  const data = tempFolder();
  const size = ["--devices", "300", "--tickets", "800"];
  const seed = start(process.execPath, [join(root, "hub/seed/main.ts"), ...size, "--data", data]);
  await seed.says(/tickets 800 of 800/, 60_000);
  await until(seed.child);
  return { hub: await startHub(data), data, browser: await openBrowser() };
}

const until = (child: { exitCode: number | null; once(event: "exit", then: () => void): unknown }) =>
  new Promise<void>((done) => (child.exitCode === null ? child.once("exit", () => done()) : done()));

async function signIn({ hub, data, browser }: Street, locale: Language): Promise<BrowserContext> {
  const context = await browser.newContext({ locale, viewport: desk, reducedMotion: "reduce" });
  const password = readFileSync(join(data, "operator-password"), "utf8").trim();
  const answer = await context.request.post(`${hub.url}/api/session`, { data: { name: "operator", password } });
  expect(answer.status()).toBe(200);
  return context;
}

/** A page whose errors, words to the console and requests to other hosts are written down. */
async function watch(context: BrowserContext, url: string): Promise<Watched> {
  const page = await context.newPage();
  const problems: string[] = [];
  const where = () => new URL(page.url()).pathname;
  page.on("pageerror", (error) => problems.push(`${where()}: ${error.message}`));
  page.on("console", (said) => said.type() === "error" && problems.push(`${where()}: ${said.text()}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url))
      problems.push(`${where()} asks ${request.url()}`);
  });
  return { page, problems };
}

type Row = { path: string; heading: string; ms: number };
const line = ({ path, heading, ms }: Row) => `${String(ms).padStart(6)} ms  ${path}  ${heading}`;
const told = (at: string) => (finding: Finding) => `${at} ${finding.rule} ${finding.at}: ${finding.why}`;

/** Opened at a desk, then narrowed to a phone and darkened where it stands. */
async function walk({ page, problems }: Watched, url: string, path: string): Promise<Row> {
  await page.setViewportSize(desk);
  await page.emulateMedia({ colorScheme: "light" });
  const ms = await open(page, url + path);
  const { heading, failures } = await see(page);
  problems.push(...failures.map((text) => `${path} shows a failure: ${text}`));
  problems.push(...(await primaries(page)).map((text) => `${path} has one of several primary buttons: ${text}`));
  // The frame is the same around all: looked at once.
  const within = path === "/" ? "html" : "main";
  problems.push(...(await examine(page, { within })).map(told(path)));
  await page.emulateMedia({ colorScheme: "dark" });
  problems.push(...(await examine(page, { within, only: ["color-contrast"] })).map(told(`${path} dark`)));
  await page.setViewportSize(phone);
  problems.push(...(await wider(page)).map((what) => `${path} does not fit a phone: ${what}`));
  problems.push(...(await tiny(page)).map((what) => `${path} has a target too small for a finger: ${what}`));
  return { path, heading, ms };
}

test("a wall is legible from three metres, and nothing on it is cut off", { timeout: 120_000 }, async () => {
  const street = await openStreet();
  const { page } = await watch(await signIn(street, "en"), street.hub.url);
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    await open(page, `${street.hub.url}/wall`);
    expect(await illegible(page), `${width}×${height}`).toEqual([]);
  }
});

test("each page is there in time with something to read, fits a phone and its fingers, has one primary button, and axe finds nothing serious in it", {
  timeout: 480_000,
}, async () => {
  const street = await openStreet();
  const { url, api } = street.hub;
  const watched = await watch(await signIn(street, "zh-CN"), url);
  await open(watched.page, `${url}/no/such/page`);
  const { heading: nowhere } = await see(watched.page);
  const rows: Row[] = [];
  const inEnglish = readInEnglish(street);
  for (const path of await placesOf(api)) rows.push(await walk(watched, url, path));
  console.log(`${rows.length} pages, from the address to their content:\n${rows.map(line).join("\n")}`);
  expect([...watched.problems, ...(await inEnglish)]).toEqual([]);
  expect(rows.filter(({ heading }) => heading === nowhere)).toEqual([]);
  expect(rows.filter(({ ms }) => ms > patienceMs)).toEqual([]);
});

const byThumb = ["/", "/map", "/alerts", "/tickets", "/devices", "/inventory", "/coverage", "/settings", "/account"];

/** The main pages on an English phone. */
async function readInEnglish(street: Street): Promise<string[]> {
  const { url } = street.hub;
  const { page, problems } = await watch(await signIn(street, "en"), url);
  await page.setViewportSize(phone);
  for (const path of byThumb) {
    await open(page, url + path);
    const { heading, failures } = await see(page);
    problems.push(...failures, ...(await examine(page)).map(told(`${path} en`)));
    if (/\p{Script=Han}/u.test(heading)) problems.push(`${path} en is headed ${heading}`);
    problems.push(...(await wider(page)).map((what) => `${path} en does not fit a phone: ${what}`));
  }
  return problems;
}

if (wantsAll)
  test("keeps a picture of each page at three sizes and in both languages", { timeout: 1_800_000 }, async () => {
    const street = await openStreet();
    const { url, api } = street.hub;
    const places = await placesOf(api);
    for (const language of ["zh-CN", "en"] as const) {
      const { page } = await watch(await signIn(street, language), url);
      for (const path of places) await picture(page, url + path, language);
      const { secret } = await api.post<{ secret: string }>("/api/walls", { name: `指挥室 ${language}` });
      await picture(page, `${url}/wall#${secret}`, language);
      await page.context().close();
    }
    console.log(`pictures are in ${artefacts}`);
  });

async function picture(page: Page, address: string, language: Language): Promise<void> {
  await page.setViewportSize(desk);
  await open(page, address);
  const { pathname, search } = new URL(address);
  const name = `${pathname}${search}`.replaceAll(/[^a-zA-Z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "overview";
  for (const [size, viewport] of Object.entries({ desk, phone, wall })) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(artefacts, language, size, `${name}.png`) });
  }
}
