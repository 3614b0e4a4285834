/** The desk in Chromium: many alerts at once, setting aside and undo, the board, two reviewers, a page that was overtaken, hostile text. */
import { expect, it } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { Device } from "../../core/device.ts";
import type { AlertId, DeviceId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { cookieName } from "../../hub/http/guard.ts";
import type { TicketStory } from "../../hub/http/views.ts";
import { epochs, type QuietHub, statusOf } from "../kit/quiet-hub.ts";
import { devices, event, registrationOf } from "../kit/samples.ts";
import { openBrowser } from "./chromium.ts";
import { enter, openConsole } from "./quiet-console.ts";

const gateway = "gw-1" as GatewayId;
/** What a device, a flow or a person could try; where it ran, the page would say so. */
const hostile = `<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>{{7*7}}"'`;
/** What turns the reading direction around comes from a device alone: people's is refused. */
const turned = `${hostile}\u202e`;
const smoke = "CJ/T 214:0113" as NonNullable<Device["class"]>;

/** Covers in a row, each lifted; `more` changes the registration of all. */
async function liftCovers({ take, clock }: QuietHub, count: number, more: Partial<Device> = {}): Promise<void> {
  const [, cover] = devices as [Device, Device];
  const covers = Array.from({ length: count }, (_, n) => ({
    ...{ ...cover, ...more, id: `cover-${n}` as DeviceId },
    place: more.place ?? `东昌小区 ${n + 1}号楼 门前`,
  }));
  await take(topics.status(gateway), statusOf());
  await take(topics.devices(gateway), registrationOf(gateway, { devices: covers }));
  const raised = covers.map(({ id }, n) => {
    const ids = { alert: `alert-${n}` as AlertId, ticket: `ticket-${n}` as TicketId };
    return event("raised", clock.now - 60_000 + n, { ...ids, device: id });
  });
  await take(topics.batch(gateway, "alert", epochs.alert, 0), encodeAlerts(raised));
}

async function move(hub: QuietHub, ticket: string, name: string, body: object): Promise<number> {
  const cookies = { [cookieName]: await enter(hub, name) };
  const answer = await hub.app.inject({ method: "POST", url: `/api/tickets/${ticket}/moves`, cookies, payload: body });
  return answer.statusCode;
}

async function read(hub: QuietHub, ticket: string): Promise<TicketStory> {
  const cookies = { [cookieName]: await enter(hub, "operator") };
  return (await hub.app.inject({ url: `/api/tickets/${ticket}`, cookies })).json();
}

it("acknowledges many from the keyboard, tells of each that failed, and takes a shelving back", {
  timeout: 60_000,
}, async () => {
  const desk = await openConsole(await openBrowser());
  await liftCovers(desk.hub, 5);
  const page = await desk.page("operator", "/alerts");
  const list = page.getByRole("list", { name: "报警" });
  await list.getByRole("listitem").nth(4).waitFor();
  await page.getByText("5 个等人确认").waitFor();

  // The first by x, two more by Shift.
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await list
    .getByRole("checkbox")
    .nth(2)
    .click({ modifiers: ["Shift"] });
  await page.getByText("已选 3 个").waitFor();
  // The line to the hub breaks for one of them: the others are done, it says which was not, and tries that again.
  const broken = "**/api/alerts/alert-1/acknowledge";
  await page.route(broken, (route) => route.abort());
  await page.keyboard.press("a");
  const failed = page.getByRole("alert").filter({ hasText: "办好 2 个，1 个没办成：" });
  await failed.getByText("东昌小区 2号楼 门前").waitFor();
  await page.unroute(broken);
  await failed.getByRole("button", { name: "没办成的再试一次" }).click();
  await page.getByText("1 个都办好了。").waitFor();
  await page.getByText("2 个等人确认").waitFor();
  await expect.poll(() => list.getByText("已确认").count()).toBe(3);

  // g a is a way to a page and acknowledges nothing.
  await page.keyboard.press("j");
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.getByText("2 个等人确认").waitFor();

  await list.getByRole("button", { name: "搁置", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "搁置报警" });
  await dialog.getByRole("button", { name: "搁置", exact: true }).click();
  await dialog.getByText("请写明原因，接班的人要看。").waitFor();
  await dialog.getByLabel("2 小时").check();
  await dialog.getByLabel("原因").fill("正在检修");
  await dialog.getByRole("button", { name: "搁置", exact: true }).click();
  const aside = page.getByRole("region", { name: /^搁置中/ });
  await aside.getByText("operator：正在检修").waitFor();
  await page.getByRole("button", { name: "撤销" }).click();
  await page.getByText("已撤销").waitFor();
  await aside.waitFor({ state: "detached" });

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "键盘操作" }).getByText("确认（选了多个就一起）").waitFor();
  expect(desk.problems).toEqual([]);
});

