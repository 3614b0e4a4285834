/** What waits for a person is on the first screen and in the count of the menu, and is answered there. */
import { expect, test } from "vitest";
import { askPeople, questionOf } from "../../hub/flows/question.ts";
import { screen, street } from "./street.ts";

test("a flow's question stands above the cases with its time left, and is answered there", {
  timeout: 60_000,
}, async () => {
  const there = await street();
  const question = { subject: "pump-1", text: "要开水泵 pump-1 吗？", minutes: 5 };
  const id = await there.hub.act((tables) => askPeople(tables, question, Date.now()));
  const page = await screen(there, "lead", { locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await page.goto(there.url);
  const waits = page.getByRole("region", { name: "等人答复" });
  await waits.getByText("要开水泵 pump-1 吗？").waitFor();
  await waits.getByText(/剩 [34] 分钟/).waitFor();
  const count = page.getByRole("link", { name: "总览" }).locator(".nav-count");
  await expect.poll(() => count.textContent()).toBe("1");
  if (process.env.LOOK) await page.screenshot({ path: process.env.LOOK });
  await waits
    .getByRole("button", { name: "同 意", exact: true })
    .or(waits.getByRole("button", { name: "同意", exact: true }))
    .click();
  await waits.waitFor({ state: "detached" });
  expect(await there.hub.read((tables) => questionOf(tables, id))).toMatchObject({ state: "yes", by: "lead" });
});

test("a case that nobody can go on with leads to where it is dealt with", { timeout: 60_000 }, async () => {
  const there = await street();
  const text = { zh: "区里说已办结，可是还在报警。请去看一下。", en: "Closed there, still in alarm." };
  const wish = { kind: "CLOSED_IN_ALARM", subject: "01JABCDEFGHJKMNPQRSTVWXYZ0", for: "operator" as const, text };
  await there.hub.act(({ tasks }) => tasks.raise(wish, Date.now()));
  const page = await screen(there, "lead", { locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await page.goto(there.url);
  const waits = page.getByRole("region", { name: "等人答复" });
  await waits.getByText(text.zh).waitFor();
  expect(await waits.getByRole("link", { name: "去处理" }).getAttribute("href")).toContain("/");
});
