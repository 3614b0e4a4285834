/** A platform is connected on the pages alone: a webhook, its mapping tried on what came, a device adopted, what was refused read again. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { copied, picture, startConsole } from "./console-rig.ts";

/** As the sender does, with what the page shows of the address and the secret. */
async function push(address: string, secret: string, body: unknown): Promise<number> {
  const headers = { "x-lilong-token": secret, "content-type": "application/json" };
  return (await fetch(address, { method: "POST", headers, body: JSON.stringify(body) })).status;
}

async function setUpWebhook(page: Page, url: string): Promise<{ address: string; secret: string }> {
  await page.goto(`${url}/platforms`);
  await page.getByText("还没有接平台").waitFor();
  await picture(page, "empty");
  await page.getByRole("button", { name: "接一个平台" }).click();
  await picture(page, "choice");
  await page.getByRole("link", { name: /通用 Webhook/ }).click();
  await page.getByLabel("名称").fill("集水井平台");
  await page.getByLabel("所属片区").fill("陆家嘴街道");
  await page.getByRole("button", { name: "生成" }).click();
  await picture(page, "form");
  await page.getByRole("button", { name: "接上" }).click();
  await page.getByText("等第一条消息").first().waitFor();
  await picture(page, "made");
  return { address: await copied(page, "推送地址"), secret: await copied(page, "口令（只显示这一次）") };
}

const mapping = '{"device": id, "product": "pit", "properties": {"liquid_level": cm}}';

test("a webhook is set up, its mapping tried on what came, a device adopted, and what was refused read again", {
  timeout: 180_000,
}, async () => {
  const { url, page, operator, failures } = await startConsole();
  const { address, secret } = await setUpWebhook(page, url);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/door\/webhook-1$/);
  expect(await push(address, "another-secret-altogether", {})).toBe(401);
  expect(await push(address, secret, { id: "p-3", cm: 42 })).toBe(200);

  await page.getByRole("link", { name: "映射" }).click();
  const editor = page.getByLabel("映射（JSONata）");
  const save = page.getByRole("button", { name: "保存映射" });
  await page.getByText("第 1 条").first().waitFor();
  await editor.fill('{"device": id, "properties": {"liquid_level" cm}}');
  await page.getByText(/映射有错 · 第 1 行第 \d+ 个字/).waitFor();
  expect(await save.isDisabled()).toBe(true);
  await picture(page, "mapping-wrong");
  await editor.fill('{"title": id, "product": "pit", "properties": {"liquid_level": cm}}');
  await page.getByText("这条读取失败").waitFor();
  expect(await save.isDisabled()).toBe(true);
  // A mapping that takes a field some messages lack is tried on one that has it, and saved.
  await editor.fill(mapping);
  await page.getByText("还没有型号，读数先保存，等认领").waitFor();
  await picture(page, "mapping");
  await save.click();
  await page.getByText("已保存，新消息就按它读。").waitFor();

  expect(await push(address, secret, { cm: 7 })).toBe(200);
  await page.getByRole("link", { name: "消息", exact: true }).click();
  await page.getByRole("link", { name: /^读不懂/ }).click();
  await page.getByRole("button", { name: /看全文/ }).click();
  await page.getByText('"cm": 7').waitFor();
  await page.getByText(/映射给的结果缺少 device/).waitFor();
  await picture(page, "refused");

  await page.getByRole("link", { name: "映射" }).click();
  await editor.fill('{"device": id ? id : "p-9", "product": "pit", "properties": {"liquid_level": cm}}');
  await page.getByText("p-3").first().waitFor();
  await expect.poll(() => save.isEnabled()).toBe(true);
  await save.click();
  await page.getByRole("link", { name: "去重读" }).click();
  await page.getByRole("button", { name: "重读", exact: true }).click();
  await page.getByText("2 条都重读了，没有重复。").waitFor();
  await picture(page, "replayed");

  await page.getByRole("link", { name: "设备", exact: true }).last().click();
  await adopt(page, "p-3");
  await adopt(page, "p-9");
  const devices = async () =>
    (await operator.ask("GET", "/api/devices?gateway=webhook-1")).body as { id: string; points: unknown[] }[];
  await expect.poll(async () => (await devices()).map(({ id }) => id).sort()).toEqual(["p-3", "p-9"]);
  await picture(page, "known");
  const states = async () =>
    ((await operator.ask("GET", "/api/connectors/webhook-1/messages")).body as { state: string }[]).map(
      ({ state }) => state,
    );
  await expect.poll(states).toEqual(["taken", "taken"]);
  expect(failures).toEqual([]);
});

