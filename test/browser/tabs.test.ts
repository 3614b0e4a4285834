/** Many tabs and many pages of one browser on plain http, which keeps pages for the way back: each is answered, live, and hears of an alert. */
import { chromium, type Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { cookieName } from "../../hub/http/guard.ts";
import { ask, screen, street } from "./street.ts";

const tabs = 8;

/** As people's browsers are: Playwright's own flags switch off what keeps a page, and with it its line to the hub. */
async function everydayBrowser() {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    ignoreDefaultArgs: ["--disable-back-forward-cache", "--disable-features=BackForwardCache"],
  });
  onTestFinished(() => browser.close());
  return browser;
}

const report = (there: Awaited<ReturnType<typeof street>>, id: string, place: string) =>
  ask(there, "lead", "POST", "/api/tickets", {
    ...{ id, event: `event-${id}`, source: "hotline", severity: 2, place, class: "component:0103" },
    title: { zh: "井盖移位", en: "Cover displaced" },
  });

const shows = (page: Page, place: string) => page.getByText(place).first().waitFor({ timeout: 10_000 });

test("eight tabs, ten pages in one of them, and the way back", { timeout: 120_000 }, async () => {
  const there = await street();
  const first = await screen({ ...there, browser: await everydayBrowser() }, "lead", { locale: "zh-CN" });
  const context = first.context();
  expect((await context.cookies()).map(({ name }) => name)).toContain(cookieName);
  const all = [first];
  while (all.length < tabs) all.push(await context.newPage());
  await report(there, "t-1", "东昌小区 1号楼");
  for (const page of all) {
    await page.goto(`${there.url}/tickets`, { timeout: 10_000 });
    await shows(page, "东昌小区 1号楼");
  }
  await report(there, "t-2", "东昌小区 2号楼");
  for (const page of all) await shows(page, "东昌小区 2号楼");

  for (const path of ["/devices", "/alerts", "/gateways", "/statistics", "/", "/map", "/faults", "/tickets/new"]) {
    await first.goto(`${there.url}${path}`, { timeout: 10_000 });
    await first.locator("h1").first().waitFor({ timeout: 10_000 });
  }
  await report(there, "t-3", "东昌小区 3号楼");
  await first.goto(`${there.url}/tickets`, { timeout: 10_000 });
  await first.evaluate(() => Object.assign(globalThis, { kept: true }));
  await first.goto(`${there.url}/devices`, { timeout: 10_000 });
  await report(there, "t-4", "东昌小区 4号楼");
  // Playwright waits for a load that a kept page does not have; the browser itself is asked.
  const cdp = await context.newCDPSession(first);
  const inPage = async (expression: string) => (await cdp.send("Runtime.evaluate", { expression })).result.value;
  await inPage("history.back()");
  await expect.poll(() => inPage("globalThis.kept === true"), { timeout: 10_000 }).toBe(true);
  const reads = (place: string) => `document.querySelector("main").innerText.includes("${place}")`;
  await expect.poll(() => inPage(reads("东昌小区 4号楼")), { timeout: 10_000 }).toBe(true);
  await report(there, "t-5", "东昌小区 5号楼");
  await expect.poll(() => inPage(reads("东昌小区 5号楼")), { timeout: 10_000 }).toBe(true);
  for (const page of all.slice(1)) await shows(page, "东昌小区 5号楼");
});
