/** Coverage as an operator works it: a list with an error tried and taken, the table, its gaps, a device confirmed, in real Chromium. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { areasByHand, coverageByHand } from "../kit/coverage-by-hand.ts";
import { quietHub, statusOf } from "../kit/quiet-hub.ts";
import { devices, registrationOf } from "../kit/samples.ts";
import { speak } from "../kit/speak.ts";
import { until } from "../kit/until.ts";
import { root } from "../rig/paths.ts";
import { openBrowser } from "./chromium.ts";
import { examine, slides, tiny, wider } from "./look-at.ts";
import { enter, type Street, screen } from "./street.ts";

const gateway = "gw-1" as GatewayId;
const pit = { ...(devices[0] as Device), class: "CJ/T 214:0113" };
const twin = { ...pit, id: "pit-2" as DeviceId, title: { zh: "备用水位", en: "Spare level" } };
const shots = process.env.LILONG_COVERAGE_SHOTS;

async function street(): Promise<Street> {
  const hub = await quietHub({ consoleFolder: join(root, "dist/console"), clock: Date.now });
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway, { devices: [pit, twin] }));
  await speak(hub.store, gateway, [pit.id, twin.id], Date.now());
  const url = await hub.app.listen({ host: "127.0.0.1", port: 0 });
  await enter(hub, "li", { role: "administrator", display: "李工" });
  return { hub, url, browser: await openBrowser() };
}

const sheet = [
  "部件编码,部件类别,名称,片区,位置,楼栋,坐标系,经度/X,纬度/Y",
  "3101150113000001,CJ/T 214:0113,集水坑水位,东昌小区,东昌小区 3幢 B1水泵房,,,,",
  "3101150103000001,CJ/T 214:0103,雨水井盖,东昌小区,东昌小区 大门口,,WGS-84,121.5143,31.2335",
  "3101150103000002,CJ/T 214:0103,雨水井盖,没有的小区,某处,,,,",
].join("\r\n");

async function look(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

test("a list with an error is tried and taken, its gaps are opened, and a doubtful device is confirmed", {
  timeout: 120_000,
}, async () => {
  const there = await street();
  const page = await screen(there, "li", { locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await page.goto(`${there.url}/coverage`);
  await page.getByText("还没有应接清单").waitFor();
  const file = { name: "部件台账.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) };
  await page.getByLabel("选一份表格试算").setInputFiles(file);
  await page.getByText("片区表里没有这个编号或名称。").waitFor();
  await look(page, "tried-desk-zh");
  await page.getByRole("button", { name: "只写入对的 2 行" }).click();

  const sums = page.getByRole("table", { name: "按片区" });
  await sums.getByRole("row", { name: /^合计/ }).waitFor();
  await there.hub.coverage.settled();
  await page.reload();
  const total = sums.getByRole("row", { name: /^合计/ });
  await total.waitFor();
  expect(await total.getByRole("cell").allTextContents()).toEqual(["2", "0 0%", "2", "0", "0", "1"]);
  await look(page, "table-desk-zh");

  await total.getByRole("link").nth(1).click();
  expect(new URL(page.url()).searchParams.get("state")).toBe("gap");
  await page.getByText("可能是这 2 台里的一台，请认定").waitFor();
  const doubtful = page.getByRole("listitem", { name: "东昌小区 3幢 B1水泵房" });
  await look(page, "gaps-desk-zh");
  const candidate = doubtful.getByRole("listitem").filter({ hasText: "备用水位" });
  await candidate.getByRole("button", { name: "就是这台" }).click();
  await page.getByText("可能是这 2 台里的一台，请认定").waitFor({ state: "detached" });

  await page.goto(`${there.url}/coverage?state=connected`);
  await page.getByText("李工认定").waitFor();
  await total.waitFor();
  expect(await total.getByRole("cell").allTextContents()).toEqual(["2", "1 50%", "1", "0", "0", "0"]);
  const open = await there.hub.read(({ tasks }) => tasks.openOf("COVERAGE_GAP"));
  expect(open.map(({ text }) => text.zh)).toEqual([expect.stringContaining("应接 1 个，还有 1 个没接入")]);

  await page.goto(`${there.url}/tasks`);
  await page.getByRole("link", { name: "应接尽接" }).last().click();
  await page.getByRole("listitem", { name: "东昌小区 大门口" }).waitFor();
  expect(await examine(page, { within: "main" })).toEqual([]);
});

test("the tables show what was counted by hand, and each number leads to as many rows", {
  timeout: 120_000,
}, async () => {
  const there = await street();
  await coverageByHand(there.hub);
  const page = await screen(there, "li", { locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await page.goto(`${there.url}/coverage`);
  const byArea = page.getByRole("table", { name: "按片区" });
  await byArea.waitFor();
  const rowsShown = await byArea.locator("tbody tr").all();
  const cells = await Promise.all(
    rowsShown.map(async (row) =>
      (await row.locator("th, td").allTextContents()).map((text) => Number.parseInt(text, 10) || 0),
    ),
  );
  // Expected, connected, missing, healthy, shared.
  expect(cells.map(([, known, connected, , healthy, shared]) => [known, connected, healthy, shared])).toEqual(
    areasByHand.map(([, , ...counts]) => counts),
  );
  const total = byArea.locator("tfoot td");
  expect((await total.allTextContents()).map((text) => Number.parseInt(text, 10)).slice(0, 5)).toEqual([8, 4, 4, 2, 2]);
  for (const [nth, rows] of [
    [0, 8],
    [1, 4],
    [2, 4],
    [3, 2],
    [4, 2],
  ] as const) {
    await total.nth(nth).getByRole("link").click();
    await until(`the rows of number ${nth}`, async () => (await page.locator(".component").count()) === rows);
  }
});

const spoken = [
  { locale: "zh-CN", all: "合计", missing: "没接 1" },
  { locale: "en", all: "Total", missing: "Missing 1" },
];

test.each(spoken)(
  "it fits a phone and its fingers, and nothing slides sideways, $locale",
  {
    timeout: 60_000,
  },
  async ({ locale, all, missing }) => {
    const there = await street();
    await there.hub.act(async ({ components }) => {
      const n = await components.openList({ import: "i", name: "部件台账.xlsx", by: "li", at: 1 });
      const place = {
        area: "dongchang-xiaoqu",
        place: "东昌小区 3幢 B1水泵房",
        building: "",
        position: null,
        at: null,
      };
      const more = { name: "集水坑水位", owner: "", maintainer: "", note: "" };
      const component = { id: "3101150113000001", class: "CJ/T 214:0113", ...place, ...more };
      await components.put(n, component, "dongchang-xiaoqu", 1);
    });
    there.hub.coverage.wake();
    await there.hub.coverage.settled();
    const page = await screen(there, "li", { locale, viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto(`${there.url}/coverage`);
    await page.locator(".candidates").waitFor();
    await look(page, `phone-${locale}`);
    expect(await wider(page)).toEqual([]);
    expect(await slides(page)).toEqual([]);
    expect(await tiny(page)).toEqual([]);
    expect(await examine(page, { within: "main" })).toEqual([]);
    // A number leads to its rows, and they come into sight.
    const whole = page.getByRole("list", { name: all, exact: true });
    expect(await whole.locator(".sum-count").count()).toBe(6);
    await whole.getByRole("link", { name: missing }).click();
    expect(new URL(page.url()).searchParams.get("state")).toBe("gap");
    await expect.poll(() => page.locator(".component").first().isVisible()).toBe(true);
    await expect.poll(() => page.evaluate("scrollY")).toBeGreaterThan(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await look(page, `desk-${locale}`);
  },
);
