/** The pictures of the READMEs, taken anew by `npm run pictures`: `npm start` with some trouble, and a street's year. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { APIResponse, Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, test } from "vitest";
import { tempFolder } from "../kit/temp-folder.ts";
import { startHub } from "../rig/hub.ts";
import type { Api } from "../rig/operator.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";
import { openBrowser } from "./chromium.ts";
import { choose } from "./console-rig.ts";
import { open } from "./look-at.ts";
import { connectPlatforms } from "./platform-places.ts";

const wanted = process.env.LILONG_PICTURES === "1";
const languages = { zh: "zh-CN", en: "en" };
/** A README is read on slow lines too. */
const mostBytes = 150_000;
const desk = { width: 1440, height: 860 };
const phone = { width: 360, height: 740 };

const people = [
  { name: "lin", display: "林静", role: "shift-leader", areas: [], unit: null, phone: null },
  { name: "chen", display: "陈伟", role: "operator", areas: [], unit: null, phone: null },
  { name: "wang", display: "王阿姨", role: "committee", areas: ["dongchang"], unit: "dongchang", phone: null },
  { name: "zhao", display: "赵师傅", role: "technician", areas: [], unit: null, phone: null },
];

type There = { url: string; password: string; browser: Browser };

async function signedIn({ url, password, browser }: There, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
  const answer = await context.request.post(`${url}/api/session`, { data: { name: "operator", password } });
  expect(answer.status()).toBe(200);
  return context.newPage();
}

/** What moves has come to rest. */
async function picture(page: Page, file: string): Promise<void> {
  await page.waitForTimeout(1_500);
  const path = join(root, file);
  await page.screenshot({ path });
  expect(statSync(path).size, file).toBeLessThanOrEqual(mostBytes);
}

async function neighbourhood(): Promise<There> {
  const ports = ["http", "mqtt", "page", "control", "door", "district-page"].flatMap((name) => [`--${name}-port`, "0"]);
  const running = start(process.execPath, [join(root, "start.ts"), "--data", tempFolder(), ...ports]);
  const said = await running.says("Ctrl+C stops everything", 90_000);
  const [, url = ""] = /Console\s+(\S+)/.exec(said) ?? [];
  const [, password = ""] = /operator \/ (\S+)/.exec(said) ?? [];
  const [, control = ""] = /LILONG_CONTROL=(\S+)/.exec(said) ?? [];
  const trouble = async (...words: string[]) => {
    const order = start(process.execPath, [join(root, "hardware/virtual/trouble.ts"), ...words], {
      LILONG_CONTROL: control,
    });
    if (order.child.exitCode === null) await new Promise((done) => order.child.once("exit", done));
    expect(order.child.exitCode, order.output()).toBe(0);
  };
  await trouble("cover", "lift");
  await trouble("smoke", "3");
  return { url, password, browser: await openBrowser() };
}

if (wanted)
  test("the console on the first day", { timeout: 240_000 }, async () => {
    const there = await neighbourhood();
    const { request } = (await signedIn(there, {})).context();
    for (const data of people) expect((await request.post(`${there.url}/api/people`, { data })).status()).toBe(200);
    for (const [name, locale] of Object.entries(languages)) {
      const page = await signedIn(there, { locale, viewport: desk });
      await open(page, `${there.url}/`);
      await page.getByText("502").first().waitFor();
      await picture(page, `hub/console/screenshots/overview-${name}.png`);
      await open(page, `${there.url}/settings/people`);
      await picture(page, `hub/console/screenshots/people-${name}.png`);
      await open(page, `${there.url}/settings/district`);
      await picture(page, `hub/district/screenshots/card-${name}.png`);
      const small = await signedIn(there, { locale, viewport: phone });
      await small.goto(`${there.url}/m?show=all`);
      await small.locator(".m-card").first().waitFor();
      await picture(small, `hub/console/screenshots/micro-${name}.png`);
    }
  });

