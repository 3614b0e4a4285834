/** The micro-platform where there is no network: opened, shown as old, filled in, sent later; and on a phone of some years ago. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { until } from "../kit/until.ts";
import { ask, dispatched, phone, photo, type Street, screen, storyOf, street } from "./street.ts";

const shots = process.env.MICRO_SHOTS;

async function shot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Until the phone could do without the hub: the shell is its own, and this ticket is among what it keeps. */
async function ready(page: Page, ticket: string): Promise<void> {
  const keeps = `(async () => {
    if (navigator.serviceWorker.controller === null) return false;
    const open = indexedDB.open("lilong-outbox");
    const base = await new Promise((done, failed) => { open.onsuccess = () => done(open.result); open.onerror = failed; });
    const ask = base.transaction("known").objectStore("known").get("last");
    const known = await new Promise((done, failed) => { ask.onsuccess = () => done(ask.result); ask.onerror = failed; });
    base.close();
    return known?.state.queries.some(({ queryKey }) => queryKey[0] === "ticket" && queryKey[1] === "${ticket}") ?? false;
  })()`;
  await until("the phone is ready for no network", () => page.evaluate<boolean>(keeps));
}

async function area(there: Street): Promise<Page> {
  const page = await phone(there, "wang");
  await page.goto(`${there.url}/m`);
  await page.getByRole("link", { name: /井盖移位/ }).waitFor();
  return page;
}

it("opens without a network with what it knew last, marked as old, and keeps a form with its photo through a reload", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  await ask(there, "wang", "POST", "/api/tickets/ticket-1/moves", { move: "accept" });
  const page = await area(there);
  await ready(page, "ticket-1");
  await page.context().setOffline(true);
  // The browser's switch does not reach a worker that tabs share: without one the page has a line of its own, which it cuts.
  await page.addInitScript("delete window.SharedWorker");
  // The bare address, as somebody kept it.
  await page.goto(there.url);
  await page.getByText(/^没有网络。下面是 \d\d:\d\d 的情况/).waitFor();
  await shot(page, "old-area-zh");
  await page.getByRole("link", { name: /井盖移位/ }).click();
  const form = page.getByRole("form", { name: "交处置结果" });
  await form.getByLabel("现场情况和处理结果").fill("井盖已盖回");
  await form.getByLabel("拍照或选照片").setInputFiles(photo);
  await form.getByAltText("第 1 张照片").waitFor();
  await form.getByRole("button", { name: "带上我的位置" }).click();
  await form.getByText("已带上位置").waitFor();
  await page.reload();
  await form.getByAltText("第 1 张照片").waitFor();
  await form.getByText("已带上位置").waitFor();
  expect(await form.getByLabel("现场情况和处理结果").inputValue()).toBe("井盖已盖回");
  await shot(page, "kept-form-zh");
  await form.getByRole("button", { name: "交处置结果" }).click();
  await page.getByRole("link", { name: "等待发送 1 条" }).click();
  await page.getByText("没有网络。1 条存在这部手机里").waitFor();
  await shot(page, "outbox-offline-zh");
  // Taken back it is a form again, with its photo; and handed in once more.
  await page.getByRole("button", { name: "收回，改一改" }).click();
  await form.getByAltText("第 1 张照片").waitFor();
  await form.getByRole("button", { name: "交处置结果" }).click();
  await page.goto(`${there.url}/m/outbox`);
  await page.getByText("没有网络。1 条存在这部手机里").waitFor();
  await page.context().setOffline(false);
  await page.getByText("都送到了").waitFor({ timeout: 20_000 });
  const { state, story } = await storyOf(there, "ticket-1");
  expect(state).toBe("submitted");
  expect(story.at(-1)).toMatchObject({ move: "submit", reason: "井盖已盖回", position: { lon: 121.52 } });
  expect(story.at(-1)?.attachments).toHaveLength(1);
}, 60_000);

it("leaves nothing to read on a phone whose owner has signed out, and says why what is written waits", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  const page = await area(there);
  await ready(page, "ticket-1");
  await page.goto(`${there.url}/m/tickets/ticket-1`);
  await page.getByRole("button", { name: "接单" }).waitFor();
  // What the page asks for by itself is held until the button is pressed, or it would know of the sign-out first.
  await page.route("**/api/**", (route) => (route.request().method() === "GET" ? undefined : route.continue()));
  await page.context().clearCookies();
  await page.getByRole("button", { name: "接单" }).click();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "登录" }).waitFor({ timeout: 20_000 });
  await page.context().setOffline(true);
  await page.goto(`${there.url}/m`);
  await page.getByText("连不上").waitFor({ timeout: 20_000 });
  expect(await page.getByText("井盖移位").count()).toBe(0);
}, 60_000);

