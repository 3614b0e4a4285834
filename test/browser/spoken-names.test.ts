/** Names that devices speak by: listed where a mapping is written, missed before a deaf device is adopted, told where one is unknown. */
import { expect, test } from "vitest";
import { copied, picture, startConsole } from "./console-rig.ts";

const secret = "a-secret-of-sixteen";
/** Another screen is looked at by whoever wants pictures of it. */
const [locale = "zh-CN", width = "1440"] = (process.env.LILONG_PAGE_SCREEN ?? "zh-CN,1440").split(",");
const shown = `${locale}-${width}`;
const say = (zh: string, en: string) => (locale === "zh-CN" ? zh : en);

test("a mapping that loses what a model alarms by is told so, in the trial and before adoption; a device's unknown name by its name", {
  timeout: 120_000,
}, async () => {
  const { url, page, operator, failures } = await startConsole(locale, Number(width));
  const wish = {
    ...{
      platform: "webhook",
      title: "烟感平台",
      place: "东昌小区",
      products: [],
      quietAfterMs: 3_600_000,
      state: "on",
    },
    ...{ settings: { proof: "header", mapping: "[]" }, secrets: { secret } },
  };
  await operator.ask("PUT", "/api/connectors/w-1", wish);
  const { door } = (await operator.ask("GET", "/api/direct")).body as { door: { port: number } };
  const push = (body: object) =>
    fetch(`http://127.0.0.1:${door.port}/door/w-1`, {
      ...{ method: "POST", body: JSON.stringify(body) },
      headers: { "x-lilong-token": secret, "content-type": "application/json" },
    });
  expect((await push({ id: "s-1", state: "1", batt: 87 })).status).toBe(200);
  const taken = async () =>
    ((await operator.ask("GET", "/api/connectors/w-1")).body as { messages: { taken: number } }).messages.taken;
  await expect.poll(taken).toBe(1);

  await page.goto(`${url}/platforms/w-1`);
  await page.getByText(say("消息收下了，还没读：映射是空的", "Messages are kept unread")).first().waitFor();
  expect(await copied(page, "curl")).toContain("X-Lilong-Token: ");
  await picture(page, `webhook-state-${shown}`);

  await page.goto(`${url}/platforms/w-1?tab=mapping`);
  const model = page.getByRole("combobox", { name: say("型号", "Model"), exact: true });
  await model.click();
  await model.fill("NB-IoT");
  await page
    .getByText(say("NB-IoT 烟感（按属性上报） nb-smoke", "NB-IoT smoke detector (named properties) nb-smoke"), {
      exact: true,
    })
    .first()
    .click();
  await page.locator("code", { hasText: /^SmokeSensorState$/ }).waitFor();
  const editor = page.getByLabel(say("映射（JSONata）", "Mapping (JSONata)"));
  await editor.fill('{"device": id, "properties": {"state": state, "battery": batt}}');
  await page
    .getByText(say("靠 烟雾 (smoke) 报警，样例里没有读到", "alarms by Smoke (smoke), and no sample told it"))
    .waitFor();
  await page.getByText("87 %").waitFor();
  await page.getByText(say("state 不是这个型号的名字", "state: no name of this model")).waitFor();
  await picture(page, `mapping-deaf-${shown}`);
  await page.getByRole("button", { name: say("保存映射", "Save the mapping") }).click();
  await page.getByText(say("已保存，新消息就按它读。", "Saved: what comes now is read by it.")).waitFor();
  await push({ id: "s-1", state: "1", batt: 86 });

  await page.goto(`${url}/platforms/w-1?tab=devices`);
  const row = page.getByRole("listitem").filter({ hasText: "s-1" });
  const choice = row.getByRole("combobox");
  await choice.click();
  await choice.fill("nb-smoke");
  await page
    .getByText(say("NB-IoT 烟感（按属性上报） nb-smoke", "NB-IoT smoke detector (named properties) nb-smoke"), {
      exact: true,
    })
    .last()
    .click();
  await page
    .getByText(say("靠 烟雾 (smoke) 报警，它的消息里没有读到", "alarms by Smoke (smoke), and none of its messages"))
    .waitFor();
  await picture(page, `adopt-deaf-${shown}`);
  await page.getByRole("button", { name: say("认领选中的 1 个", "Adopt 1 chosen") }).click();
  await page.getByText(say("已认领的设备", "Known devices")).waitFor();
  await page.goto(`${url}/platforms/w-1?tab=mapping`);
  await page.getByText("87 %").waitFor();
  expect(await page.getByText(say("还没有型号", "No model yet")).count()).toBe(0);

  const made = (
    await operator.ask("POST", "/api/direct/devices", {
      ...{ way: "https", device: "cellar", title: "集水井", place: "东昌小区 3 号楼 B1", model: "em500-swl" },
    })
  ).body as { credential: string; path: string };
  const said = await fetch(`http://127.0.0.1:${door.port}${made.path}`, {
    ...{ method: "POST", body: JSON.stringify([{ n: "lvl", v: 1.2 }]) },
    headers: { authorization: `Bearer ${made.credential}` },
  });
  expect(said.status).toBe(204);
  await page.goto(`${url}/devices/direct/cellar`);
  await page.getByText(say("“lvl”不是这个型号的名字，能用的是：", '"lvl" is none of its points')).waitFor();
  await picture(page, `device-name-${shown}`);
  await page.goto(`${url}/platforms`);
  await page.getByText(say("设备直连", "Devices directly")).first().waitFor();
  await picture(page, `platforms-${shown}`);
  expect(failures).toEqual([]);
});

