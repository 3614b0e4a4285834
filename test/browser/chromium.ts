/** Debian's Chromium, headless, contacting nobody but the page under test. */
import { type Browser, chromium } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";

const quiet = [
  "no-sandbox",
  "disable-gpu",
  "disable-quic",
  "no-first-run",
  "disable-background-networking",
  "disable-component-update",
  "disable-sync",
];

let launched: Promise<Browser> | undefined;
afterAll(async () => (await launched)?.close());

/** One for all the tests of a file; each has contexts of its own, as fresh as a new browser's, and they end with it. */
export async function openBrowser(): Promise<Browser> {
  launched ??= chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: quiet.map((name) => `--${name}`),
  });
  const browser = await launched;
  onTestFinished(async () => void (await Promise.all(browser.contexts().map((context) => context.close()))));
  return browser;
}
