/** The settings as two clerks meet them: one is slower than the other, and nothing of either is lost; a ledger takes a file or names its rows. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Hub } from "../../hub/main.ts";
import { type Operator, signInTo, startRig } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { openBrowser } from "./chromium.ts";

type Rig = { hub: Hub; operator: Operator; browser: Browser; failures: string[] };

async function start(): Promise<Rig> {
  const data = tempFolder();
  const hub = await startRig(data);
  return { hub, operator: await signInTo(hub, data), browser: await openBrowser(), failures: [] };
}

/** A browser of its own, with drafts of its own. */
async function clerk({ hub, operator, browser, failures }: Rig): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = operator.cookie.split("=");
  await context.addCookies([{ name, value, url: hub.http }]);
  const page = await context.newPage();
  page.on("pageerror", (error) => failures.push(error.message));
  return page;
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  const row = page.getByRole("row", { name: new RegExp(from) });
  await row.getByRole("button", { name: "改" }).click();
  await page.getByRole("dialog").getByLabel("名称").fill(to);
  await page.getByRole("button", { name: "好了" }).click();
  await page.getByRole("cell", { name: to, exact: true }).waitFor();
}

async function save(page: Page, why: string): Promise<void> {
  await page.getByLabel("这次为什么改、依据什么").fill(why);
  await page.getByRole("button", { name: "存成新的一版" }).click();
}

test("two edit one table: the second sees what the first changed, and both changes hold", {
  timeout: 90_000,
}, async () => {
  const rig = await start();
  const [first, second] = [await clerk(rig), await clerk(rig)];
  for (const page of [first, second]) {
    await page.goto(`${rig.hub.http}/settings/units`);
    await page.getByRole("button", { name: "修改" }).click();
  }
  await rename(first, "东昌居委", "东昌一居委");
  await save(first, "街道办公会");
  await first.getByText("已存为第 1 版，现在起生效").waitFor();
  await rename(second, "市政养护公司", "市政养护二公司");
  await save(second, "合同变更");
  await second.getByText(/刚存了第 1 版/).waitFor();
  // A reload loses nothing: the draft is in the browser.
  await second.reload();
  await second.getByText(/刚存了第 1 版/).waitFor();
  await second.getByText("改了 1 处").waitFor();
  await second.getByText("东昌一居委").first().waitFor();
  await second.getByRole("button", { name: "把我的改动放到新的一版上" }).click();
  await save(second, "合同变更");
  await second.getByText("已存为第 2 版，现在起生效").waitFor();
  const { body } = (await rig.operator.ask("GET", "/api/rulebook/units")).body as {
    body: { units: { name: string }[] };
  };
  const names = body.units.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["东昌一居委", "市政养护二公司"]));
  expect(rig.failures).toEqual([]);
});

test("a wrong field is named where it stands; a sheet that was exported comes back", { timeout: 90_000 }, async () => {
  const rig = await start();
  const page = await clerk(rig);
  await page.goto(`${rig.hub.http}/settings/dispatch`);
  await page.getByRole("button", { name: "看派给谁" }).click();
  await page.getByText(/按派遣表第 1 行/).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "导出 XLSX" }).click(),
  ]);
  const file = join(tempFolder(), "dispatch.xlsx");
  await download.saveAs(file);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("还没有改动。").waitFor();
  await page.getByRole("button", { name: "加一行" }).click();
  await page.getByRole("button", { name: "好了" }).click();
  await save(page, "试");
  await page.getByText("派遣表 · 5 · 单位：还没有填").waitFor();
  await page.getByRole("row", { name: /^5/ }).getByRole("button").click();
  await page.getByRole("dialog").getByText("还没有填").waitFor();
  expect(rig.failures).toEqual([]);
});

test("a ledger names the rows of a wrong file, takes the right one, and keeps what was", {
  timeout: 90_000,
}, async () => {
  const rig = await start();
  const page = await clerk(rig);
  await page.goto(`${rig.hub.http}/ledger/book/environment`);
  await page.getByText("这本台账还是空的").waitFor();
  const file = join(tempFolder(), "机房.csv");
  writeFileSync(file, "对象,类别,地点,下次检查\n机柜,机柜,机房,2026-13-40\n");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("第 2 行 下次检查").waitFor();
  await page.getByRole("button", { name: "关闭" }).click();
  writeFileSync(file, "对象,类别,地点,下次检查\n机柜,机柜,机房,2036/1/4\n");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "就这样导入" }).click();
  await page.getByRole("button", { name: "机柜" }).click();
  const entry = page.getByRole("dialog");
  await entry.getByRole("button", { name: "修改" }).click();
  await entry.getByLabel("地点").fill("二楼机房");
  await entry.getByRole("button", { name: "存", exact: true }).click();
  await entry.getByText("第 2 次").waitFor();
  const text = ((await entry.textContent()) ?? "").replaceAll(/\s+/g, " ");
  expect(text).toContain("地点 机房 → 二楼机房");
  expect(rig.failures).toEqual([]);
});
