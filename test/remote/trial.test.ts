/** Trials over the real hub, broker and agent: bad wishes in a row, one that waited, and a technician in the middle of it. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import type { DesiredView } from "../../hub/http/views.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { agentCommand, freePort } from "../rig/commands.ts";
import { startHub } from "../rig/hub.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";

const id = "gw-trial";
const main = join(root, "agent/main.ts");
const sensor = (name: string, unit: number) => ({
  ...{ id: name, model: "smoke-relay", link: "bus-b", place: "东昌小区 3号楼", settings: { unit }, everyMs: 300 },
  title: { zh: name, en: name },
});

async function setUp() {
  const folder = tempFolder();
  const street = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  onTestFinished(() => street.stop());
  const [mqttPort, pagePort] = [await freePort(), await freePort()];
  const hub = await startHub(join(folder, "hub"), ["--mqtt-port", String(mqttPort)]);
  const settings = join(folder, "gateway.json");
  const installed = {
    links: [{ id: "bus-b", kind: "tcp", host: "127.0.0.1", port: street.ports["bus-b"], timeoutMs: 300 }],
    devices: [sensor("smoke-1", 21), sensor("smoke-2", 22)],
  };
  const document = {
    gateway: { id, title: "网关", place: "门卫室" },
    hub: { url: `mqtt://127.0.0.1:${mqttPort}`, firstPauseMs: 100, mostPauseMs: 200 },
    remote: { trialMs: 5000 },
    page: { port: pagePort, address: "127.0.0.1" },
    ...installed,
  };
  writeFileSync(settings, JSON.stringify(document));
  const data = join(folder, "agent");
  const person = [main, "person", "put", "安装员", "--pin", "47114711", "--technician", "--data", data];
  expect(spawnSync(process.execPath, person).status).toBe(0);
  const begin = async () => {
    const { program, args, env } = agentCommand(settings, data, { LILONG_PIN: "47114711" });
    const agent = start(program, args, env);
    await agent.says(/ready gw-trial/, 20_000);
    return agent;
  };
  const wish = async (port: number) => {
    const links = [{ ...installed.links[0], port }];
    const view = await hub.api.put<DesiredView>(`/api/gateways/${id}/desired`, {
      devices: [],
      settings: { ...installed, links },
    });
    return view.desired?.hash ?? "";
  };
  const view = () => hub.api.get<DesiredView>(`/api/gateways/${id}/desired`);
  const reported = (hash: string, state: string) =>
    until(
      `the wish to be ${state}`,
      async () => {
        const { reported: found } = await view();
        return found?.hash === hash && found.state === state ? found : null;
      },
      30_000,
    );
  const bothRead = () =>
    until(
      "both sensors to be read",
      async () => {
        const all = await Promise.all(
          installed.devices.map((one) =>
            hub.api.get<{ points: { latest?: { at: number } }[]; health: { code?: string } }>(
              `/api/devices/${id}/${one.id}`,
            ),
          ),
        ).catch(() => []);
        const isWell = ({ points, health }: (typeof all)[number]) =>
          !health.code && points.some(({ latest }) => latest !== undefined && Date.now() - latest.at < 2000);
        return all.length === 2 && all.every(isWell);
      },
      30_000,
    );
  const page = ["--data", data, "--page", `http://127.0.0.1:${pagePort}`];
  const install = (...words: string[]) =>
    start(process.execPath, [main, "install", ...words, ...page], { LILONG_PIN: "47114711" });
  const onDisk = () => JSON.parse(readFileSync(settings, "utf8"));
  return { begin, wish, reported, bothRead, install, onDisk, installed, street };
}

it("two bad wishes in a row are both taken back: what worked before them runs again", {
  timeout: 120_000,
}, async () => {
  const { begin, wish, reported, bothRead, onDisk, installed } = await setUp();
  await begin();
  await bothRead();
  await reported(await wish(9), "trying");
  const second = await wish(10);
  await reported(second, "trying");
  const { error } = await reported(second, "reverted");
  expect(error).toMatch(/^CONFIGURATION_REVERTED: smoke-1, smoke-2 no longer answer/);
  expect(onDisk().links).toEqual(installed.links);
  await bothRead();
});

it("a bad wish that waited while the agent was off is tried, and taken back", { timeout: 120_000 }, async () => {
  const { begin, wish, reported, bothRead, onDisk, installed } = await setUp();
  const first = await begin();
  await bothRead();
  await first.kill("SIGTERM");
  const waited = await wish(9);
  await begin();
  await reported(waited, "reverted");
  expect(onDisk().links).toEqual(installed.links);
  await bothRead();
});

it("a technician in mid-trial stands on what worked, and is told so", { timeout: 120_000 }, async () => {
  const { begin, wish, reported, bothRead, install, onDisk, installed } = await setUp();
  await begin();
  await bothRead();
  const bad = await wish(9);
  await reported(bad, "trying");
  const removed = install("remove", "smoke-2", "--reason", "换到别处");
  expect(await removed.says("removed\n")).toContain("taken back: your change stands on the one that worked");
  const { error, settings } = await reported(bad, "reverted");
  expect(error).toContain("a technician changed the gateway meanwhile");
  expect(settings?.links).toEqual(installed.links);
  expect(onDisk().devices).toEqual([installed.devices[0]]);
});
