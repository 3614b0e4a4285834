/** The first start of the real agent in an empty folder, and what a start that failed leaves for the next. */
import { once } from "node:events";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tempFolder } from "../test/kit/temp-folder.ts";
import { freePort } from "../test/rig/commands.ts";
import { root } from "../test/rig/paths.ts";
import { start } from "../test/rig/processes.ts";

const main = join(root, "agent/main.ts");
const agent = (...args: string[]) => start(process.execPath, [main, ...args]);

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it("leaves no settings behind when its port is taken, so that the next one may choose another", async () => {
  const data = join(tempFolder(), "agent");
  const taken = await takenPort();
  const failed = agent("--data", data, "--page-port", String(taken));
  await once(failed.child, "exit");
  expect(failed.output()).toContain("PORT_TAKEN");
  expect(existsSync(join(data, "gateway.json"))).toBe(false);
  const pin = readFileSync(join(data, "setup-pin"), "utf8");
  const port = await freePort();
  const second = agent("--data", data, "--page-port", String(port));
  await second.says(`page http://127.0.0.1:${port}`);
  expect(JSON.parse(readFileSync(join(data, "gateway.json"), "utf8")).page.port).toBe(port);
  expect(readFileSync(join(data, "setup-pin"), "utf8")).toBe(pin);
  const session = await fetch(`http://127.0.0.1:${port}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "安装员", pin: pin.trim() }),
  });
  expect(session.status).toBe(200);
});

it("takes the port of the command line before the one that is written, and leaves that as it is", async () => {
  const data = join(tempFolder(), "agent");
  const [written, other] = [await freePort(), await freePort()];
  const first = agent("--data", data, "--page-port", String(written));
  await first.says(/ready/);
  await first.kill("SIGTERM");
  const second = agent("--data", data, "--page-port", String(other));
  await second.says(`page http://127.0.0.1:${other}`);
  expect(JSON.parse(readFileSync(join(data, "gateway.json"), "utf8")).page.port).toBe(written);
});

it("is the same gateway when only the last generation of its settings is left, and says so", async () => {
  const data = join(tempFolder(), "agent");
  const port = String(await freePort());
  const first = agent("--data", data, "--page-port", port);
  const [, id] = /ready (\S+) /.exec(await first.says(/ready .*\n/)) ?? [];
  await first.kill("SIGTERM");
  const pin = readFileSync(join(data, "setup-pin"), "utf8");
  renameSync(join(data, "gateway.json"), join(data, "gateway.json.last"));
  const second = agent("--data", data);
  expect(await second.says(/ready .*\n/)).toContain(`ready ${id} `);
  expect(second.output()).toContain("gateway.json is gone: its last generation is used");
  expect(readFileSync(join(data, "setup-pin"), "utf8")).toBe(pin);
});
