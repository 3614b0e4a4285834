/** One device's page over a real hub, and over `npm start`'s real gateway: the chart as a table, and a command there and back. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { encodeBatch } from "../../core/batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { pretendGateway, signInTo, startRig, statusOf } from "../kit/quiet-hub.ts";
import { reading, registrationOf } from "../kit/samples.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";
import { openBrowser } from "./chromium.ts";

const id = "gw-1" as GatewayId;
const viewport = { width: 1440, height: 900 };
const minute = 60_000;

/** A reading every four seconds for two hours, but for twenty minutes in the middle when nobody measured. */
function twoHours(now: number) {
  const start = now - 120 * minute;
  return Array.from({ length: 1800 }, (_, n) => start + n * 4000)
    .filter((at) => at < start + 50 * minute || at > start + 70 * minute)
    .map((at, n) => reading(at, Math.round((0.4 + 0.1 * Math.sin(n / 9)) * 1000) / 1000));
}

it("shows a gap as a gap and many readings as a band, in a table for who cannot see the chart", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const gateway = await pretendGateway(hub.mqtt, id);
  await gateway.say(topics.status(id), statusOf());
  await gateway.say(topics.devices(id), registrationOf(id));
  await gateway.batch("data", 0, encodeBatch(twoHours(Date.now())));
  const { ask, cookie } = await signInTo(hub, data);
  await until("the readings", async () => {
    const { body } = await ask("GET", `/api/readings?gateway=${id}&device=pit-1&point=level&limit=1000`);
    return ((body as { readings?: unknown[] }).readings ?? []).length > 500;
  });
  const browser = await openBrowser();
  const context = await browser.newContext({ locale: "zh-CN", viewport });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: hub.http }]);
  const page = await context.newPage();
  await page.goto(`${hub.http}/devices/${id}/pit-1?span=day`);
  const chart = page.locator("figure.point-chart").first();
  await chart.getByText(/处空白没有收到数据/).waitFor();
  await chart.getByRole("img", { name: /变化图，最低 0\.3 m，最高 0\.5 m/ }).waitFor();
  await chart.getByRole("button", { name: "看表格" }).click();
  const cells = await chart.locator("tbody td").allInnerTexts();
  // Several drawn as one, with their lowest and highest, and one empty row where nothing came.
  expect(cells.filter((cell) => /^0\.\d+ m \(0\.\d+～0\.\d+\)$/.test(cell)).length).toBeGreaterThan(50);
  expect(cells.filter((cell) => cell === "—")).toHaveLength(1);
}, 40_000);

async function startAll(page: Page): Promise<string> {
  const ports = ["http", "mqtt", "door", "page", "control", "district-page"].flatMap((name) => [`--${name}-port`, "0"]);
  const running = start(process.execPath, [join(root, "start.ts"), "--data", tempFolder(), ...ports]);
  const said = await running.says("Ctrl+C stops everything", 60_000);
  const [, url = ""] = /Console\s+(\S+)/.exec(said) ?? [];
  const [, password = ""] = /operator \/ (\S+)/.exec(said) ?? [];
  const answer = await page.request.post(`${url}/api/session`, { data: { name: "operator", password } });
  expect(answer.status()).toBe(200);
  return url;
}

it("asks the real gateway: a reading now, the doctor's findings with their cures, the lines of its log", async () => {
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport });
  const url = await startAll(page);
  await page.goto(`${url}/devices/gw-dongchang/pit-1`);
  await page.getByRole("button", { name: "马上读一次" }).click();
  await page.getByText("网关刚读过，新值已送来。").waitFor();
  await page.goto(`${url}/gateways/gw-dongchang?tab=doctor`);
  await page.getByRole("button", { name: "现在体检" }).click();
  await page.getByText(/故障 \d+，注意 \d+，正常 \d+/).waitFor({ timeout: 25_000 });
  await page.goto(`${url}/gateways/gw-dongchang?tab=log`);
  await page.getByRole("button", { name: "取最近日志" }).click();
  await page
    .getByText(/\d+ 行，取 debug 及以上|还没有日志/)
    .first()
    .waitFor();
  await page.goto(`${url}/gateways/gw-dongchang?tab=commands`);
  const history = page.getByRole("region", { name: "操作记录" }).getByRole("listitem");
  await history.filter({ hasText: "取日志" }).getByText("完成").first().waitFor();
  expect(await history.count()).toBe(3);
}, 60_000);
