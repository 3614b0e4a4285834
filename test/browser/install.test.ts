/** A technician with a phone and no internet: from an empty folder to a signed acceptance record of ten sensors. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import type { AcceptanceRecord, SignedRecord } from "../../agent/installation/record.ts";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import { orderOf } from "../../hardware/virtual/order.ts";
import type { TicketStory, TicketView } from "../../hub/http/views.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { freePort } from "../rig/broker.ts";
import { startHub } from "../rig/hub.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";
import { openBrowser } from "./chromium.ts";

const agentFile = join(root, "dist", "lilong-agent.js");
const phone = { width: 390, height: 844 };

/** What the technician finds, how it is called, and what makes it alarm; `null` where nothing in the virtual air can. */
const sensors: { found: RegExp; model: string; name: string; trouble: string[] | null }[] = [
  { found: / 1$/, model: "qdy30a", name: "集水坑水位计", trouble: ["rain", "start", "200"] },
  { found: / 2$/, model: "water-gauge", name: "弄堂口水尺", trouble: ["rain", "start", "200"] },
  { found: / 11$/, model: "cover-contact", name: "1号雨水井盖", trouble: ["cover", "lift", "1"] },
  { found: / 12$/, model: "cover-contact", name: "2号雨水井盖", trouble: ["cover", "lift", "2"] },
  { found: / 13$/, model: "cover-contact", name: "3号雨水井盖", trouble: ["cover", "lift", "3"] },
  { found: / 21$/, model: "smoke-relay", name: "301 烟感", trouble: ["smoke", "301"] },
  { found: / 22$/, model: "smoke-relay", name: "402 烟感", trouble: ["smoke", "402"] },
  { found: / 23$/, model: "smoke-relay", name: "502 烟感", trouble: ["smoke", "502"] },
  { found: /^3C:2E:F5:AA:BB:01$/, model: "shelly-blu-cover", name: "水泵房人孔盖", trouble: null },
  { found: /^A4:C1:38:B4:94:4C$/, model: "lywsd03mmc", name: "配电间温湿度", trouble: null },
];
/** What puts things right again: a test that is still standing after three minutes is an alarm. */
const heal = [
  ["rain", "stop"],
  ["smoke", "stop"],
  ["cover", "close"],
];
/** Rain fills a pit in seconds. */
const speed = 30;

async function street() {
  const neighbourhood = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed });
  onTestFinished(() => neighbourhood.stop());
  const air = start(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    join(root, "hardware/virtual/air-and-pins.ts"),
    "--air",
    "0",
    "--board",
    "0",
  ]);
  const [, controller = ""] = /air (\S+) board/.exec(await air.says(/ready air .*\n/, 20_000)) ?? [];
  const { ports } = neighbourhood;
  const trouble = async (words: string[]) => {
    const answer = await fetch(`http://127.0.0.1:${ports.control}/trouble`, {
      method: "POST",
      body: JSON.stringify(orderOf(words)),
    });
    expect(answer.ok).toBe(true);
  };
  return {
    lines: [`tcp:127.0.0.1:${ports["bus-a"]}`, `tcp:127.0.0.1:${ports["bus-b"]}`, `ble:${controller}`],
    trouble,
  };
}

async function search(page: Page, line: string, count: number): Promise<void> {
  await page.getByLabel("从哪里找").fill(line);
  await page.getByRole("button", { name: "开始找" }).click();
  await page.getByText(/正在找 \d+%/).waitFor();
  await page.getByText(new RegExp(`^找到 [${count}-9] 个$`)).waitFor({ timeout: 60_000 });
}

async function place(page: Page, { found, model, name }: (typeof sensors)[number]): Promise<void> {
  const text = found.source.startsWith("^")
    ? found.source.slice(1, -1)
    : new RegExp(`${found.source.slice(0, -1)}( ·|$)`);
  const line = page.locator("p.dim", { hasText: text });
  const card = page.locator(".found").filter({ has: line });
  await card.getByRole("button", { name: "安装这个" }).click();
  await page.locator("#install-model").selectOption(model);
  await page.getByLabel("叫什么（1号楼雨水井盖）").fill(name);
  await page.getByLabel("位置（小区、楼号、位置）").last().fill(`东昌小区 ${name}处`);
  await page.getByRole("button", { name: "装好了，保存" }).click();
  await page.locator(".device").filter({ hasText: name }).waitFor();
}

