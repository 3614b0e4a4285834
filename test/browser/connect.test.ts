/** A stranger connects a device from the page's own commands: mosquitto_pub and curl are real, and the page shows what came. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dial } from "../kit/dial.ts";
import { type ConsoleRig, choose, copied, picture, startConsole } from "./console-rig.ts";

const run = promisify(execFile);

async function start(locale?: string, width?: number): Promise<ConsoleRig> {
  const rig = await startConsole(locale, width);
  await rig.page.goto(`${rig.url}/connect`);
  return rig;
}

async function describeDevice(page: Page, way: string, what: string): Promise<void> {
  await page.getByRole("radio", { name: new RegExp(`^${way}`) }).check();
  await choose(page, "型号", what);
  await page.getByLabel("设备名称").fill("一号井水位");
  await page.getByLabel("安装位置").fill("东昌小区 3 号楼东侧");
}

/** As a shell runs it that somebody pasted it into. */
async function paste(page: Page, tool: string): Promise<{ stdout: string }> {
  return run("sh", ["-c", await copied(page, tool)], { timeout: 20_000 });
}

const steps = [
  { way: "MQTT", tool: "mosquitto_pub" },
  { way: "HTTPS", tool: "curl" },
];

test.each(steps)(
  "a device connects over $way by the pasted $tool, and is adopted",
  { timeout: 120_000 },
  async (step) => {
    const { way, tool } = step;
    const { page, operator, failures } = await start();
    const began = Date.now();
    await picture(page, `${tool}-form`);
    await describeDevice(page, way, "电子水尺");
    await page.getByRole("button", { name: "生成接入信息" }).click();
    await page.getByText("等设备发第一条消息").waitFor();
    await picture(page, `${tool}-waiting`);
    const { stdout } = await paste(page, tool);
    if (tool === "curl") expect(stdout).toMatch(/^HTTP\/1.1 204/);
    await page.getByRole("heading", { name: "收到第一条消息" }).waitFor();
    await page.getByText("一号井水位 · 东昌小区 3 号楼东侧").waitFor();
    await page.getByText(/\d+(\.\d+)? m$/).waitFor();
    await picture(page, `${tool}-came`);
    await page.getByRole("button", { name: "接纳这台设备" }).click();
    await page.getByText("已接纳，进了资产清单。").waitFor();
    console.log(`a device over ${way}: from the page to its first value and adopted in ${Date.now() - began} ms`);
    const devices = (await operator.ask("GET", "/api/devices?gateway=direct")).body as { id: string; life: string }[];
    expect(devices.filter(({ id }) => id !== "gateway")).toMatchObject([
      { gateway: "direct", place: "东昌小区 3 号楼东侧" },
    ]);
    await page.getByRole("link", { name: "打开设备" }).click();
    await page.getByRole("heading", { name: "一号井水位" }).waitFor();
    expect(failures).toEqual([]);
  },
);

test("a point of one's own is found by whatever is looked for, and has the name that people read", {
  timeout: 60_000,
}, async () => {
  const { page, operator } = await start();
  await describeDevice(page, "HTTPS", "水温");
  await page.getByLabel("测点名").fill("temp");
  await page.getByLabel("叫什么").fill("水温");
  await page.getByLabel("高于多少报警").fill("60");
  await page.getByRole("button", { name: "生成接入信息" }).click();
  await page.getByText("等设备发第一条消息").waitFor();
  const devices = (await operator.ask("GET", "/api/devices?gateway=direct")).body as { id: string; points: object[] }[];
  expect(devices.find(({ id }) => id !== "gateway")?.points).toMatchObject([{ id: "temp", title: { zh: "水温" } }]);
});

test("a telemetry station is named before it dials in, and its report is shown", { timeout: 120_000 }, async () => {
  const { page, operator, failures } = await start();
  await page.getByRole("radio", { name: /^SL 651/ }).check();
  await choose(page, "型号", "水位遥测站");
  await page.getByLabel("设备名称").fill("河口水位站");
  await page.getByLabel("安装位置").fill("河口泵站");
  await page.getByLabel(/遥测站地址/).fill("0011223344");
  await page.getByRole("button", { name: "生成接入信息" }).click();
  await page.getByText("等设备发第一条消息").waitFor();
  await picture(page, "sl651-waiting");
  const { ports } = (await operator.ask("GET", "/api/direct")).body as { ports: { tcp: string }[] };
  const station = await dial(ports[0]?.tcp as string);
  station.send(
    Buffer.from(
      "7E7E05001122334403E832002B020034170718110016F1F1001122334448F0F01707181100201900004026190000403923000104903812109903A421",
      "hex",
    ),
  );
  await station.hear(25);
  await page.getByRole("heading", { name: "收到第一条消息" }).waitFor();
  await page.getByText("10.49 m", { exact: true }).waitFor();
  await picture(page, "sl651-came");
  expect(failures).toEqual([]);
});

test("what is missing is said at its field, and a phone shows it all", { timeout: 60_000 }, async () => {
  const { page, failures } = await start("en-GB", 390);
  await page.getByRole("button", { name: "Make its access" }).click();
  await expect.poll(() => page.getByText("This is needed.").count()).toBe(3);
  await picture(page, "phone-en");
  const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  expect(wide).toBe(0);
  expect(failures).toEqual([]);
});