it("pulled down from its top it asks the hub again", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  const page = await area(there);
  const touch = await page.context().newCDPSession(page);
  const at = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x: 180, y }] });
  await at("touchStart", 200);
  for (const y of [260, 320, 380]) await at("touchMove", y);
  await page.getByText("松手就刷新").waitFor();
  const asked = page.waitForRequest(/\/api\/tickets\?/);
  await at("touchEnd");
  await asked;
  await page.getByText("松手就刷新").waitFor({ state: "detached" });
}, 40_000);

/** What the WebView of Android 10 as it was sold (Chrome 80) does not have yet. */
const newer = `
  for (const name of ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]) delete Array.prototype[name];
  for (const name of ["at", "replaceAll"]) delete String.prototype[name];
  for (const name of ["hasOwn", "groupBy"]) delete Object[name];
  for (const name of ["any", "withResolvers"]) delete Promise[name];
  for (const name of ["timeout", "any"]) delete AbortSignal[name];
  for (const name of ["structuredClone", "WeakRef", "FinalizationRegistry", "AggregateError"]) delete window[name];
  delete Crypto.prototype.randomUUID;
  delete Element.prototype.replaceChildren;
`;

it("works with no more than a WebView of 2020 has", async () => {
  const there = await street();
  await dispatched(there, "ticket-1");
  const page = await phone(there, "wang");
  await page.addInitScript(newer);
  await page.goto(`${there.url}/m`);
  expect(await page.evaluate<string>("typeof structuredClone + typeof [].at")).toBe("undefinedundefined");
  await page.getByRole("link", { name: /井盖移位/ }).click();
  await page.getByRole("button", { name: "接单" }).click();
  await page.getByRole("button", { name: "我已到场" }).click();
  const form = page.getByRole("form", { name: "交处置结果" });
  await form.getByLabel("现场情况和处理结果").fill("井盖已盖回");
  await form.getByLabel("拍照或选照片").setInputFiles(photo);
  await form.getByAltText("第 1 张照片").waitFor();
  await form.getByRole("button", { name: "交处置结果" }).click();
  await until("the result", async () => (await storyOf(there, "ticket-1")).state === "submitted");
}, 40_000);

it("a browser that cannot run it is told so in a plain sentence", async () => {
  const there = await street();
  const page = await phone(there, "wang");
  // As if its scripts were not understood.
  await page.route("**/assets/*.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  await page.goto(there.url);
  const told = page.getByText("页面还没有打开");
  expect(await told.isVisible()).toBe(false);
  await told.waitFor({ state: "visible", timeout: 20_000 });
}, 40_000);

it("calls who sits at a desk too, over the whole screen; the desk's ticket shows who read it and where it was handled", async () => {
  const there = await street();
  await dispatched(there, "ticket-1", 1);
  const desk = await screen(there, "lead", { locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await desk.goto(`${there.url}/tickets/ticket-1`);
  await desk.getByText("承办单位还没有人看过").waitFor();
  await ask(there, "wang", "POST", "/api/tickets/ticket-1/seen");
  await desk.getByText("王秀英").first().waitFor();
  await ask(there, "wang", "POST", "/api/tickets/ticket-1/moves", { move: "accept" });
  const position = { lon: 121.52, lat: 31.23, accuracyM: 8 };
  await ask(there, "wang", "POST", "/api/tickets/ticket-1/moves", { move: "arrive", position });
  await desk.getByText("位置：北纬 31.23000、东经 121.52000，误差约 8 米").waitFor();
  await shot(desk, "desk-ticket-zh");
  const opening = { id: "joint-1", ticket: "ticket-1", text: "3号楼门前集合", units: [], people: ["lead"] };
  await ask(there, "wang", "POST", "/api/joint-actions", opening);
  const call = desk.getByRole("alertdialog", { name: "请你协同处突" });
  await call.getByText("3号楼门前集合").waitFor();
  await desk.keyboard.press("Escape");
  await shot(desk, "desk-call-zh");
  await call.getByRole("button", { name: "收到" }).click();
  await call.waitFor({ state: "detached" });
  await until("the answer", async () => {
    const [joint] = await ask<{ people: { account: string; answer?: string }[] }[]>(
      there,
      "lead",
      "GET",
      "/api/joint-actions",
    );
    return joint?.people.some(({ account, answer }) => account === "lead" && answer === "received") === true;
  });
}, 40_000);