async function adopt(page: Page, foreign: string): Promise<void> {
  await page.getByText("未认领的设备").waitFor();
  const row = page.getByRole("listitem").filter({ hasText: foreign });
  const model = row.getByRole("combobox");
  await model.click();
  await model.fill("nb-level-cm");
  await page.locator(".ant-select-item-option-active").waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => row.getByRole("checkbox").isChecked()).toBe(true);
  await row.getByLabel("名称").fill(`集水井 ${foreign}`);
  await row.getByLabel("安装位置").fill("花园坊 3 号楼 B1");
  await picture(page, `adopt-${foreign}`);
  await page.getByRole("button", { name: /^认领选中的/ }).click();
  await page.getByText(`集水井 ${foreign}`).first().waitFor();
}

test("what is changed of a busy connector is saved, paused and set going; a lost credential is replaced, a code ended", {
  timeout: 180_000,
}, async () => {
  const { url, page, operator, failures } = await startConsole("en-GB");
  const about = { place: "Lujiazui", products: [], quietAfterMs: 3_600_000, state: "on", settings: {} };
  const wish = { ...about, platform: "ctwing", title: "NB smoke", secrets: { token: "a-long-token" } };
  await operator.ask("PUT", "/api/connectors/ctwing-1", wish);
  await page.goto(`${url}/platforms/ctwing-1?tab=setup`);
  await page.getByPlaceholder("Set; leave empty to keep it").waitFor();
  const door = (await operator.ask("GET", "/api/direct")).body as { door: { port: number } };
  const address = `http://127.0.0.1:${door.door.port}/door/ctwing-1`;
  expect(await push(`${address}/a-long-token`, "", { messageType: "nothing known" })).toBe(200);
  await page.getByLabel("Name", { exact: true }).fill("NB smoke detectors");
  await page.getByRole("button", { name: "Make one" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { name: "NB smoke detectors" }).waitFor();
  await page.getByRole("link", { name: "State", exact: true }).click();
  const shown = await copied(page, "Push address");
  expect(shown.startsWith(`${address}/`)).toBe(true);
  expect(await push(shown, "", { messageType: "nothing either" })).toBe(200);
  expect(await push(`${address}/a-long-token`, "", {})).toBe(401);
  await page.getByText("1 turned away within a day").waitFor();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByText(/while it is paused/).waitFor();
  await page.getByRole("button", { name: "Pause it" }).click();
  await page.getByText("paused", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("taking messages").waitFor();

  const device = { way: "https", device: "cellar", title: "Cellar", place: "Block 3", model: "nb-level-cm" };
  await operator.ask("POST", "/api/direct/devices", device);
  // It is no box: its address among the gateways leads to its own page.
  await page.goto(`${url}/gateways`);
  await page.getByText("2 more are connectors of platforms:").waitFor();
  await page.goto(`${url}/gateways/ctwing-1`);
  await page.waitForURL(`${url}/platforms/ctwing-1`);
  await page.goto(`${url}/platforms/direct?tab=credentials`);
  await page.getByRole("button", { name: "Show Cellar" }).click();
  await page.getByRole("button", { name: /^It is lost/ }).click();
  await page.getByText("The new credential is shown this once").waitFor();
  await page.getByText("ended", { exact: true }).waitFor();
  await page.getByRole("button", { name: /^New one; the old one ends/ }).click();
  await expect.poll(() => page.getByText("valid", { exact: true }).count()).toBe(2);
  const credential = await copied(page, "The new credential is shown this once");
  const said = { headers: { authorization: `Bearer ${credential}` }, body: '[{"n":"level","u":"m","v":0.4}]' };
  expect(
    (await fetch(`http://127.0.0.1:${door.door.port}/door/direct/cellar`, { method: "POST", ...said })).status,
  ).toBe(204);
  // The page finds out by itself that the device has changed over.
  await expect.poll(() => page.getByText("ended", { exact: true }).count(), { timeout: 15_000 }).toBe(2);
  await page.getByRole("button", { name: "Shut it out" }).click();
  await page.getByRole("alert").getByRole("button", { name: "Shut it out" }).click();
  await expect.poll(() => page.getByText("ended", { exact: true }).count()).toBe(3);
  expect(await page.getByText("The new credential is shown this once").count()).toBe(0);
  await page.getByLabel("For how many devices").fill("3");
  await page.getByRole("button", { name: "Make a joining code" }).click();
  await page.getByText("0 of 3 joined").waitFor();
  await picture(page, "credentials-en");
  await page.getByRole("button", { name: /^End it/ }).click();
  await expect.poll(() => page.getByText("ended", { exact: true }).count()).toBe(4);
  expect(failures).toEqual([]);
});
