/** `lilong-agent enrol`: one at a time in a folder, and never behind the back of an agent that runs. */
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { lockFolder } from "../journal/lock.ts";
import { runEnrol } from "./command.ts";

const code = "0123-4567-89AB-CDEF";

/** Somebody who is asked, and answers when he is told to. */
async function slowHub() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const asked = once(server, "request");
  const answer = async () =>
    (await asked)[1].writeHead(403).end('{"code":"ENROLMENT_REFUSED","detail":"no such code"}');
  return { hub: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, answer };
}

async function setUp() {
  const folder = tempFolder();
  const settings = join(folder, "gateway.json");
  const line = await slowHub();
  return { folder, settings, line, run: () => runEnrol({ hub: line.hub, code, link: "" }, settings, folder) };
}

it("a second enrolment in the same folder is told that one is under way, and the first goes on", async () => {
  const { folder, line, run } = await setUp();
  const first = run().catch((error: Error) => error.message);
  await line.asked;
  await expect(run()).rejects.toThrow(`INSTANCE_RUNNING: an agent or another enrolment works on ${folder}; `);
  await line.answer();
  expect(await first).toMatch(/^ENROLMENT_REFUSED: no such code/);
  lockFolder(folder)();
});

it("in the folder of a running agent is refused, and says that the agent's page enrols", async () => {
  const { folder, settings, run } = await setUp();
  const release = lockFolder(folder);
  await expect(run()).rejects.toThrow(/^INSTANCE_RUNNING: .*; an agent that runs is enrolled on its own page\. Stop/);
  release();
  expect(existsSync(settings)).toBe(false);
});

it.each(["null", "[]", "{", '{"gateway":7}'])("settings that are %s are named before a code is spent", async (text) => {
  const { settings, run } = await setUp();
  writeFileSync(settings, text);
  await expect(run()).rejects.toThrow(/^SETTING_INVALID: .*gateway\.json/);
});