test("a joining code comes with what a maker needs, and a device joins by the command that is shown", {
  timeout: 60_000,
}, async () => {
  const { url, page, operator, failures } = await startConsole(locale, Number(width));
  await page.goto(`${url}/connect`);
  await page.getByRole("button", { name: say("生成登记码", "Make a joining code") }).click();
  const command = await copied(page, say("登记一台", "Joining one device"));
  await picture(page, `joining-${shown}`);
  const [, address = "", bearer = "", body = ""] =
    /-X POST '([^']+)' -H 'Authorization: Bearer ([^']+)'.* -d '([^']+)'$/.exec(command) ?? [];
  const answer = await fetch(address, { method: "POST", headers: { authorization: `Bearer ${bearer}` }, body });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ device: "roof-1", credential: expect.any(String) });
  const devices = (await operator.ask("GET", "/api/devices?gateway=direct")).body as { id: string }[];
  expect(devices.map(({ id }) => id)).toContain("roof-1");
  expect(failures).toEqual([]);
});

test("who waits for a device is told what to check, not that the hub is slow", { timeout: 60_000 }, async () => {
  const { url, page, failures } = await startConsole(locale, Number(width));
  await page.clock.install();
  await page.goto(`${url}/connect`);
  await page.getByRole("radio", { name: /^GB\/T 26875/ }).check();
  const model = page.getByLabel(say("型号", "Model"), { exact: true });
  await model.click();
  await page.keyboard.press("Enter");
  await page.getByLabel(say("设备名称", "What it is called")).fill("用传装置");
  await page.getByLabel(say("安装位置", "Where it is")).fill("东昌小区 消控室");
  await page.getByLabel(say("装置地址", "Its address")).fill("060504030201");
  await page.getByRole("button", { name: say("生成接入信息", "Make its access") }).click();
  await page.getByText(say("等设备发第一条消息", "Waiting for the device's first message")).waitFor();
  expect(await copied(page, say("装置地址", "Its own address"))).toBe("060504030201");
  await page.clock.runFor(20_000);
  await page
    .getByText(say("监控中心地址、端口是否填对。", "The monitoring centre's address and port in the device."))
    .waitFor();
  expect(await page.getByText(say("服务器回得慢", "The hub is slow")).count()).toBe(0);
  await picture(page, `waiting-${shown}`);
  expect(failures).toEqual([]);
});
