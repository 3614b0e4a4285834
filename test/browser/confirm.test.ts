/** A clerk whose computer got another address: the page asks for the password once, and what they did goes on. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startRig } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { openBrowser } from "./chromium.ts";

/** Signs in at 127.0.0.2, as this browser calls itself; answers the cookie. */
function signInElsewhere(url: string, body: object, agent: string): Promise<string> {
  const headers = { "content-type": "application/json", "user-agent": agent };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/session`, { method: "POST", headers, localAddress: "127.0.0.2" }, (answer) => {
      answer.resume();
      resolve(answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "");
    });
    asked.on("error", reject);
    asked.end(JSON.stringify(body));
  });
}

test("at another address what tells of walls waits for the password; given once, it is told and changed", {
  timeout: 60_000,
}, async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const password = readFileSync(join(data, "operator-password"), "utf8").trim();
  const context = await (await openBrowser()).newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  onTestFinished(() => context.close());
  const agent = await page.evaluate<string>("navigator.userAgent");
  const cookie = await signInElsewhere(hub.http, { name: "operator", password }, agent);
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: hub.http }]);
  await page.goto(`${hub.http}/walls`);
  const dialog = page.getByRole("dialog", { name: "确认是您本人" });
  await dialog.getByRole("button", { name: "确认，接着办" }).waitFor();
  await dialog.getByLabel("密码").fill("不对");
  await dialog.getByRole("button", { name: "确认，接着办" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel("密码").fill(password);
  await dialog.getByRole("button", { name: "确认，接着办" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("main form input").fill("大厅");
  await page.keyboard.press("Enter");
  await page.getByText("大厅").first().waitFor();
  expect(await dialog.count()).toBe(0);
  const walls = await page.evaluate<string>("fetch('/api/walls').then((answer) => answer.text())");
  expect(JSON.parse(walls)).toMatchObject([{ name: "大厅" }]);
});

const flowsMs = 60_000;

test("the flow editor asks for the password in a tab of the console; what waited for it is deployed then", {
  timeout: 180_000,
}, async () => {
  const data = tempFolder();
  const hub = await startRig(data, { flows: "on" });
  const password = readFileSync(join(data, "operator-password"), "utf8").trim();
  const context = await (await openBrowser()).newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const agent = await page.evaluate<string>("navigator.userAgent");
  const goElsewhere = async () => {
    const cookie = await signInElsewhere(hub.http, { name: "operator", password }, agent);
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url: hub.http }]);
  };
  const confirm = async (at: Page) => {
    const dialog = at.getByRole("dialog", { name: "确认是您本人" });
    await dialog.getByLabel("密码").fill(password);
    await dialog.getByRole("button", { name: "确认，接着办" }).click();
  };
  await goElsewhere();
  await page.goto(`${hub.http}/automation`);
  await page.getByText("正在运行").waitFor({ timeout: flowsMs });
  // Whoever opens the editor's own address is asked, and comes to it.
  await page.goto(`${hub.http}/flows/`);
  await confirm(page);
  await page.waitForURL(`${hub.http}/flows/**`);
  await page.locator(".red-ui-deploy-button, #red-ui-header-button-deploy").first().waitFor({ timeout: flowsMs });
  await page.waitForFunction(
    "window.RED?.nodes?.eachNode && !document.querySelector('#red-ui-loading-progress:not([style*=none])')",
  );

  await goElsewhere();
  const deployed = page.waitForResponse((answer) => answer.url().endsWith("/flows/flows") && answer.status() < 300);
  await page.evaluate("RED.nodes.dirty(true); RED.actions.invoke('core:deploy-flows')");
  await page.getByText("换了网络或电脑，要再输一次密码才能接着办。").waitFor();
  expect(await page.getByText("CONFIRM_REQUIRED").count()).toBe(0);
  const tab = context.waitForEvent("page");
  await page.getByRole("button", { name: "输入密码" }).click();
  await confirm(await tab);
  await deployed;
  await page.getByText("换了网络或电脑").waitFor({ state: "detached" });
});
