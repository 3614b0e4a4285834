/** The console in Chromium over a quiet hub, for anybody of it: signed in without a password. */
import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { cookieName } from "../../hub/http/guard.ts";
import type { NewAccount } from "../../hub/store/accounts.ts";
import { type QuietHub, quietHub } from "../kit/quiet-hub.ts";
import { root } from "../rig/paths.ts";

/** `problems`: what the pages threw. */
export type QuietConsole = { hub: QuietHub; url: string; page: OpenPage; problems: string[] };
type OpenPage = (name: string, path: string, more?: Who & { look?: BrowserContextOptions }) => Promise<Page>;
type Who = Partial<Pick<NewAccount, "role" | "areas">>;

const desk: BrowserContextOptions = { locale: "zh-CN", viewport: { width: 1440, height: 900 } };

/** Its clock stands at the moment it is opened. */
export async function openConsole(browser: Browser): Promise<QuietConsole> {
  const hub = await quietHub({ consoleFolder: join(root, "dist/console") });
  hub.clock.now = Date.now();
  await hub.app.listen({ port: 0, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${(hub.app.server.address() as AddressInfo).port}`;
  const problems: string[] = [];
  const page: OpenPage = async (name, path, { look = desk, ...who } = {}) => {
    const context = await browser.newContext(look);
    await context.addCookies([{ name: cookieName, value: await enter(hub, name, who), url }]);
    const opened = await context.newPage();
    opened.setDefaultTimeout(20_000);
    opened.on("pageerror", (error) => problems.push(error.message));
    await opened.goto(url + path);
    return opened;
  };
  return { hub, url, page, problems };
}

let sessions = 0;

/** A new session of somebody; answers its cookie. */
export async function enter({ read, clock }: QuietHub, name: string, who: Who = {}): Promise<string> {
  sessions += 1;
  const token = `session ${sessions} of ${name}`;
  const tokenHash = createHash("sha256").update(token).digest("hex");
  await read(async ({ accounts, sessions }) => {
    await accounts.put({ name, role: "administrator", passwordHash: "", ...who });
    await sessions.put({ tokenHash, account: name, expiresAt: clock.now + 3_600_000 });
  });
  return token;
}
