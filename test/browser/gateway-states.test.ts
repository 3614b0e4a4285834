/** A gateway's pages over states that real agents made: a signed record, a configuration tried and taken back, one card in two machines, a certificate revoked, batteries. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { encodeBatch } from "../../core/batch.ts";
import type { DeviceId, GatewayId, PointId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import type { DesiredView } from "../../hub/http/views.ts";
import { pretendGateway, statusOf } from "../kit/quiet-hub.ts";
import { devices, reading, registrationOf } from "../kit/samples.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { freePort } from "../rig/commands.ts";
import { type HubUnderTest, startHub } from "../rig/hub.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";
import { openBrowser } from "./chromium.ts";
import { wider } from "./look-at.ts";
import { wholePng } from "./street.ts";

const shots = process.env.GATEWAY_SHOTS;
const agentFile = join(root, "agent/main.ts");
const id = "gw-dongchang";

/** Fits a phone as well; with a picture of both where somebody wants to look. */
async function look(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await wider(page), name).toEqual([]);
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-phone.png`), fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function console_(hub: HubUnderTest, data: string): Promise<Page> {
  const context = await (await openBrowser()).newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  const password = readFileSync(join(data, "operator-password"), "utf8").trim();
  await context.request.post(`${hub.url}/api/session`, { data: { name: "operator", password } });
  return context.newPage();
}

/** An agent of its own folder; `args` go before the settings and the folder. */
function agentIn(folder: string) {
  return (...args: string[]) =>
    start(
      process.execPath,
      [
        ...["--disable-warning=ExperimentalWarning", agentFile, ...args],
        ...["--settings", join(folder, "gateway.json"), "--data", join(folder, "data")],
      ],
      { LILONG_PIN: "2468" },
    );
}

async function ended(running: ReturnType<typeof start>): Promise<string> {
  if (running.child.exitCode === null) await new Promise((done) => running.child.once("exit", done));
  expect(running.child.exitCode, running.output()).toBe(0);
  return running.output();
}

async function street() {
  const neighbourhood = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  onTestFinished(() => neighbourhood.stop());
  const data = tempFolder();
  const [mqtt, mqtts] = [await freePort(), await freePort()];
  const hub = await startHub(data, [
    "--mqtt-port",
    String(mqtt),
    "--mqtts-port",
    String(mqtts),
    "--adopt",
    "registered",
  ]);
  const folder = tempFolder();
  const pagePort = await freePort();
  writeFileSync(
    join(folder, "gateway.json"),
    JSON.stringify({
      gateway: { id: "new", title: "东昌小区网关", place: "东昌小区 门卫室" },
      hub: { url: "mqtt://127.0.0.1:1", firstPauseMs: 100, mostPauseMs: 300 },
      remote: { trialMs: 3000 },
      page: { address: "127.0.0.1", port: pagePort },
      ...{ links: [], devices: [] },
    }),
  );
  const agent = agentIn(folder);
  const { code } = await hub.api.post<{ code: string }>("/api/enrolments", { gateway: id });
  await ended(agent("enrol", "--link", `lilong:enrol?hub=${encodeURIComponent(hub.url)}&code=${code}`));
  await ended(agent("person", "put", "安装员", "--pin", "2468", "--technician"));
  const running = agent();
  await running.says(/ready gw-dongchang/, 20_000);
  return {
    hub,
    data,
    folder,
    agent,
    line: `tcp:127.0.0.1:${neighbourhood.ports["bus-b"]}`,
    page: await console_(hub, data),
    url: `http://127.0.0.1:${pagePort}`,
  };
}

