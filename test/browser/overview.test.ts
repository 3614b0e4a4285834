/** The operations room looks: an alert comes up within a second, the map shows where, and a screen on the wall needs no sign-in. */
import type { Browser, Page } from "playwright-core";
import { expect, it } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { type Operator, type PretendGateway, pretendGateway, signInTo, startRig, statusOf } from "../kit/quiet-hub.ts";
import { event, registrationOf } from "../kit/samples.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { openBrowser } from "./chromium.ts";

const id = "gw-1" as GatewayId;
const desk = { width: 1440, height: 900 };

async function room(): Promise<{ url: string; gateway: PretendGateway; operator: Operator; browser: Browser }> {
  const data = tempFolder();
  const hub = await startRig(data);
  const gateway = await pretendGateway(hub.mqtt, id);
  await gateway.say(topics.status(id), statusOf());
  await gateway.say(topics.devices(id), registrationOf(id));
  const operator = await signInTo(hub, data);
  await until(
    "the gateway's devices",
    async () => ((await operator.ask("GET", "/api/devices")).body as object[]).length === 2,
  );
  return { url: hub.http, gateway, operator, browser: await openBrowser() };
}

async function signedInPage(browser: Browser, url: string, { cookie }: Operator): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", viewport: desk });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url }]);
  return context.newPage();
}

const lift = (gateway: PretendGateway, n: number) => {
  const ids = { alert: `alert-${n}` as AlertId, ticket: `ticket-${n}` as TicketId };
  return gateway.batch("alert", n, encodeAlerts([event("raised", Date.now(), ids)]));
};

it("shows an alert within a second of the gateway's word, by severity, place and first action", async () => {
  const { url, gateway, operator, browser } = await room();
  const page = await signedInPage(browser, url, operator);
  await page.goto(url);
  await page.getByRole("heading", { name: "总览" }).waitFor();
  await page.getByText("没有未结的事，但有看不到的地方").waitFor();
  const started = performance.now();
  await lift(gateway, 0);
  await page.getByRole("main").getByText("东昌小区 东门").first().waitFor();
  const tookMs = performance.now() - started;
  expect(tookMs).toBeLessThan(1_000);
  await page.getByRole("link", { name: /^红 I 1/ }).waitFor();
  await page.getByRole("region", { name: "哪里有事" }).getByText("1 个报警，1 张工单").waitFor();
}, 60_000);

it("reads a list of alerts in one question, names the device, and asks for no device nor for a thousand rows", async () => {
  const { url, gateway, operator, browser } = await room();
  await lift(gateway, 0);
  const page = await signedInPage(browser, url, operator);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${url}/alerts`);
  await page
    .locator(".alert-row")
    .getByText(/雨水井盖|东门井盖/)
    .first()
    .waitFor();
  expect(asked.filter((one) => one.includes("/api/devices/") || one.includes("limit=1000"))).toEqual([]);
}, 60_000);

it("shows where on the map, for the mouse and for the keyboard, and asks no other host", async () => {
  const { url, gateway, operator, browser } = await room();
  const page = await signedInPage(browser, url, operator);
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) foreign.push(request.url());
  });
  await lift(gateway, 0);
  await page.goto(`${url}/map`);
  await page.locator(".map-mark.map-sev1").waitFor();
  await page
    .getByRole("list", { name: "地图上的设备" })
    .getByRole("button", { name: /东昌小区 东门/ })
    .focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "东昌小区 东门" }).waitFor();
  expect(new URL(page.url()).searchParams.get("at")).toBe("gw-1/cover-3");
  await page.getByRole("link", { name: "看工单" }).waitFor();
  await page.goto(`${url}/map?severity=4`);
  await page.getByText("没有符合条件的设备").waitFor();
  expect(foreign).toEqual([]);
}, 60_000);

it("lets the map go in the middle of a new size, and nothing fails", async () => {
  const { url, operator, browser } = await room();
  const page = await signedInPage(browser, url, operator);
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(`${url}/map`);
  await page.getByRole("list", { name: "地图上的设备" }).waitFor();
  await page.locator(".leaflet-map-pane").waitFor({ state: "attached" });
  // Leaflet takes a new size in the frame after it, and tells of that 200 ms later.
  await page.evaluate(`addEventListener("resize", () => requestAnimationFrame(() => requestAnimationFrame(() =>
    document.querySelector("nav a[href='/']").click())), { once: true })`);
  await page.setViewportSize({ width: 1300, height: 800 });
  await page.getByRole("heading", { name: "总览" }).waitFor();
  await page.evaluate("new Promise((later) => setTimeout(later, 400))");
  expect(failures).toEqual([]);
}, 60_000);

it("goes everywhere from the keyboard", async () => {
  const { url, operator, browser } = await room();
  const page = await signedInPage(browser, url, operator);
  await page.goto(url);
  await page.getByRole("heading", { name: "总览" }).waitFor();
  await page.keyboard.type("gt");
  await page.getByRole("heading", { name: "工单", exact: true }).waitFor();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "键盘操作" });
  await help.waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.locator("#search:focus").waitFor();
  await page.keyboard.type("地");
  await page.getByRole("option", { name: /地图/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "地图" }).waitFor();
}, 60_000);

it("hears a key that comes before the browser has drawn the page without the help", async () => {
  const { url, operator, browser } = await room();
  const page = await signedInPage(browser, url, operator);
  await page.goto(url);
  await page.getByRole("heading", { name: "总览" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "键盘操作" }).waitFor();
  const focused = await page.evaluate<string>(`(() => {
    document.querySelector("dialog.key-help").close();
    const pressed = new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(pressed);
    return document.activeElement.id;
  })()`);
  expect(focused).toBe("search");
}, 60_000);

it("hangs on a wall by a link, without signing in, without scrolling, and goes dark when the link is ended", async () => {
  const { url, gateway, operator, browser } = await room();
  await lift(gateway, 0);
  const made = await operator.ask("POST", "/api/walls", { name: "指挥室" });
  const { secret, wall } = made.body as { secret: string; wall: { id: string } };
  for (const viewport of [
    { width: 1920, height: 1080 },
    { width: 3840, height: 2160 },
  ]) {
    const page = await browser.newPage({ locale: "zh-CN", viewport });
    await page.goto(`${url}/wall#${secret}`);
    await page.getByText("东昌小区 东门").first().waitFor();
    expect(page.url()).toBe(`${url}/wall`);
    await page.getByText("实时").waitFor();
    const seen = await page.evaluate<{ small: string[]; scrolls: boolean; clickable: number }>(`(() => {
      const texts = [...document.querySelectorAll(".wall *")].filter((node) =>
        [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== ""));
      const root = document.documentElement;
      return {
        small: texts.filter((node) => Number.parseFloat(getComputedStyle(node).fontSize) < 28).map((node) => node.textContent),
        scrolls: root.scrollHeight > innerHeight || root.scrollWidth > innerWidth,
        clickable: document.querySelectorAll("a, button, input").length,
      };
    })()`);
    expect(seen).toEqual({ small: [], scrolls: false, clickable: 0 });
    await page.close();
  }
  const page = await browser.newPage({ locale: "zh-CN" });
  await page.goto(`${url}/wall#${secret}`);
  await page.getByText("东昌小区 东门").first().waitFor();
  await operator.ask("DELETE", `/api/walls/${wall.id}`);
  await page.reload();
  await page.getByText("这块大屏还没有开通").waitFor();
}, 90_000);