if (wanted)
  test("a street's year", { timeout: 240_000 }, async () => {
    const data = tempFolder();
    const size = ["--devices", "2000", "--tickets", "4000", "--data", data];
    const seed = start(process.execPath, [join(root, "hub/seed/main.ts"), ...size]);
    if (seed.child.exitCode === null) await new Promise((done) => seed.child.once("exit", done));
    const { url } = await startHub(data);
    const password = readFileSync(join(data, "operator-password"), "utf8").trim();
    const there = { url, password, browser: await openBrowser() };
    const now = new Date();
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15)).toISOString().slice(0, 7);
    for (const [name, locale] of Object.entries(languages)) {
      const page = await signedIn(there, { locale, viewport: desk });
      await open(page, `${url}/statistics?month=${month}`);
      await picture(page, `hub/console/screenshots/statistics-${name}.png`);
    }
  });

/** As whoever is signed in there. */
function apiOf({ request }: BrowserContext, url: string): Api {
  const told = async <Answer>(answer: Promise<APIResponse>): Promise<Answer> => {
    const came = await answer;
    expect(came.ok(), await came.text()).toBe(true);
    return (await came.json()) as Answer;
  };
  return {
    get: (path) => told(request.get(url + path)),
    post: (path, data) => told(request.post(url + path, { data })),
    put: (path, data) => told(request.put(url + path, { data })),
    has: async (path) => (await request.get(url + path)).ok(),
  };
}

/** The hub's own sample of what should be connected, tried and taken. */
async function takeSampleList(page: Page, url: string): Promise<void> {
  const list = await page.context().request.get(`${url}/api/coverage/sample`);
  const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  await page.goto(`${url}/coverage`);
  await page.getByLabel("选一份表格试算").setInputFiles({ name: "部件.xlsx", mimeType, buffer: await list.body() });
  await page.getByRole("button", { name: /^写入 \d+ 行/ }).click();
  await page.getByRole("row", { name: /^合计/ }).first().waitFor();
}

const device = {
  zh: { what: ["型号", "电子水尺"], name: ["设备名称", "一号井水位"], place: ["安装位置", "东昌小区 3号楼东侧"] },
  en: {
    what: ["Model", "Electronic water gauge"],
    name: ["What it is called", "Well 1"],
    place: ["Where it is", "Block 3, east side"],
  },
} as const;

/** As somebody does who has the device in their hand. */
async function fillDevice(page: Page, language: keyof typeof device): Promise<void> {
  const { what, name, place } = device[language];
  await choose(page, what[0], what[1]);
  await page.getByLabel(name[0]).fill(name[1]);
  await page.getByLabel(place[0]).fill(place[1]);
}

if (wanted)
  test("other platforms, devices that speak for themselves, and what is still to be connected", {
    timeout: 240_000,
  }, async () => {
    const there = await neighbourhood();
    const first = await signedIn(there, { locale: "zh-CN", viewport: desk });
    await connectPlatforms(apiOf(first.context(), there.url));
    await takeSampleList(first, there.url);
    for (const [name, locale] of Object.entries(languages)) {
      const page = await signedIn(there, { locale, viewport: desk });
      await open(page, `${there.url}/platforms`);
      await picture(page, `hub/platforms/screenshots/platforms-${name}.png`);
      await open(page, `${there.url}/connect`);
      await fillDevice(page, name as keyof typeof languages);
      await picture(page, `hub/platforms/screenshots/connect-${name}.png`);
      await page.setViewportSize({ width: 1280, height: 860 });
      await open(page, `${there.url}/coverage`);
      await picture(page, `hub/coverage/screenshots/coverage-${name}.png`);
    }
  });

if (!wanted)
  test("each picture that a README shows is there, and small", () => {
    const readmes = ["README.md", "README.zh-CN.md"].map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    const shown = [...readmes.matchAll(/!\[[^\]]+\]\(([^)]+\.png)\)/g)].map(([, file]) => file as string);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((file) => statSync(join(root, file)).size > mostBytes)).toEqual([]);
  });