it("shows what real agents made: a record, a trial, a clone, a revoked certificate", { timeout: 180_000 }, async () => {
  const { hub, folder, agent, line, page, url } = await street();
  const install = (...args: string[]) => ended(agent("install", ...args, "--page", url));
  const photo = join(folder, "photo.png");
  writeFileSync(photo, wholePng(640, 480));
  const signature = join(folder, "signature.png");
  writeFileSync(signature, wholePng(600, 200));
  const where = [
    "--title",
    "502 烟感",
    "--place",
    "东昌小区 3号楼 502",
    "--photo",
    photo,
    "--position",
    "31.23,121.51,8",
  ];
  const said = await install("place", "smoke-relay", "--link", line, "--set", "unit=23", ...where);
  const device = said.trim().split("\n").at(-1) as string;
  await until("a reading", async () => !(await install("show")).includes("no reading"), 20_000);
  await install("prove", device, "--drill");
  await install(
    "sign",
    "--signature",
    signature,
    "--witness",
    "王秀英",
    "--witness-signature",
    signature,
    "--out",
    join(folder, "record.json"),
  );
  const record = await until(
    "the record at the hub",
    async () => (await hub.api.get<{ text: string }[]>(`/api/gateways/${id}/records`))[0],
    20_000,
  );
  await page.goto(`${hub.url}/gateways/${id}?tab=records`);
  await page
    .getByRole("link", { name: /验收单/ })
    .first()
    .waitFor();
  await look(page, "records");
  await page.goto(`${hub.url}/gateways/${id}/records/${(JSON.parse(record.text) as { id: string }).id}`);
  await page.getByText("东昌小区 3号楼 502").first().waitFor();
  await look(page, "record");

  const view = () => hub.api.get<DesiredView>(`/api/gateways/${id}/desired`);
  const settings = (await view()).reported?.settings as { links: object[]; devices: object[]; outputs: object[] };
  const broken = { ...settings, links: settings.links.map((link) => ({ ...link, port: 9 })) };
  await page.goto(`${hub.url}/gateways/${id}?tab=configuration`);
  await hub.api.put(`/api/gateways/${id}/desired`, { devices: [], settings: broken });
  await until("the trial", async () => (await view()).reported?.state === "trying", 20_000);
  await page.reload();
  await page.getByText("网关正在试用").waitFor();
  await look(page, "trying");
  await until("the rollback", async () => (await view()).reported?.state === "reverted", 30_000);
  await page.reload();
  await page.getByText("换上以后不应答：东昌小区 3号楼 502 502 烟感。").waitFor();
  await look(page, "reverted");

  // The same card in a second machine.
  const second = tempFolder();
  cpSync(join(folder, "data"), join(second, "data"), { recursive: true });
  for (const name of ["hub.lock", "agent.lock", "lock"])
    rmSync(join(second, "data", name), { force: true, recursive: true });
  const own = JSON.parse(readFileSync(join(folder, "gateway.json"), "utf8")) as { page: { port: number } };
  writeFileSync(
    join(second, "gateway.json"),
    JSON.stringify({ ...own, page: { ...own.page, port: await freePort() } }),
  );
  const twin = agentIn(second)();
  await twin.says(/ready gw-dongchang/, 20_000);
  await page.goto(`${hub.url}/gateways/${id}`);
  await page.getByRole("alert").filter({ hasText: "两台" }).waitFor({ timeout: 30_000 });
  await page.locator(".page-head").getByText("状态未知").waitFor();
  await look(page, "clone");
  await twin.kill("SIGTERM");
  await page.getByRole("button", { name: "放行下一台" }).click();
  await page.locator(".page-head").getByText("在线").waitFor({ timeout: 45_000 });

  await page.goto(`${hub.url}/gateways/${id}?tab=certificates`);
  await page.locator("main h2").first().waitFor();
  await look(page, "certificates");
  await hub.api.post(`/api/gateways/${id}/certificates/revoke`, { reason: "网关被偷" });
  await page.reload();
  await page.getByText("网关被偷").waitFor();
  await page.getByRole("alert").getByText("证书已吊销，平台不再让它连进来").waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "生成注册码" }).waitFor();
  await look(page, "revoked");
});

const dayMs = 86_400_000;

it("shows how long a battery lasts, from forty days of it", { timeout: 90_000 }, async () => {
  const data = tempFolder();
  const mqtt = await freePort();
  const hub = await startHub(data, ["--mqtt-port", String(mqtt), "--adopt", "registered"]);
  const gateway = await pretendGateway(`mqtt://127.0.0.1:${mqtt}`, "gw-1" as GatewayId);
  const [leak, battery] = ["leak-1" as DeviceId, "battery" as PointId];
  const percent = { id: battery, title: { zh: "电量", en: "Battery" }, kind: "number", unit: "%", range: [0, 100] };
  const device = {
    ...devices[0],
    id: leak,
    model: "bthome-leak",
    title: { zh: "漏水探头", en: "Leak probe" },
    points: [percent],
    rules: [],
  };
  await gateway.say(topics.status("gw-1" as GatewayId), statusOf());
  await gateway.say(topics.devices("gw-1" as GatewayId), registrationOf("gw-1", { devices: [device as never] }));
  const began = Date.now() - 40 * dayMs;
  const levels = Array.from({ length: 40 * 24 }, (_, n) =>
    reading(began + (n * dayMs) / 24, Math.round(96 - (n / 24) * 0.8 + Math.sin(n)), battery, leak),
  );
  await gateway.batch("data", 0, encodeBatch(levels));
  const page = await console_(hub, data);
  await page.goto(`${hub.url}/devices/gw-1/leak-1`);
  await page.getByText(/^约还能用 \d+ (天|个月)/).waitFor({ timeout: 20_000 });
  await look(page, "battery");
});