async function sign(page: Page, at: number): Promise<void> {
  const pad = page.locator(".signature").nth(at);
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (box === null) throw new Error("no field to sign in");
  await page.mouse.move(box.x + 20, box.y + 40);
  await page.mouse.down();
  for (let i = 0; i < 10; i++) await page.mouse.move(box.x + 20 + 15 * i, box.y + 40 + (i % 2) * 30);
  await page.mouse.up();
}

it("installs ten sensors from a phone, offline, proves each, and signs a record that anybody can verify", {
  timeout: 240_000,
}, async () => {
  const folder = tempFolder();
  const data = join(folder, "agent");
  const { lines, trouble } = await street();
  const port = await freePort();
  const agent = start(process.execPath, [agentFile, "--data", data, "--page-port", String(port)]);
  await agent.says(/ready gw-\S+ 0 devices page/, 20_000);
  const pin = readFileSync(join(data, "setup-pin"), "utf8").trim();
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: phone });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  const url = `http://127.0.0.1:${port}`;
  await page.goto(`${url}/install`);
  await page.getByText("只有技术员能用这一页").waitFor();
  const signIn = async () => {
    await page.getByLabel(/密码/).fill(pin);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: "1 · 网关" }).waitFor();
  };
  await signIn();
  await page.getByLabel("网关叫什么（东昌小区网关）").fill("东昌小区网关");
  await page.getByLabel("装在哪里").fill("东昌小区 门卫室");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByRole("heading", { name: "东昌小区网关" }).waitFor({ timeout: 30_000 });
  // The gateway began anew; who is signed in stays so, and the page goes on by itself.
  await page.getByText("安装员，你好").waitFor();
  await page.getByRole("heading", { name: "1 · 网关" }).waitFor();
  await page.getByText("还没有注册到街道平台").waitFor();

  // The third is the meter of the pump, which this technician leaves alone.
  await search(page, lines[0] ?? "", 3);
  for (const one of sensors.slice(0, 2)) await place(page, one);
  await search(page, lines[1] ?? "", 6);
  for (const one of sensors.slice(2, 8)) await place(page, one);
  await search(page, lines[2] ?? "", 2);
  for (const one of sensors.slice(8)) await place(page, one);
  await until("ten devices", async () => (await page.locator(".device").count()) === 10);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(phone.width);

  const cardOf = (name: string) => page.locator(".device").filter({ hasText: name });
  const press = async (name: string) => {
    await cardOf(name).getByRole("button", { name: "按它的测试按钮（等报警）" }).click();
    await cardOf(name).getByText("等待报警：").waitFor();
  };
  for (const { name, trouble: words } of sensors) {
    await cardOf(name).locator(".reading").first().waitFor({ timeout: 30_000 });
    if (words === null) await cardOf(name).getByRole("button", { name: "模拟报警" }).click();
    else {
      await press(name);
      await trouble(words);
    }
  }
  for (const { name } of sensors) await cardOf(name).locator(".proved").waitFor({ timeout: 90_000 });
  for (const words of heal) await trouble(words);
  await page
    .locator("input.install-photo")
    .first()
    .setInputFiles(join(root, "hub", "console", "screenshots", "overview-zh.png"));
  await page.getByRole("button", { name: "有照片" }).waitFor();

  await sign(page, 0);
  await page.getByLabel("见证人姓名（可不填）").fill("王阿姨");
  await sign(page, 1);
  await page.getByRole("button", { name: "生成验收单" }).click();
  const href = await page.locator("a.record").first().getAttribute("href", { timeout: 30_000 });
  const signed = (await (await page.request.get(`${url}${href}.json`)).json()) as SignedRecord;
  const record = JSON.parse(signed.text) as AcceptanceRecord;
  expect(record).toMatchObject({
    gateway: { title: "东昌小区网关" },
    isOnline: false,
    technician: { name: "安装员" },
    witness: { name: "王阿姨" },
  });
  expect(record.devices).toHaveLength(10);
  for (const { readings, proof } of record.devices) {
    expect(readings.length).toBeGreaterThan(0);
    expect(proof).toMatchObject({
      alert: expect.any(String),
      raisedAt: expect.any(Number),
      journaledMs: expect.any(Number),
      hubMs: null,
    });
  }
  expect(record.devices.filter(({ proof }) => proof?.how === "alarm")).toHaveLength(8);
  expect(record.devices.filter(({ photo }) => photo !== null)).toHaveLength(1);

  const file = join(folder, "record.json");
  const verify = (bytes: SignedRecord) => {
    writeFileSync(file, JSON.stringify(bytes));
    return spawnSync(process.execPath, [agentFile, "verify", file], { encoding: "utf8" });
  };
  const good = verify(signed);
  expect([good.status, good.stdout]).toEqual([
    0,
    expect.stringMatching(/unchanged since it was signed\nrecord \S+ of gw-\S+ \(东昌小区网关\)\n10 sensors/),
  ]);
  const changed = verify({ ...signed, text: signed.text.replace("王阿姨", "李阿姨") });
  expect([changed.status, changed.stdout]).toEqual([1, expect.stringContaining("NOT VALID")]);
  // The same with nothing of ours.
  writeFileSync(join(folder, "text"), signed.text);
  writeFileSync(join(folder, "signature"), Buffer.from(signed.signature, "base64"));
  writeFileSync(join(folder, "key.pem"), signed.publicKey);
  const openssl = spawnSync("openssl", ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "text"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(openssl.stdout).toMatch(/Verified OK/);
  const stranger = await browser.newPage({ locale: "zh-CN", viewport: phone });
  await stranger.goto(`${url}${href}`);
  await stranger.getByText("验收单只有技术员能看").waitFor();
  await stranger.getByLabel(/密码/).fill(pin);
  await stranger.getByRole("button", { name: "登录" }).click();
  await stranger.getByRole("heading", { name: /安装验收单/ }).waitFor();
  await until("the photo on the sheet", () =>
    stranger.evaluate("document.querySelector('img.photo').naturalWidth > 0"),
  );
  expect(await stranger.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(phone.width);
  const sheet = await (await page.request.get(`${url}${href}`)).text();
  for (const { name } of sensors) expect(sheet).toContain(name);
  expect(sheet).toContain("网关签名：有效");

  // The hub calls it otherwise than the new gateway called itself when it signed.
  const hub = await startHub(join(folder, "hub"));
  const { code } = await hub.api.post<{ code: string }>("/api/enrolments", { gateway: "gw-dongchang" });
  await page.getByLabel("平台地址（http://…）").fill(hub.url);
  await page.getByLabel("注册码（16 位，或扫码得到的文字）").fill(code);
  await page.getByRole("button", { name: "注册", exact: true }).click();
  // Once more it begins anew under the technician's hands: enrolled, and the tests of before are at the hub.
  await page.getByText("已注册，平台").waitFor({ timeout: 30_000 });
  await page
    .getByText(/平台已收到|平台已确认/)
    .first()
    .waitFor({ timeout: 60_000 });
  const filed = await until(
    "the record at the hub",
    async () => {
      const records = await hub.api.get<SignedRecord[]>("/api/gateways/gw-dongchang/records");
      return records.length > 0 ? records : null;
    },
    60_000,
  );
  expect(filed).toEqual([{ ...signed, sound: true }]);
  const pictured = record.devices.find(({ photo }) => photo !== null)?.photo;
  await until("the photo at the hub", () => hub.api.has(`/api/records/${record.id}/photos/${pictured}`), 90_000);
  const tickets = await until(
    "the tests at the hub",
    async () => {
      const all = await hub.api.get<TicketView[]>("/api/tickets?state=all");
      return all.length >= 10 ? all : null;
    },
    60_000,
  );
  expect(tickets.filter(({ drill }) => !drill)).toEqual([]);
  const closed = tickets.filter(({ state }) => state === "closed");
  const stories = await Promise.all(closed.map(({ id }) => hub.api.get<TicketStory>(`/api/tickets/${id}`)));
  // What the gateway's new beginning cut short tells no hops; the two drills ended before.
  const hops = stories.flatMap(({ report }) => report?.hops ?? []);
  expect(hops.length).toBeGreaterThanOrEqual(2);
  for (const one of hops) expect(one).toMatchObject({ shownMs: expect.any(Number), journaledMs: expect.any(Number) });

  // Now that there is a hub, a test is seen all the way there and back.
  await cardOf("402 烟感").locator(".reading").first().waitFor({ timeout: 30_000 });
  await press("402 烟感");
  await trouble(["smoke", "402"]);
  await cardOf("402 烟感")
    .locator(".proved")
    .filter({ hasText: /平台已确认 \d+ 毫秒/ })
    .waitFor({ timeout: 60_000 });
  const { devices } = (await (await page.request.get(`${url}/api/install`)).json()) as Pick<
    AcceptanceRecord,
    "devices"
  >;
  const proof = devices.find(({ title }) => title.zh === "402 烟感")?.proof;
  expect(proof).toMatchObject({ how: "alarm", hubMs: expect.any(Number) });
  expect(proof?.hubMs).toBeGreaterThanOrEqual(proof?.journaledMs ?? Number.POSITIVE_INFINITY);
  expect(problems).toEqual([]);
});
