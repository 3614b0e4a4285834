/** What a person with a phone meets on the gateway's page beside the alarm itself: words, guards, sessions, large text. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { freePort } from "../rig/broker.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";
import { openBrowser } from "./chromium.ts";
import { type SmokeGateway, smokeGateway } from "./smoke-gateway.ts";

const screenshot = join(root, "hub", "console", "screenshots", "overview-zh.png");

async function signIn(page: Page, name: string, pin: string): Promise<void> {
  await page.getByLabel("姓名").selectOption(name);
  await page.getByLabel(/密码/).fill(pin);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByText(`${name}，你好`).waitFor();
}

async function smokeThere(gateway: SmokeGateway, page: Page): Promise<void> {
  await until(
    "the alarm on the page",
    async () => {
      gateway.smoke(true);
      return (await page.getByRole("heading", { name: /^烟雾报警/ }).count()) > 0;
    },
    20_000,
  );
}

it("says what went wrong by its field, what went well in green, and calls nobody by a slip of the thumb", {
  timeout: 180_000,
}, async () => {
  const gateway = await smokeGateway(await freePort());
  gateway.person("put", "老张", "--pin", "1357", "--technician");
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 390, height: 844 } });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(gateway.url);
  await page.getByText("有事这里会马上变红，警号会响。").waitFor();
  await page.getByText(/和街道平台断开，\d+ 条记录存在网关里/).waitFor();

  await signIn(page, "王阿姨", "2468");
  await smokeThere(gateway, page);
  expect(await page.locator("a[href^='tel:']").count()).toBe(0);
  await page.getByRole("button", { name: "打 119", exact: true }).click();
  await page.getByText("电话里先报地址：东昌小区 3号楼 5楼楼道。").waitFor();
  expect(await page.locator("a[href='tel:119']").count()).toBe(1);
  await page.getByRole("button", { name: "先不打" }).click();
  expect(await page.locator("a[href^='tel:']").count()).toBe(0);

  await page.getByRole("button", { name: "写现场情况" }).first().click();
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.locator(".said.bad", { hasText: "没办成：内容：没有填，或者超过 2000 个字。" }).waitFor();
  const noPhoto = join(tempFolder(), "no-photo.jpg");
  writeFileSync(noPhoto, "this is no picture");
  await page.locator("input.photo").first().setInputFiles(noPhoto);
  await page.locator(".said.bad", { hasText: "照片收不下。" }).waitFor();

  // Over: nobody to call any more, and who confirms it is told where it went.
  await until(
    "it is over",
    async () => {
      gateway.smoke(false);
      return (await page.getByText("已恢复，等人确认").count()) > 0;
    },
    90_000,
  );
  expect(await page.getByText(/打 119$/).count()).toBe(0);
  await page.getByRole("button", { name: "我看到了，去处理" }).click();
  await page.locator(".said.good", { hasText: "挪到下面「最近结束的」里了" }).waitFor();

  // A drill says which it is, and has nobody to call.
  await page.getByRole("button", { name: "退出登录" }).click();
  await signIn(page, "老张", "1357");
  const drill = await page.request.post(`${gateway.url}/api/install/prove/smoke-1`, { data: { how: "drill" } });
  expect(drill.status()).toBe(200);
  await page.getByRole("heading", { name: "演练：烟雾报警 · 东昌小区 3号楼 5楼楼道" }).waitFor();
  await page.getByText("演练，不是真的").waitFor();
  expect(await page.getByText(/打 119$/).count()).toBe(0);
  expect(problems).toEqual([]);
});

it("takes a report by patrol with a photo, and says that it is reported and nothing else", {
  timeout: 60_000,
}, async () => {
  const gateway = await smokeGateway(await freePort());
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 390, height: 844 } });
  await page.goto(gateway.url);
  await signIn(page, "王阿姨", "2468");
  await page.getByRole("button", { name: "巡查发现，上报" }).click();
  await page.getByRole("button", { name: "取消" }).click();
  await page.getByRole("button", { name: "巡查发现，上报" }).click();
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.locator(".said.bad", { hasText: "没办成：位置：没有填" }).waitFor();
  await page.getByLabel("在哪里（小区、楼号、位置）").fill("东昌小区 2号楼 门口");
  await page.getByLabel("看到了什么").fill("飞线充电，已劝离");
  await page.locator("input.patrol-photo").setInputFiles(screenshot);
  await page.getByRole("button", { name: "已选一张照片，重选" }).waitFor();
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.locator(".said.good", { hasText: "已上报，存在网关里" }).waitFor();
  const card = page.locator(".alert", { hasText: "巡查发现 · 东昌小区 2号楼 门口" });
  await card.getByText("拍了一张照片").waitFor();
  await card.getByText("已上报", { exact: true }).waitFor();
  expect(await card.textContent()).not.toMatch(/已结束|确认了报警|\d\d:\d\d 确认/);
});

it("keeps who is signed in over a restart, and what is typed over a session that ends", {
  timeout: 90_000,
}, async () => {
  const gateway = await smokeGateway(await freePort());
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 390, height: 844 } });
  await page.goto(gateway.url);
  await signIn(page, "王阿姨", "2468");
  await gateway.restart();
  await until("the page is back", async () => (await page.getByText("和网关断开了").count()) === 0, 30_000);
  await page.getByRole("button", { name: "巡查发现，上报" }).click();
  await page.getByLabel("在哪里（小区、楼号、位置）").fill("2号楼");
  await page.getByLabel("看到了什么").fill("飞线充电");
  gateway.person("put", "王阿姨", "--pin", "8642");
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.getByRole("button", { name: "登录", exact: true }).waitFor();
  await signIn(page, "王阿姨", "8642");
  expect(await page.getByLabel("看到了什么").inputValue()).toBe("飞线充电");
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.getByRole("heading", { name: "巡查发现 · 2号楼" }).waitFor();
});

/** As a phone does that is set to large text: twice what the page has for itself. */
const large = "document.documentElement.style.fontSize = '212.5%'";

