/** The whole loop on real parts: PTY, libmodbus slave, mosquitto, agent and hub as processes, killed and restarted in the middle. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { AlertView, DeviceView, SeriesView, TicketStory, TicketView } from "../../hub/http/views.ts";
import { diskFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { freePort, startMosquitto } from "../rig/broker.ts";
import { startHub } from "../rig/hub.ts";
import { root, slavePath } from "../rig/paths.ts";
import { ptyPair, start } from "../rig/processes.ts";

/** The slave's register 0 counts the requests it answered, so each reading has a number of its own. */
const perCount = 0.0001;
const crossing = 40;

function settings(folder: string, port: string, brokerPort: number): string {
  const path = join(folder, "gateway.json");
  const counter = { id: "level", address: 0, type: "uint16", scale: perCount };
  const device = {
    id: "gauge-1",
    model: "water-gauge",
    link: "bus",
    title: { zh: "水尺", en: "Gauge" },
    place: "试验台",
    everyMs: 100,
    settings: { unit: 7, blocks: [{ function: 3, address: 0, count: 1, points: [counter] }] },
    rules: [
      {
        id: "high",
        point: "level",
        when: { above: crossing * perCount },
        severity: 2,
        title: { zh: "水位高", en: "High" },
      },
    ],
  };
  const document = {
    gateway: { id: "gw-loop", title: "试验网关", place: "试验台" },
    hub: { url: `mqtt://127.0.0.1:${brokerPort}`, firstPauseMs: 200, mostPauseMs: 400, silenceMs: 1000 },
    journal: { commitEveryMs: 0 },
    links: [{ id: "bus", kind: "serial", path: port, timeoutMs: 700 }],
    devices: [device],
  };
  writeFileSync(path, JSON.stringify(document));
  return path;
}

it("stores every reading exactly once and closes the ticket, though broker, hub, agent and adapter die in between", {
  timeout: 120_000,
}, async () => {
  const folder = diskFolder();
  const [near, far] = [join(folder, "tty-gateway"), join(folder, "tty-sensor")];
  const brokerPort = await freePort();
  const [hubData, agentData] = [join(folder, "hub"), join(folder, "agent")];
  const config = settings(folder, near, brokerPort);
  const plug = async () => {
    const pair = await ptyPair(near, far);
    await start(slavePath, [far, "7"]).says("slave up");
    return pair;
  };
  const runHub = () => startHub(hubData, ["--broker", `mqtt://127.0.0.1:${brokerPort}`]);
  const runAgent = async () => {
    const agent = start(process.execPath, [join(root, "agent/main.ts"), "--settings", config, "--data", agentData]);
    await agent.says("lilong-agent ready");
    return agent;
  };

  let broker = await startMosquitto(folder, brokerPort);
  let hub = await runHub();
  const adapter = await plug();
  let agent = await runAgent();
  const counts = async () => {
    const { readings, more } = await hub.api.get<SeriesView>(
      "/api/readings?gateway=gw-loop&device=gauge-1&point=level&limit=10000",
    );
    expect(more).toBe(false);
    return readings.map(([, value]) => Math.round(Number(value) / perCount));
  };
  const grown = async (by: number) => {
    const before = (await counts()).length;
    await until(`${by} more readings`, async () => (await counts()).length >= before + by, 30_000);
  };

  await until("the first readings", async () => (await counts()).length >= 10);
  await hub.kill();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  hub = await runHub();
  await grown(5);
  await broker.kill();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  broker = await startMosquitto(folder, brokerPort);
  await grown(5);
  await agent.kill();
  agent = await runAgent();
  await grown(5);
  await Promise.all([hub.kill(), broker.kill()]);
  broker = await startMosquitto(folder, brokerPort);
  hub = await runHub();
  await grown(20);

  const ticket = await until("the ticket to be sent", async () => {
    const [first] = await hub.api.get<TicketView[]>("/api/tickets?state=open");
    return first?.state === "dispatched" ? first : undefined;
  });
  expect(ticket).toMatchObject({
    device: "gauge-1",
    gateway: "gw-loop",
    unit: { id: "municipal" },
    severity: 2,
    sensorInAlarm: true,
  });
  expect(await hub.api.get<AlertView[]>("/api/alerts?state=open")).toHaveLength(1);

  const stored = await counts();
  const sorted = [...stored].sort((a, b) => a - b);
  expect(new Set(stored).size).toBe(stored.length);
  const holes = sorted.filter((count, i) => i > 0 && count !== (sorted[i - 1] as number) + 1);
  // One answer may have been on its way when the agent was killed; nothing that was accepted may be missing.
  expect(holes.length).toBeLessThanOrEqual(1);
  expect((sorted.at(-1) as number) - (sorted[0] as number) + 1 - sorted.length).toBeLessThanOrEqual(1);

  await adapter.kill();
  const health = async () => (await hub.api.get<DeviceView>("/api/devices/gw-loop/gauge-1")).health;
  await until("the fault to reach the hub", async () => (await health()).code === "LINK_DOWN");
  await plug();
  await until("the device to be well again", async () => (await health()).state === "well");

  const move = (body: object) => hub.api.post<TicketStory>(`/api/tickets/${ticket.id}/moves`, body);
  await move({ move: "accept" });
  await until(
    "the sensor to return",
    async () => !(await hub.api.get<TicketStory>(`/api/tickets/${ticket.id}`)).sensorInAlarm,
  );
  await move({ move: "submit", reason: "水泵跳闸，已合闸" });
  expect(await move({ move: "close" })).toMatchObject({ state: "closed" });
  expect((await hub.api.get<TicketStory>(`/api/tickets/${ticket.id}`)).story.map(({ to }) => to)).toContain("closed");
});
