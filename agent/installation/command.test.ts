/** The installation at a terminal: the same verbs as the page, asked of the running agent. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { freePort } from "../../test/rig/broker.ts";
import { root } from "../../test/rig/paths.ts";
import { start } from "../../test/rig/processes.ts";

const main = join(root, "agent", "main.ts");
/** One transparent pixel. */
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async function agent() {
  const data = tempFolder();
  const port = await freePort();
  const running = start(process.execPath, [main, "--data", data, "--page-port", String(port)]);
  await running.says(/ready gw-\S+ 0 devices page/, 20_000);
  const page = ["--data", data, "--page", `http://127.0.0.1:${port}`];
  return { data, page, install: (...words: string[]) => run(["install", ...words, ...page]) };
}

/** Beside the neighbourhood in this process, which has to go on. */
async function run(words: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...words], { env: { ...process.env, ...env } });
  let text = "";
  child.stdout.on("data", (part) => (text += part));
  child.stderr.on("data", (part) => (text += part));
  const status = await new Promise<number | null>((ended) => child.once("close", ended));
  return { status, text };
}

it("places a sensor, proves it by a drill, signs, and the record is valid", { timeout: 120_000 }, async () => {
  const neighbourhood = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  onTestFinished(() => neighbourhood.stop());
  const { data, install } = await agent();
  const link = `tcp:127.0.0.1:${neighbourhood.ports["bus-a"]}`;
  const where = ["--title", "集水坑水位计", "--place", "东昌小区 3号楼", "--position", "31.2391,121.5022,8"];
  const picture = join(data, "name.png");
  writeFileSync(picture, Buffer.from(png, "base64"));
  const placed = await install("place", "qdy30a", "--link", link, "--set", "unit=1", "--photo", picture, ...where);
  expect(placed).toMatchObject({ status: 0, text: expect.stringMatching(/^qdy30a-[0-9a-f]{6}\n$/) });
  const device = placed.text.trim();
  const early = await install("sign", "--signature", picture);
  expect(early).toMatchObject({ status: 2, text: expect.stringMatching(/INPUT_INVALID: .*lacks its (proof|reading)/) });
  const proved = await install("prove", device, "--drill");
  expect(proved.text).toMatch(/raised .*\n(.*\n)*on the card after [\d.]+ ms\ncleared /);
  expect(proved.status).toBe(0);
  const shown = await install("show");
  expect(shown.text).toContain(`${device}  集水坑水位计, 东昌小区 3号楼: read, proved by drill, photo`);
  const file = join(data, "record.json");
  expect(await install("sign", "--signature", picture, "--out", file)).toMatchObject({ status: 0 });
  expect(await run(["verify", file])).toMatchObject({ status: 0, text: expect.stringContaining("1 sensors") });
  const [, key = ""] = /^key (.+)$/m.exec((await install("show")).text) ?? [];
  expect(await run(["verify", file, "--key", key])).toMatchObject({
    status: 0,
    text: expect.stringMatching(/: valid/),
  });
  expect(await run(["verify", file, "--key", "0".repeat(32)])).toMatchObject({ status: 1 });
  expect(await install("remove", device)).toMatchObject({
    status: 2,
    text: expect.stringContaining("/reason must be"),
  });
  expect(await install("remove", device, "--reason", "换到 4号楼")).toMatchObject({ status: 0 });
  expect((await install("show")).text).not.toContain(device);
});

it("says what is wrong: the PIN, the agent, the device, the verb", { timeout: 60_000 }, async () => {
  const { page, install } = await agent();
  const wrong = await run(["install", "show", ...page], { LILONG_PIN: "0000" });
  expect(wrong).toMatchObject({ status: 2, text: expect.stringContaining("SIGN_IN_REFUSED") });
  const away = await run(["install", "show", ...page.slice(0, 2), "--page", `http://127.0.0.1:${await freePort()}`]);
  expect(away).toMatchObject({ status: 2, text: expect.stringContaining("is the agent running?") });
  expect(await install("remove", "nobody", "--reason", "x")).toMatchObject({
    status: 2,
    text: expect.stringContaining("NOT_FOUND"),
  });
  expect(await install("prove")).toMatchObject({ status: 2, text: expect.stringContaining("names no device") });
  expect(await install("dig")).toMatchObject({ status: 2, text: expect.stringContaining('install "dig" is none of') });
});
