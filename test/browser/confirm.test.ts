/** A clerk whose computer got another address: the page asks for the password once, and what they did goes on. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
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
