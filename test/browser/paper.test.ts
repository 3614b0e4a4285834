/** A case on paper: what it is, where, how grave, and when with its day; whoever prints, by the button or by the browser. */
import { expect, test } from "vitest";
import { dispatched, place, screen, street } from "./street.ts";

test("a printed case says what, where and how grave, with whole dates", { timeout: 60_000 }, async () => {
  const there = await street();
  await dispatched(there, "t-1");
  const page = await screen(there, "lead", { locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await page.goto(`${there.url}/tickets/t-1`);
  await page.locator(".ticket").waitFor();
  // As Chromium prints: the event, then the paper.
  let onPaper = "";
  await page.exposeFunction("paper", (text: string) => {
    onPaper = text;
  });
  await page.evaluate(
    `addEventListener("beforeprint", () => paper(document.querySelector(".sheet")?.textContent ?? ""))`,
  );
  const pdf = await page.pdf();
  expect(pdf.length).toBeGreaterThan(1_000);
  await expect.poll(() => onPaper).toContain(place);
  expect(onPaper).toContain("井盖移位");
  expect(onPaper).toContain("橙");
  expect(onPaper).toMatch(/\d{4}年\d+月\d+日/);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
  await page.locator(".sheet").getByText("井盖移位").waitFor({ state: "visible" });
  await page.locator(".sheet").getByText(place).waitFor({ state: "visible" });
  if (process.env.LOOK) await page.screenshot({ path: process.env.LOOK, fullPage: true });
});
