/** The flow editor behind the hub's sign-in, in a real browser and by hand; and what the flows' token opens. */
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { FlowsView } from "../../hub/flows/views.ts";
import { startHub } from "../../hub/main.ts";
import { openBrowser } from "../browser/chromium.ts";
import { settingsFor, signInTo, silent } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { buildHome } from "./home.ts";

async function start() {
  const [data, home] = [tempFolder(), await buildHome(tempFolder())];
  const hub = await startHub(settingsFor(data, { flows: "on" }), silent, Date.now, home);
  onTestFinished(() => hub.close());
  const operator = await signInTo(hub, data);
  const state = async () => (await operator.ask("GET", "/api/flows")).body as FlowsView;
  const { pid } = await until("the flows", async () => ((await state()).listening === 1 ? state() : null), 40_000);
  return { hub, operator, state, pid: pid as number };
}

/** The ports a process listens on. */
async function portsOf(pid: number): Promise<number[]> {
  const { execFileSync } = await import("node:child_process");
  const lines = execFileSync("ss", ["-Hltnp"]).toString().split("\n");
  return lines.filter((line) => line.includes(`pid=${pid},`)).map((line) => Number(/:(\d+)\s/.exec(line)?.[1]));
}

/** The first line of the answer to a request to open a socket. */
function upgrade(url: string, path: string, headers: Record<string, string>): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const lines = [`GET ${path} HTTP/1.1`, `host: ${host}`, "connection: Upgrade", "upgrade: websocket"];
  const keys = ["sec-websocket-version: 13", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="];
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.write(`${[...lines, ...keys, ...own].join("\r\n")}\r\n\r\n`);
    socket.once("data", (bytes) => {
      socket.destroy();
      resolve(bytes.toString().split("\r\n")[0] ?? "");
    });
    socket.once("close", () => resolve("closed"));
  });
}

test("who is signed in has it, nobody else", { timeout: 90_000 }, async () => {
  const { hub, operator, pid } = await start();
  const { cookie } = operator;
  expect((await fetch(`${hub.http}/flows/`)).status).toBe(401);
  expect((await fetch(`${hub.http}/flows/flows`)).status).toBe(401);
  expect((await fetch(`${hub.http}/flows/`, { headers: { cookie } })).status).toBe(200);
  const foreign = { cookie, origin: "http://evil.example" };
  expect((await fetch(`${hub.http}/flows/flows`, { method: "POST", headers: foreign, body: "[]" })).status).toBe(403);
  expect(await upgrade(hub.http, "/flows/comms", {})).toContain("401");
  expect(await upgrade(hub.http, "/flows/comms", foreign)).toContain("403");
  expect(await upgrade(hub.http, "/flows/comms", { cookie, origin: hub.http })).toContain("101");

  // Who draws flows does not administer the machine: no packages, no shell, no files.
  const wish = { method: "POST", headers: { cookie, "content-type": "application/json" }, body: '{"module":"is-odd"}' };
  expect((await fetch(`${hub.http}/flows/nodes`, wish)).status).toBe(403);
  const known = await (
    await fetch(`${hub.http}/flows/nodes`, { headers: { cookie, accept: "application/json" } })
  ).json();
  const types = (known as { types: string[] }[]).flatMap((each) => each.types);
  expect(types).toEqual(expect.arrayContaining(["function", "lilong alert", "lilong output"]));
  for (const type of ["exec", "file", "file in", "watch"]) expect(types).not.toContain(type);

  // Another user of this machine, who goes to the process directly, has no token for its door.
  const [port, ...more] = await portsOf(pid);
  expect(more).toEqual([]);
  const direct = `http://127.0.0.1:${port}`;
  expect((await fetch(`${direct}/flows/`)).status).toBe(403);
  expect((await fetch(`${direct}/flows/flows`, { headers: { "x-lilong-door": "guess" } })).status).toBe(403);
  expect(await upgrade(direct, "/flows/comms", {})).toBe("closed");
});

test("its socket ends when who opened it signs out", { timeout: 90_000 }, async () => {
  const { hub, operator } = await start();
  const { hostname, port, host } = new URL(hub.http);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const said = new Promise<string>((resolve) => socket.once("data", (bytes) => resolve(bytes.toString())));
  const ended = new Promise<string>((resolve) => socket.once("close", () => resolve("ended")));
  const head = ["GET /flows/comms HTTP/1.1", `host: ${host}`, "connection: Upgrade", "upgrade: websocket"];
  const keys = ["sec-websocket-version: 13", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==", `origin: ${hub.http}`];
  socket.write(`${[...head, ...keys, `cookie: ${operator.cookie}`].join("\r\n")}\r\n\r\n`);
  expect(await said).toContain("101 Switching Protocols");
  await fetch(`${hub.http}/api/session`, { method: "DELETE", headers: { cookie: operator.cookie } });
  expect(await ended).toBe("ended");
});

test("a browser draws it under the hub's rules: our nodes, in Chinese, nothing from another host", {
  timeout: 90_000,
}, async () => {
  const { hub, operator } = await start();
  const browser = await openBrowser();
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1400, height: 900 } });
  const [name = "", value = ""] = operator.cookie.split("=");
  await context.addCookies([{ name, value, url: hub.http }]);
  const page = await context.newPage();
  const [hosts, refused, sockets]: [Set<string>, string[], string[]] = [new Set(), [], []];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) hosts.add(new URL(request.url()).host);
  });
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) refused.push(message.text());
  });
  page.on("websocket", (socket) => sockets.push(new URL(socket.url()).pathname));
  await page.goto(`${hub.http}/flows/`);
  await page.waitForSelector(".red-ui-palette-node[data-palette-type='lilong alert']");
  await page.waitForSelector(".red-ui-flow-node");
  const labels = await page
    .locator(".red-ui-palette-node[data-palette-type^='lilong'] .red-ui-palette-label")
    .allInnerTexts();
  expect(labels.sort()).toEqual(["状态", "工单", "警情", "读数", "输出", "通知"].sort());
  const tabs = await page
    .locator(".red-ui-workspace-tabs .red-ui-tab-label, #red-ui-workspace-tabs .red-ui-tab-label")
    .allInnerTexts();
  expect(tabs.map((text) => text.trim())).toEqual(
    expect.arrayContaining(["派单", "晚间小结", "防汛状态", "高水位开泵"]),
  );
  expect([...hosts]).toEqual([new URL(hub.http).host]);
  expect(refused).toEqual([]);
  expect(sockets).toContain("/flows/comms");
  if (process.env.LILONG_SHOT !== undefined) await page.screenshot({ path: process.env.LILONG_SHOT });
});
