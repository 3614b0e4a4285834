/** Debian's Chromium, headless, contacting nobody but the page under test. */
import { type Browser, chromium } from "playwright-core";
import { onTestFinished } from "vitest";

const quiet = [
  "no-sandbox",
  "disable-gpu",
  "disable-quic",
  "no-first-run",
  "disable-background-networking",
  "disable-component-update",
  "disable-sync",
];

export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: quiet.map((name) => `--${name}`),
  });
  onTestFinished(() => browser.close());
  return browser;
}
