/** A street with a committee, a department and a shift leader; the phones they hold, and a case sent to one of them. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { cookieName } from "../../hub/http/guard.ts";
import type { TicketStory } from "../../hub/http/views.ts";
import { type QuietHub, quietHub } from "../kit/quiet-hub.ts";
import { root } from "../rig/paths.ts";
import { openBrowser } from "./chromium.ts";

export const place = "东昌小区 3号楼 门前雨水井";
export type Street = { hub: QuietHub; url: string; browser: Browser };

export async function street(): Promise<Street> {
  const hub = await quietHub({ consoleFolder: join(root, "dist/console"), clock: Date.now });
  const url = await hub.app.listen({ host: "127.0.0.1", port: 0 });
  await enter(hub, "lead", { role: "shift-leader", display: "陈值班长" });
  await enter(hub, "wang", { role: "committee", areas: ["dongchang"], unit: "dongchang", display: "王秀英" });
  await enter(hub, "shen", { role: "department", unit: "municipal", display: "沈师傅" });
  return { hub, url, browser: await openBrowser() };
}

export async function enter({ read }: QuietHub, name: string, more: object): Promise<void> {
  const tokenHash = createHash("sha256").update(`session of ${name}`).digest("hex");
  await read(async ({ accounts, sessions }) => {
    await accounts.put({ name, role: "read-only", passwordHash: "", ...more });
    await sessions.put({ tokenHash, account: name, expiresAt: Date.now() + 3_600_000 });
  });
}

export function phone(there: Street, name: string, locale = "zh-CN"): Promise<Page> {
  return screen(there, name, { locale, viewport: { width: 360, height: 740 }, hasTouch: true });
}

export async function screen({ browser, url }: Street, name: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  await context.addCookies([{ name: cookieName, value: `session of ${name}`, url }]);
  await context.grantPermissions(["geolocation"], { origin: url });
  await context.setGeolocation({ longitude: 121.52, latitude: 31.23, accuracy: 8 });
  const page = await context.newPage();
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  onTestFinished(() => expect(failures).toEqual([]));
  return page;
}

export async function ask<Body>({ hub }: Street, name: string, method: "GET" | "POST", path: string, payload?: object) {
  const cookies = { [cookieName]: `session of ${name}` };
  const answer = await hub.app.inject({ method, url: path, cookies, ...(payload === undefined ? {} : { payload }) });
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.json() as Body;
}

export const storyOf = (there: Street, id: string) => ask<TicketStory>(there, "lead", "GET", `/api/tickets/${id}`);

export async function dispatched(there: Street, id: string, severity = 2): Promise<void> {
  const title = { zh: "井盖移位", en: "Cover displaced" };
  const report = { id, event: `report-${id}`, source: "hotline", severity, place, title, class: "component:0103" };
  await ask(there, "lead", "POST", "/api/tickets", report);
  const move = (body: object) => ask(there, "lead", "POST", `/api/tickets/${id}/moves`, body);
  await move({ move: "admit" });
  await move({ move: "register" });
  // The table of dispatch may have sent it elsewhere at once.
  const isSent = (await storyOf(there, id)).state === "dispatched";
  await move({ move: isSent ? "transfer" : "dispatch", unit: "dongchang", reason: "就在小区里" });
}

/** Real pixels: the browser has to read it to make it small. */
export function wholePng(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crcOf(body));
    return Buffer.concat([length, body, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(
    Buffer.alloc((width + 1) * height, 0x80).map((_, i) => (i % (width + 1) === 0 ? 0 : i % 251)),
  );
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export const photo = { name: "现场.png", mimeType: "image/png", buffer: wholePng(2000, 1500) };
