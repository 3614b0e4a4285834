/** A tab that was left open and knows nothing new: what it sends is refused in words a clerk understands, nothing is half done, and it goes on from the newest. */
import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { cookieName } from "../../hub/http/guard.ts";
import type { RegistryView } from "../../hub/http/registry-views.ts";
import type { TicketStory } from "../../hub/http/views.ts";
import { epochs, quietHub, statusOf } from "../kit/quiet-hub.ts";
import { event, registrationOf } from "../kit/samples.ts";
import { root } from "../rig/paths.ts";
import { openBrowser } from "./chromium.ts";

const gateway = "gw-1" as GatewayId;

/** A hub with a device, a case and two people; `ask` is the other one, somewhere else. */
async function start() {
  const hub = await quietHub({ consoleFolder: join(root, "dist/console") });
  hub.clock.now = Date.now();
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway));
  const raised = event("raised", hub.clock.now - 60_000, { ticket: "ticket-1" as TicketId });
  await hub.take(topics.batch(gateway, "alert", epochs.alert, 0), encodeAlerts([raised]));
  await hub.app.listen({ port: 0, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${(hub.app.server.address() as AddressInfo).port}`;
  const enter = async (name: string) => {
    const tokenHash = createHash("sha256").update(`session of ${name}`).digest("hex");
    await hub.read(async ({ accounts, sessions }) => {
      await accounts.put({ name, role: "administrator", passwordHash: "", display: name });
      await sessions.put({ tokenHash, account: name, expiresAt: hub.clock.now + 3_600_000 });
    });
    return `session of ${name}`;
  };
  const other = { [cookieName]: await enter("other") };
  const ask = async <Body>(method: "GET" | "POST" | "PATCH" | "PUT", path: string, payload?: object) => {
    const answer = await hub.app.inject({ method, url: path, cookies: other, ...(payload && { payload }) });
    expect(answer.statusCode).toBe(200);
    return answer.json() as Body;
  };
  const context = await (await openBrowser()).newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: cookieName, value: await enter("operator"), url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  // The line for news is cut: this tab is not told.
  await page.route("**/api/events*", (route) => route.abort());
  return { hub, url, page, ask };
}

const refusal = (page: Page) => page.getByRole("alert").filter({ hasText: "别人刚改过" });

test("a case that somebody else ended is not moved; the page shows what it is now", { timeout: 60_000 }, async () => {
  const { url, page, ask } = await start();
  // A worker's line could not be cut from here, so the tab has one of its own.
  await page.addInitScript("delete window.SharedWorker");
  await page.goto(`${url}/tickets/ticket-1`);
  const admit = page.getByRole("button", { name: "受理" }).first();
  await admit.waitFor();
  await ask("POST", "/api/tickets/ticket-1/moves", { move: "void", reason: "误报" });
  const before = await ask<TicketStory>("GET", "/api/tickets/ticket-1");
  await admit.click();
  await page
    .getByRole("alert")
    .filter({ hasText: /other|别人刚改过/ })
    .first()
    .waitFor();
  expect((await ask<TicketStory>("GET", "/api/tickets/ticket-1")).story).toEqual(before.story);
  await admit.waitFor({ state: "detached" });
});

test("of a device's facts what was typed is kept, and put on what the other wrote", { timeout: 60_000 }, async () => {
  const { url, page, ask } = await start();
  const path = `/api/registry/devices/${gateway}/pit-1`;
  await page.goto(`${url}/devices/${gateway}/pit-1`);
  await page.getByRole("button", { name: "修改" }).first().click();
  await page.getByLabel("备注").fill("井盖已换");
  await ask("PATCH", path, { room: "B1 水泵房" });
  await page.getByRole("button", { name: "保存" }).click();
  await refusal(page).waitFor();
  expect((await ask<RegistryView>("GET", path)).facts).toEqual({ room: "B1 水泵房" });
  await page.getByRole("button", { name: "看最新的" }).click();
  await expect.poll(() => page.getByLabel("房间").inputValue()).toBe("B1 水泵房");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByLabel("备注").waitFor({ state: "detached" });
  expect((await ask<RegistryView>("GET", path)).facts).toEqual({ room: "B1 水泵房", note: "井盖已换" });
});

test("of an entry of a ledger, too", { timeout: 60_000 }, async () => {
  const { url, page, ask } = await start();
  const book = "/api/ledgers/environment";
  const { id } = await ask<{ id: string }>("POST", book, { fields: { name: "机柜", kind: "机柜", place: "机房" } });
  await page.goto(`${url}/ledger/book/environment?entry=${id}`);
  const entry = page.getByRole("dialog");
  // As in a browser that is too busy to tell of the end of a motion: nothing may stay because of that.
  await page.addStyleTag({ content: "* { transition: none !important }" });
  await entry.getByRole("button", { name: "修改" }).click();
  await entry.getByLabel("地点").fill("二楼机房");
  await ask("PATCH", `${book}/entries/${id}`, { rev: 1, fields: { name: "1号机柜", kind: "机柜", place: "机房" } });
  await entry.getByRole("button", { name: "存", exact: true }).click();
  await refusal(page).waitFor();
  await page.getByRole("button", { name: "看最新的" }).click();
  await entry.getByRole("button", { name: "存", exact: true }).click();
  await entry.getByText("第 3 次").waitFor();
  expect((await ask<{ fields: object }[]>("GET", `${book}/entries/${id}/history`))[0]?.fields).toMatchObject({
    name: "1号机柜",
    place: "二楼机房",
  });
});

test("of a person, too", { timeout: 60_000 }, async () => {
  const { url, page, ask } = await start();
  const lin = { display: "林", role: "read-only", unit: null, areas: [], phone: null };
  await ask("POST", "/api/people", { name: "lin", ...lin });
  await page.goto(`${url}/settings/people?person=lin`);
  await page.getByLabel("电话", { exact: true }).fill("13800000000");
  await ask("PUT", "/api/people/lin", { ...lin, display: "林师傅", active: true });
  await page.getByRole("button", { name: "保存" }).click();
  await refusal(page).waitFor();
  expect(await ask("GET", "/api/people/lin")).toMatchObject({ display: "林师傅", phone: null });
  await page.getByRole("button", { name: "看最新的" }).click();
  await refusal(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByLabel("电话", { exact: true }).waitFor({ state: "detached" });
  expect(await ask("GET", "/api/people/lin")).toMatchObject({ display: "林师傅", phone: "13800000000" });
});
