/** The sandbox district centre's page as its person meets it: a case comes, is urged and gets its result; in both languages. */
import { expect, it } from "vitest";
import type { TicketId } from "../../core/id.ts";
import { dispatchByTable } from "../../hub/tickets/dispatch/dispatch.ts";
import { openCase } from "../kit/district-samples.ts";
import { pairedHub } from "../kit/sandbox.ts";
import { until } from "../kit/until.ts";
import { openBrowser } from "./chromium.ts";

it("shows the case, asks for a sentence, and sends what the person decides", { timeout: 60_000 }, async () => {
  const { hub, sandbox } = await pairedHub();
  const id = "case-1" as TicketId;
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 360, height: 740 } });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(sandbox.page);
  await page.getByText("还没有案件。街道上报后会出现在这里。").waitFor();
  await hub.act(async (tables, changes) => {
    await openCase(tables, id, changes, hub.clock.now);
    await dispatchByTable(tables, id, changes, hub.clock.now);
  });
  await page.getByRole("heading", { name: "井盖松动 · 东昌小区 东门" }).waitFor();
  await page.getByText("已派遣").waitFor();
  await page.getByRole("button", { name: "回结果" }).click();
  expect(((await sandbox.ask("GET", `/api/cases/${id}`)) as { sendings: object[] }).sendings).toEqual([]);
  await page.getByLabel("写一句话").fill("请今天办完");
  await page.getByRole("button", { name: "催办" }).click();
  await page.getByText("催办：请今天办完 （已送达）").waitFor();
  await page.getByLabel("写一句话").fill("井盖已复位");
  await page.getByRole("button", { name: "回结果" }).click();
  await until("the case to be closed", async () => {
    const ticket = await hub.store.read(({ tickets }) => tickets.find(id));
    return ticket?.state === "closed";
  });
  await page.getByText("已结案").waitFor();
  await page.getByRole("button", { name: "中 / EN" }).click();
  await page.getByText("Result：井盖已复位 （delivered）").waitFor();
  const width = await page.evaluate("document.documentElement.scrollWidth");
  expect(width).toBeLessThanOrEqual(360);
  expect(problems).toEqual([]);
});
