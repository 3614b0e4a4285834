/** The gateway's own page as its people meet it: no hub anywhere, smoke, the siren, a PIN, a note and a photo. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { AlertView, TicketStory } from "../../hub/http/views.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { freePort } from "../rig/broker.ts";
import { startHub } from "../rig/hub.ts";
import { root } from "../rig/paths.ts";
import { openBrowser } from "./chromium.ts";
import { smokeGateway } from "./smoke-gateway.ts";

async function signIn(page: Page, pin: string): Promise<void> {
  await page.getByLabel(/密码/).fill(pin);
  await page.getByRole("button", { name: "登录" }).click();
}

it("smoke sounds the siren with no hub, the page says what to do, and what was done is the hub's one story later", {
  timeout: 120_000,
}, async () => {
  const hubPort = await freePort();
  const { url, board, smoke } = await smokeGateway(hubPort);
  const browser = await openBrowser();
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 360, height: 740 } });
  const wall = await browser.newPage({ locale: "zh-CN", viewport: { width: 1920, height: 1080 } });
  const problems: string[] = [];
  for (const one of [page, wall]) one.on("pageerror", (error) => problems.push(error.message));
  await page.goto(url);
  await wall.goto(`${url}/wall`);
  await page.getByText("现在没有报警。").waitFor();
  await until("the siren is driven off", () => board.output(8) === false, 20_000);

  const raised = Date.now();
  await until(
    "the siren to sound",
    () => {
      smoke(true);
      return board.output(8) === true;
    },
    10_000,
  );
  for (const one of [page, wall]) {
    await one.getByRole("heading", { name: /烟雾报警 · 东昌小区 3号楼 5楼楼道/ }).waitFor();
    await one.getByText("烟雾报警。先敲门确认，有明火打 119，人先撤。").waitFor();
  }
  expect(await wall.getByRole("button").count()).toBe(0);

  await signIn(page, "1111");
  await page.getByText("密码不对，还能试 4 次。忘了请找站长重置。").waitFor();
  await signIn(page, "2468");
  await page.getByText("王阿姨，你好").waitFor();
  await page.getByRole("button", { name: "静音 10 分钟" }).click();
  await until("the siren to be silent", () => board.output(8) === false);

  await page.getByRole("button", { name: "写现场情况" }).click();
  await page.getByLabel("看到了什么，做了什么").fill("502 炒菜油烟，已开窗 <b>没火</b>");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("502 炒菜油烟，已开窗 <b>没火</b>").waitFor();
  await page
    .locator("input.photo")
    .first()
    .setInputFiles(join(root, "hub", "console", "screenshots", "overview-zh.png"));
  await page.getByText("拍了一张照片").waitFor();
  await page.getByRole("button", { name: "我看到了，去处理" }).click();
  await page.getByText(/王阿姨 \d\d:\d\d 确认/).waitFor();
  await wall.getByText(/王阿姨 \d\d:\d\d 确认/).waitFor();
  await page.getByRole("button", { name: "巡查发现，上报" }).click();
  await page.getByLabel("在哪里（小区、楼号、位置）").fill("东昌小区 2号楼 门口");
  await page.getByLabel("看到了什么").fill("飞线充电，已劝离");
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await page.getByRole("heading", { name: "巡查发现 · 东昌小区 2号楼 门口" }).waitFor();
  const done = Date.now();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);

  const hub = await startHub(join(tempFolder(), "hub"), ["--mqtt-port", String(hubPort)]);
  const ticket = await until(
    "the story at the hub",
    async () => {
      const alerts = await hub.api.get<AlertView[]>("/api/alerts?state=all");
      const alert = alerts.find(({ device }) => device === "smoke-1");
      if (alert === undefined) return null;
      const story = await hub.api.get<TicketStory>(`/api/tickets/${alert.ticket}`);
      return story.story.length >= 5 ? story : null;
    },
    30_000,
  );
  // What people and sensors did; the hub's own moves come after by its rulebook.
  expect(ticket.story.filter(({ actor }) => actor !== "hub").map(({ move, actor }) => [move, actor])).toEqual([
    ["report", "gw-page/smoke-1"],
    // Who muted the siren.
    ["note", "王阿姨"],
    ["note", "王阿姨"],
    ["photo", "王阿姨"],
    ["acknowledge", "王阿姨"],
  ]);
  expect(ticket.story[2]?.reason).toBe("502 炒菜油烟，已开窗 <b>没火</b>");
  for (const { at } of ticket.story) {
    expect(at).toBeGreaterThanOrEqual(raised - 2000);
    expect(at).toBeLessThanOrEqual(done + 2000);
  }
  const patrol = await until(
    "the patrol's case at the hub",
    async () => {
      const cases = await hub.api.get<TicketStory[]>("/api/tickets?state=open");
      const found = cases.find(({ title }) => title.zh === "巡查发现");
      return found === undefined ? null : hub.api.get<TicketStory>(`/api/tickets/${found.id}`);
    },
    30_000,
  );
  expect([patrol.place, patrol.state]).toEqual(["东昌小区 2号楼 门口", "reported"]);
  const told = patrol.story.map(({ move, actor, reason }) => [move, actor, reason ?? ""]);
  expect(told).toContainEqual(["note", "王阿姨", "飞线充电，已劝离"]);
  expect(told.filter(([move]) => move === "report")).toHaveLength(1);
  expect(ticket.story[3]?.photo).toMatch(/^[0-9a-f]{64}$/);
  // The other way: a second alarm, which an operator has seen, is seen by the people at the gateway too.
  smoke(false);
  await until(
    "the first alarm to be over at the gateway",
    async () => {
      smoke(false);
      return (
        (await page.getByRole("heading", { name: /烟雾报警/ }).count()) === 1 &&
        (await hub.api.get<AlertView[]>("/api/alerts?state=open")).every(({ device }) => device !== "smoke-1")
      );
    },
    60_000,
  );
  const second = await until(
    "the second alarm at the hub",
    async () => {
      smoke(true);
      return (await hub.api.get<AlertView[]>("/api/alerts?state=open")).find(
        ({ device, state }) => device === "smoke-1" && state === "unacknowledged",
      );
    },
    60_000,
  );
  await hub.api.post(`/api/alerts/${second.id}/acknowledge`);
  await page.getByText(/operator \d\d:\d\d 确认/).waitFor({ timeout: 30_000 });
  expect(problems).toEqual([]);
});

it("gives up its stream when it is left, and takes it up when it is seen again", { timeout: 60_000 }, async () => {
  const { url } = await smokeGateway(await freePort());
  const page = await (await openBrowser()).newPage();
  const isStream = (request: { url(): string }) => request.url().endsWith("/api/events");
  const [opened] = await Promise.all([page.waitForRequest(isStream), page.goto(url)]);
  const ended = page.waitForEvent("requestfailed", (request) => request === opened);
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
  await ended;
  const again = page.waitForRequest(isStream);
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await again;
});

it("serves scripts, styles and pictures of its own alone, and refuses what it should", {
  timeout: 60_000,
}, async () => {
  const { url } = await smokeGateway(await freePort());
  const ask = (path: string, init: RequestInit = {}) => fetch(url + path, init);
  const post = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const answer = await ask(path, { method: "POST", body, headers });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  expect(await post("/api/acknowledge/x", "{}")).toEqual([401, "SIGN_IN_REQUIRED"]);
  expect(await post("/api/session", "{}", { origin: "http://elsewhere.example" })).toEqual([403, "ORIGIN_FOREIGN"]);
  expect(await post("/api/session", "[1]")).toEqual([400, "INPUT_INVALID"]);
  expect(await post("/api/session", "{")).toEqual([400, "INPUT_INVALID"]);
  const answer = await ask("/api/session", { method: "POST", body: JSON.stringify({ name: "王阿姨", pin: "2468" }) });
  const cookie = { cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  expect(await post("/api/acknowledge/x", "{}", cookie)).toEqual([404, "NOT_FOUND"]);
  expect(await post("/api/constructor/x", "{}", cookie)).toEqual([404, "NOT_FOUND"]);
  expect(await post("/api/silence", JSON.stringify({ minutes: 1e9 }), cookie)).toEqual([400, "INPUT_INVALID"]);
  expect(await post("/api/photo/x", Buffer.alloc(600_000), cookie)).toEqual([413, "PHOTO_REFUSED"]);
  expect((await ask("/../../etc/passwd")).status).toBe(404);
  expect((await ask("/")).headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(readFileSync(join(root, "dist", "page", "index.html"), "utf8")).not.toMatch(/https?:\/\//);
});