async function fits(page: Page, what: string): Promise<void> {
  await page.evaluate(large);
  const wide = await page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
    .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > 360.5)
    .map((one) => one.tagName + " " + one.className + " " + one.textContent.slice(0, 30))`);
  expect(wide, what).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth"), what).toBeLessThanOrEqual(360);
  const small = await page.evaluate<string[]>(`[...document.querySelectorAll("button, a.button, select, textarea")]
    .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 48)
    .map((one) => one.textContent)`);
  expect(small, what).toEqual([]);
}

it("fits 360 pixels with text twice as large, in both languages, and each target is large enough for a thumb", {
  timeout: 120_000,
}, async () => {
  const gateway = await smokeGateway(await freePort());
  gateway.person("put", "老张", "--pin", "1357", "--technician");
  const browser = await openBrowser();
  for (const locale of ["zh-CN", "en-GB"]) {
    const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(gateway.url);
    await page.locator(".card").first().waitFor();
    await fits(page, `home, signed out, ${locale}`);
    await context.request.post(`${gateway.url}/api/session`, { data: { name: "老张", pin: "1357" } });
    for (const path of ["/", "/install"]) {
      await page.goto(gateway.url + path);
      await page
        .locator(path === "/" ? ".card" : ".card.people")
        .first()
        .waitFor();
      await fits(page, `${path}, quiet, ${locale}`);
    }
    const alerts = async () =>
      ((await (await context.request.get(`${gateway.url}/api/view`)).json()) as { alerts: { isDrill: boolean }[] })
        .alerts;
    await until("smoke", async () => {
      gateway.smoke(true);
      return (await alerts()).some(({ isDrill }) => !isDrill);
    });
    await context.request.post(`${gateway.url}/api/install/prove/smoke-1`, { data: { how: "drill" } });
    await until("the drill", async () => (await alerts()).some(({ isDrill }) => isDrill));
    await page.goto(gateway.url);
    await page.locator(".alert").first().waitFor();
    for (const button of await page.locator("button.call").all()) await button.click();
    await fits(page, `alarm and drill, ${locale}`);
    await context.close();
  }
});

it("promises no siren and no hub that a new gateway has not got, and says where its first PIN is", {
  timeout: 60_000,
}, async () => {
  const data = tempFolder();
  const port = String(await freePort());
  const agent = start(process.execPath, [join(root, "dist", "lilong-agent.js"), "--data", data, "--page-port", port]);
  await agent.says(/ready gw-\S+ 0 devices page/, 20_000);
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 390, height: 844 } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByText("这台网关还没有装传感器").waitFor();
  await page.getByText(/还没有注册到街道平台，\d+ 条记录存在网关里/).waitFor();
  await page.getByText(`密码写在网关的 ${join(data, "setup-pin")} 文件里`).waitFor();
  expect(await page.getByText(/警号会响|和街道平台断开/).count()).toBe(0);
});

it("helps a technician where a phone says nothing: the position, the line, how far to look, whom to let in", {
  timeout: 90_000,
}, async () => {
  const gateway = await smokeGateway(await freePort());
  gateway.person("put", "老张", "--pin", "1357", "--technician");
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 390, height: 844 } });
  // As on a phone in the gateway's network: the page comes over plain HTTP.
  await page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false })");
  await page.goto(`${gateway.url}/install`);
  await signIn(page, "老张", "1357");
  await page.getByRole("button", { name: "手工添加（引脚等）" }).click();
  await page.getByRole("button", { name: "取手机定位" }).click();
  await page.locator(".said.bad", { hasText: "手机浏览器只在 https 网页上给定位" }).waitFor();
  await page.getByLabel(/^坐标/).fill("东经 121");
  await page.getByRole("button", { name: "装好了，保存" }).click();
  await page.locator(".said.bad", { hasText: "坐标要写成 纬度, 经度" }).waitFor();
  await page.getByLabel(/^坐标/).fill("31.2391, 121.5022");
  await page.getByRole("button", { name: "装好了，保存" }).click();
  await page
    .locator(".said.bad", { hasText: "没办成：从哪里找" })
    .or(page.locator(".said.bad", { hasText: "名称" }))
    .waitFor();
  await page.getByRole("button", { name: "取消" }).first().click();

  await page.getByRole("button", { name: "开始找" }).click();
  await page.locator(".said.bad", { hasText: "没办成：从哪里找：要写成 serial:" }).waitFor();
  await page.getByLabel("从哪里找").fill(`tcp:127.0.0.1:${await freePort()}`);
  await page.getByLabel(/^485 地址找到几号为止/).fill("247");
  const [asked] = await Promise.all([
    page.waitForRequest(/\/api\/install\/search$/),
    page.getByRole("button", { name: "开始找" }).click(),
  ]);
  expect(asked.postDataJSON()).toMatchObject({ mostUnits: 247 });
  await page.locator(".said.bad", { hasText: "对方拒绝连接：查转换器的地址和端口" }).waitFor({ timeout: 20_000 });

  const people = page.locator(".people");
  await people.getByLabel("姓名").fill("李师傅");
  await people.getByLabel(/密码/).fill("1");
  await people.getByRole("button", { name: "保存这个人" }).click();
  await people.locator(".said.bad", { hasText: "没办成：密码：要 4 到 8 位数字。" }).waitFor();
  await people.getByLabel(/密码/).fill("7531");
  await people.getByRole("button", { name: "保存这个人" }).click();
  await people.locator(".said.good", { hasText: "李师傅 可以用新密码登录了。" }).waitFor();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.goto(gateway.url);
  await signIn(page, "李师傅", "7531");
  await page.goto(`${gateway.url}/install`);
  await page.getByText("你不是技术员").waitFor();

  const card = async () => {
    await page.getByRole("button", { name: "退出登录" }).click();
    await signIn(page, "老张", "1357");
    return page.locator(".device").first();
  };
  const device = await card();
  await device.getByRole("button", { name: "拆除", exact: true }).click();
  await device.getByRole("button", { name: "拆除这个传感器" }).click();
  await device.locator(".said.bad", { hasText: "没办成：原因：没有填" }).waitFor();
  await device.getByLabel(/^为什么拆除/).fill("换新的");
  await device.getByRole("button", { name: "拆除这个传感器" }).click();
  await page.getByText(/老张 · 楼道烟感 · .* · 换新的/).waitFor();
});