it("moves a card, takes a photo along, asks two people to review, and says who was faster", {
  timeout: 60_000,
}, async () => {
  const browser = await openBrowser();
  const desk = await openConsole(browser);
  const { hub } = desk;
  await liftCovers(hub, 1, { class: smoke, place: "东昌小区 3号楼 502" });
  const page = await desk.page("operator", "/tickets?view=board");
  const column = (stage: string) => page.locator(`[data-stage="${stage}"]`);
  for (const state of ["reported", "admitted", "registered"]) {
    const { state: now } = await read(hub, "ticket-0");
    const wish = {
      reported: { move: "admit" },
      admitted: { move: "register" },
      registered: { move: "dispatch", assignee: "王师傅" },
    }[now as "reported"];
    if (now === state && wish) expect(await move(hub, "ticket-0", "operator", wish)).toBe(200);
  }
  await column("handle").getByText("东昌小区 3号楼 502").waitFor();
  await column("handle").getByRole("button", { name: /^接单/ }).click();
  await page.getByRole("form", { name: "接单" }).getByRole("button", { name: "接单" }).click();
  await page.getByText("东昌小区 3号楼 502：现在是“处置中”").waitFor();

  // Dragged to where a move leads, it asks what that move needs.
  await column("handle").getByText("东昌小区 3号楼 502").dragTo(column("review"));
  const form = page.getByRole("form", { name: "处置完成" });
  await form.locator("input[type=file]").setInputFiles({ name: "现场.png", mimeType: "image/png", buffer: picture });
  await form.getByRole("button", { name: "去掉 现场.png" }).waitFor();
  await form.locator("img").waitFor();
  await form.getByLabel("现场情况和处理结果").fill("锅烧干了，已通风");
  await form.getByRole("button", { name: "处置完成" }).click();
  await column("review").getByText("东昌小区 3号楼 502").waitFor();
  const told = (await read(hub, "ticket-0")).story.find(({ move: made }) => made === "submit");
  expect(told?.attachments).toMatchObject([{ name: "现场.png", type: "image/png" }]);

  // Who handled it is neither reviewer; the first reviewer cannot be the second; a third person can.
  await page.goto(`${desk.url}/tickets/ticket-0`);
  await page.getByText("锅烧干了，已通风").first().waitFor();
  expect(await page.getByRole("form", { name: "一审通过" }).count()).toBe(0);
  const first = await desk.page("zhang", "/tickets/ticket-0");
  await first.getByRole("form", { name: "一审通过" }).getByRole("button", { name: "一审通过" }).click();
  await first.getByText("您是一审，请换一个人来结案。").waitFor();
  expect(await first.getByRole("form", { name: "结案" }).count()).toBe(0);
  const other = await desk.page("qian", "/tickets/ticket-0");
  await other.getByText("还需另一人复审，一审：zhang").waitFor();
  await other.getByRole("form", { name: "结案" }).getByLabel("结案原因").fill("现场看过，没有火");

  // Overtaken: it says by whom, and what was typed is still there.
  expect(await move(hub, "ticket-0", "operator", { move: "return", reason: "照片看不清" })).toBe(200);
  const note = other.getByRole("alert").filter({ hasText: "工单刚被别人改过" });
  await note.getByText("operator做了“退单”，现在是“处置中”。").waitFor();
  await note.getByText("现场看过，没有火").waitFor();
  expect(desk.problems).toEqual([]);
});

it("narrows the map to the class that part of a code names", { timeout: 60_000 }, async () => {
  const desk = await openConsole(await openBrowser());
  const { take } = desk.hub;
  const [level, cover] = devices as [Device, Device];
  await take(topics.status(gateway), statusOf());
  const pit = { ...level, class: "CJ/T 214:0103" as typeof smoke };
  const both = [pit, { ...cover, class: smoke, id: "smoke-1" as DeviceId, place: "东昌小区 3号楼 502" }];
  await take(topics.devices(gateway), registrationOf(gateway, { devices: both }));
  const page = await desk.page("operator", "/map");
  const choice = page.getByRole("combobox", { name: "类别（名称或代码）" });
  await page.getByRole("heading", { name: "地图" }).waitFor();
  await choice.fill("0113");
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]class=CJ%2FT\+214%3A0113/);
  await page.getByText("东昌小区 3号楼 502").first().waitFor();
  expect(await page.getByText(level.place).count()).toBe(0);
  await page.goto(`${desk.url}/map?class=no-such`);
  await page.getByText("没有符合条件的设备").first().waitFor();
  expect(desk.problems).toEqual([]);
});

it("shows what devices and people wrote as text, whatever it is", { timeout: 60_000 }, async () => {
  const desk = await openConsole(await openBrowser());
  const { hub } = desk;
  const title = { zh: turned, en: turned };
  const rules = devices[1]?.rules.map((rule) => ({ ...rule, title, advice: title })) ?? [];
  await liftCovers(hub, 1, { place: turned, title, rules });
  await hub.app.inject({
    method: "POST",
    url: "/api/alerts/alert-0/shelve",
    cookies: { [cookieName]: await enter(hub, "operator") },
    payload: { until: hub.clock.now + 600_000, reason: hostile },
  });
  expect(await move(hub, "ticket-0", "operator", { move: "urge", reason: turned })).toBe(400);
  expect(await move(hub, "ticket-0", "operator", { move: "urge", reason: hostile })).toBe(200);
  const page = await desk.page("operator", "/alerts");
  for (const path of ["/alerts", "/alerts/alert-0", "/tickets", "/tickets?view=board", "/tickets/ticket-0"]) {
    await page.goto(desk.url + path);
    await page.getByRole("main").getByText("<img src=x").first().waitFor();
    expect(await page.evaluate("[window.hurt, document.querySelectorAll('main img[src=x]').length]"), path).toEqual([
      undefined,
      0,
    ]);
  }
  expect(desk.problems).toEqual([]);
});

/** One black pixel. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);
