/** A committee's day on a phone of 360 px: a ticket handled without a network, a report by patrol, and people called together. */
import { join } from "node:path";
import { imageSize } from "image-size";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { TicketId } from "../../core/id.ts";
import type { JointView, TicketStory } from "../../hub/http/views.ts";
import { until } from "../kit/until.ts";
import { ask, dispatched, phone, photo, storyOf, street } from "./street.ts";

const shots = process.env.MICRO_SHOTS;

async function shot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

async function fits(page: Page): Promise<void> {
  expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  const small = `[...document.querySelectorAll(".micro button, .micro a, .micro select, .m-call button")]
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 48 || box.width < 48)).map(([text]) => text)`;
  expect(await page.evaluate<string[]>(small)).toEqual([]);
}

it("says the same in English, at 200 % text too, and keeps to 360 px", async () => {
  const there = await street();
  await dispatched(there, "ticket-1", 1);
  const page = await phone(there, "wang", "en-GB");
  const opening = { id: "joint-1", ticket: "ticket-1", text: "Meet at building 3", units: ["municipal"], people: [] };
  await ask(there, "lead", "POST", "/api/joint-actions", opening);
  for (const [path, heading] of [
    ["/m", "My area"],
    ["/m/tickets/ticket-1", "东昌小区"],
    ["/m/patrol", "Report by patrol"],
    ["/m/joint", "Joint action"],
    ["/m/joint/joint-1", "东昌小区"],
    ["/m/outbox", "To send"],
  ] as const) {
    await page.goto(there.url + path);
    await page.getByRole("heading", { name: heading }).waitFor();
    await fits(page);
    await shot(page, `en${path.replaceAll("/", "-")}`);
    // As a WebView does whose owner needs large letters.
    const larger = `for (const name of ["text", "small", "lead", "title", "big"]) {
      const style = document.documentElement.style;
      style.setProperty("--l-" + name, 2 * parseFloat(style.getPropertyValue("--l-" + name)) + "px");
    }`;
    await page.evaluate(larger);
    await fits(page);
    await shot(page, `large${path.replaceAll("/", "-")}`);
  }
}, 40_000);

it("handles a ticket with a photo while the line is cut, and it is sent once when the line is back", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  const page = await phone(there, "wang");
  await page.goto(there.url);
  await page.getByRole("heading", { name: "我的片区" }).waitFor();
  await page.getByText("先接单，再去现场。").waitFor();
  await fits(page);
  await shot(page, "area-zh");
  await page.getByRole("link", { name: /井盖移位/ }).click();
  await until("the receipt", async () => (await storyOf(there, "ticket-1")).seenBy.length === 1);
  await page.getByRole("button", { name: "接单" }).waitFor();
  await shot(page, "ticket-zh");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "接单" }).click();
  await page.getByText("等待发送 1 条").waitFor();
  const form = page.getByRole("form", { name: "交处置结果" });
  await form.getByLabel("现场情况和处理结果").fill("井盖已盖回");
  await form.getByLabel("拍照或选照片").setInputFiles(photo);
  await form.getByRole("img").waitFor();
  await form.getByRole("button", { name: "带上我的位置" }).click();
  await form.getByText("已带上位置").waitFor();
  await fits(page);
  await shot(page, "submit-zh");
  await form.getByRole("button", { name: "交处置结果" }).click();
  await page.getByText("等待发送 2 条").waitFor();
  expect((await storyOf(there, "ticket-1")).state).toBe("dispatched");
  await page.getByRole("link", { name: "等待发送 2 条" }).click();
  await page.getByText("井盖已盖回").waitFor();
  await shot(page, "outbox-zh");
  // The first answer about the result is lost on its way: it was done, and must not be done again.
  let lost = 0;
  await page.route("**/moves", async (route) => {
    const isLost = route.request().postData()?.includes("submit") === true && lost++ === 0;
    if (!isLost) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.context().setOffline(false);
  await page.getByText("都送到了").waitFor({ timeout: 15_000 });
  expect(lost).toBeGreaterThan(1);
  const { state, story } = await storyOf(there, "ticket-1");
  expect(state).toBe("submitted");
  const lines = story.filter(({ move }) => move === "submit");
  expect(lines).toMatchObject([
    {
      reason: "井盖已盖回",
      position: { lon: 121.52, lat: 31.23, accuracyM: 8 },
      attachments: [{ type: "image/jpeg" }],
    },
  ]);
  const file = await there.hub.read(({ photos }) => photos.read(lines[0]?.attachments?.[0]?.id ?? ""));
  expect(imageSize(file?.body as Uint8Array)).toMatchObject({ width: 1600, height: 1200 });
}, 40_000);

