/** A whole hub whose operator is signed in to the console in Chromium, with pictures for whoever wants to look. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Hub } from "../../hub/main.ts";
import { type Operator, signInTo, startRig } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { openBrowser } from "./chromium.ts";

/** `failures`: what the pages threw. */
export type ConsoleRig = { hub: Hub; url: string; operator: Operator; page: Page; failures: string[] };

/** Whose devices are adopted by hand; less than 500 px wide is a phone. */
export async function startConsole(locale = "zh-CN", width = 1440): Promise<ConsoleRig> {
  const data = tempFolder();
  const hub = await startRig(data, { adopt: "by-hand" });
  const operator = await signInTo(hub, data);
  const browser = await openBrowser();
  const context = await browser.newContext({ locale, viewport: { width, height: width < 500 ? 844 : 900 } });
  const [name = "", value = ""] = operator.cookie.split("=");
  await context.addCookies([{ name, value, url: hub.http }]);
  const page = await context.newPage();
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  return { hub, url: hub.http, operator, page, failures };
}

/** Where pictures go when somebody wants to look; nowhere else. */
const pictures = process.env.LILONG_PAGE_PICTURES;

export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** What the button beside `label` copies. */
export async function copied(page: Page, label: string): Promise<string> {
  return (await page.locator(".connect-line", { hasText: label }).first().locator("code").textContent()) ?? "";
}

/** An antd choice that is searched by typing. */
export async function choose(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label).click();
  await page.getByLabel(label).fill(text);
  await page.keyboard.press("Enter");
}
