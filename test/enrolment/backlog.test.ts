/** A gateway that worked alone for a while brings what it read to its hub: also of a sensor that is gone, and not as a fault. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startNeighbourhood } from "../../hardware/virtual/neighbourhood.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { agentCommand, freePort } from "../rig/commands.ts";
import { startHub } from "../rig/hub.ts";
import { start } from "../rig/processes.ts";

const id = "gw-alone";
const sensor = (name: string, unit: number) => ({
  ...{ id: name, model: "smoke-relay", link: "bus-b", place: "东昌小区 3号楼", settings: { unit }, everyMs: 200 },
  title: { zh: name, en: name },
});

it("raises no fault for what it read before it registered", { timeout: 90_000 }, async () => {
  const folder = tempFolder();
  const street = await startNeighbourhood({ ports: { "bus-a": 0, "bus-b": 0, control: 0 }, seed: 1, speed: 1 });
  onTestFinished(() => street.stop());
  const port = await freePort();
  const settings = join(folder, "gateway.json");
  const begin = async (devices: object[]) => {
    const document = {
      gateway: { id, title: "网关", place: "门卫室" },
      hub: { url: `mqtt://127.0.0.1:${port}`, firstPauseMs: 50, mostPauseMs: 50, statusEveryMs: 1000 },
      links: [{ id: "bus-b", kind: "tcp", host: "127.0.0.1", port: street.ports["bus-b"], timeoutMs: 300 }],
      devices,
    };
    writeFileSync(settings, JSON.stringify(document));
    const { program, args, env } = agentCommand(settings, join(folder, "agent"));
    const agent = start(program, args, env);
    await agent.says(/ready gw-alone/, 20_000);
    return agent;
  };
  const first = await begin([sensor("smoke-1", 21), sensor("smoke-2", 22)]);
  const journal = join(folder, "agent", "journal", "data");
  const isKept = (name: string) =>
    readdirSync(journal).some((file) => readFileSync(join(journal, file)).includes(name));
  for (const name of ["smoke-1", "smoke-2"]) await until(`${name} to be journaled`, () => isKept(name), 20_000);
  await first.kill("SIGTERM");
  const hub = await startHub(join(folder, "hub"), ["--mqtt-port", String(port)]);
  await begin([sensor("smoke-1", 21)]);
  type View = { registered: boolean; points: { latest?: { at: number } }[] };
  const gone = await until(
    "the backlog",
    () => hub.api.get<View>(`/api/devices/${id}/smoke-2`).catch(() => null),
    30_000,
  );
  expect(gone).toMatchObject({ registered: false });
  await until(
    "the sensor that stayed to be read live",
    async () => {
      const { points } = await hub.api.get<View>(`/api/devices/${id}/smoke-1`);
      return points.some(({ latest }) => latest !== undefined && Date.now() - latest.at < 1500);
    },
    20_000,
  );
  expect((await hub.api.get<{ code: string }[]>("/api/faults")).map(({ code }) => code)).toEqual([]);
});