it("keeps what was written when somebody else was faster, and says what changed", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  const page = await phone(there, "wang");
  await page.goto(`${there.url}/m/tickets/ticket-1`);
  await page.getByRole("button", { name: "退单" }).click();
  await page.context().setOffline(true);
  await page.getByRole("form", { name: "退单" }).getByLabel("为什么退").fill("不在我们小区");
  await page.getByRole("button", { name: "提交 · 退单" }).click();
  await page.getByText("等待发送 1 条").waitFor();
  await ask(there, "lead", "POST", "/api/tickets/ticket-1/moves", { move: "urge", reason: "请马上去看" });
  await page.context().setOffline(false);
  await page.getByRole("link", { name: /没有办成/ }).click({ timeout: 15_000 });
  await page.getByText("请马上去看").waitFor();
  await page.getByText("不在我们小区").waitFor();
  await shot(page, "conflict-zh");
  expect((await storyOf(there, "ticket-1")).state).toBe("dispatched");
  await page.getByRole("button", { name: "看过了，照样发" }).click();
  await page.getByText("都送到了").waitFor();
  expect((await storyOf(there, "ticket-1")).story.at(-1)).toMatchObject({ move: "return", reason: "不在我们小区" });
}, 40_000);

it("reports by patrol, after showing what is near by already", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  const page = await phone(there, "wang");
  await page.goto(`${there.url}/m/patrol`);
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.getByText("请选看到什么。").waitFor();
  await page.getByText("井盖", { exact: true }).click();
  await page.getByLabel("在哪个小区").selectOption({ label: "东昌小区" });
  await page.getByText("附近已有 1 件").waitFor();
  await page.getByLabel("具体位置").fill("5号楼 后门");
  await page.getByLabel("情况").fill("井盖翘起，有人绊过");
  await page.getByLabel("拍照或选照片").setInputFiles(photo);
  await page.getByAltText("第 1 张照片").waitFor();
  await page.getByRole("button", { name: "带上我的位置" }).click();
  await page.getByText("已带上位置").waitFor();
  await fits(page);
  await shot(page, "patrol-zh");
  await page.getByRole("button", { name: "不是同一件，照样上报" }).click();
  await page.getByText(/已送到/).waitFor();
  const tickets = await ask<TicketStory[]>(there, "lead", "GET", "/api/tickets?source=patrol");
  expect(tickets).toMatchObject([{ place: "东昌小区 5号楼 后门", severity: 2, class: { code: "component:0123" } }]);
  const { story } = await storyOf(there, tickets[0]?.id as TicketId);
  expect(story[0]).toMatchObject({
    move: "report",
    actor: "wang",
    position: { lon: 121.52 },
    reason: "井盖翘起，有人绊过",
  });
  expect(story.some(({ attachments }) => attachments?.length === 1)).toBe(true);
}, 40_000);

it("calls two people together: it fills their screens, all see who has read and answered, and the end is in the ticket", async () => {
  const there = await street();
  await dispatched(there, "ticket-1", 1);
  const [lead, wang, shen] = [await phone(there, "lead"), await phone(there, "wang"), await phone(there, "shen")];
  for (const page of [wang, shen]) await page.goto(`${there.url}/m`);
  await lead.goto(`${there.url}/m/tickets/ticket-1`);
  await lead.getByRole("link", { name: "发起协同处突" }).click();
  await lead.getByLabel("告诉大家什么").fill("3号楼门前集合，带围栏");
  await lead.getByLabel(/市政养护公司/).check();
  await lead.getByLabel("王秀英").check();
  await fits(lead);
  await shot(lead, "joint-open-zh");
  await lead.getByRole("button", { name: "马上叫人" }).click();
  for (const page of [wang, shen]) await page.getByRole("heading", { name: "请你协同处突" }).waitFor();
  await fits(wang);
  await shot(wang, "joint-call-zh");
  await lead.getByText("2 人中 2 人已读，0 人到场").waitFor();
  await wang.getByRole("button", { name: "收到" }).click();
  await shen.getByRole("button", { name: "先看详情再回" }).click();
  await shen.getByRole("button", { name: "需要支援" }).click();
  await shen.getByLabel("写一句").fill("要一台抽水泵");
  await shen.getByRole("button", { name: "发送" }).click();
  await lead.getByText("要一台抽水泵").waitFor();
  const who = lead.getByRole("listitem");
  await who.filter({ hasText: "沈师傅" }).filter({ hasText: "需要支援" }).waitFor();
  await who.filter({ hasText: "王秀英" }).filter({ hasText: "收到" }).waitFor();
  await shot(lead, "joint-zh");
  await lead.getByRole("button", { name: "结束协同处突" }).click();
  await lead.getByLabel("小结（写进工单）").fill("井盖已换，积水已抽");
  await lead.getByRole("button", { name: "结束并写进工单" }).click();
  await lead.getByText("陈值班长 已结束").waitFor();
  await shen.getByText("陈值班长 已结束").waitFor();
  const [joint] = await ask<JointView[]>(there, "lead", "GET", "/api/joint-actions?state=all");
  expect(joint?.people.map(({ account, answer }) => [account, answer])).toEqual([
    ["shen", "help"],
    ["wang", "received"],
  ]);
  const { story } = await storyOf(there, "ticket-1");
  expect(story.at(-1)).toMatchObject({ move: "note", actor: "lead", reason: "井盖已换，积水已抽" });
}, 40_000);
