/** What is changed begins anew; every other bus goes on undisturbed. */
import { createSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { drivers } from "../../drivers/drivers.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { realClock } from "../../test/kit/real-clock.ts";
import { until } from "../../test/kit/until.ts";
import { root } from "../../test/rig/paths.ts";
import { type Loaded, type LoadedDevice, loadDocument } from "../settings/load.ts";
import { startBuses } from "./buses.ts";

/** A converter that accepts and stays silent; counts who came. */
async function converter() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, sockets };
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(() => done()));
  return port;
}

it("a device that speaks by itself is silent by its own interval, whatever the hub wishes", async () => {
  const loaded = await loadDocument(
    {
      gateway: { id: "gw-1", title: "网关", place: "门卫室" },
      links: [{ id: "rain", kind: "udp-listen", address: "127.0.0.1", port: await freePort() }],
      devices: [
        {
          ...{ id: "rain-1", model: "sl651-rain-station", link: "rain", place: "门卫室 屋顶", everyMs: 10_000 },
          title: { zh: "雨量站", en: "Rain station" },
          settings: { station: "0011223344" },
        },
      ],
    },
    join(root, "hardware/sensors"),
    drivers,
  );
  const clock = handClock();
  const told: string[] = [];
  const onHealth = (_device: string, code: string) => void told.push(code);
  const wished = (everyMs: number): Loaded => {
    const [rain] = loaded.devices as [LoadedDevice];
    return { ...loaded, devices: [{ ...rain, everyMs, usual: { everyMs: 10_000, rules: [] } }] };
  };
  const buses = startBuses(wished(2500), { onReading: () => undefined, onHealth, onStranger: () => undefined }, clock);
  onTestFinished(() => buses.close());
  await buses.change(wished(2000));
  await until("the silence", () => clock.pass(500).then(() => told.length > 0));
  expect(told).toEqual(["FIELD_SILENT"]);
  expect(clock.monotonic()).toBeGreaterThanOrEqual(30_000);
});

it("only the link that was changed is opened again", async () => {
  const [a, b] = [await converter(), await converter()];
  const load = (timeoutMs: number, everyMs: number) =>
    loadDocument(
      {
        gateway: { id: "gw-1", title: "网关", place: "门卫室" },
        links: [
          { id: "bus-a", kind: "tcp", host: "127.0.0.1", port: a.port },
          { id: "bus-b", kind: "tcp", host: "127.0.0.1", port: b.port, timeoutMs },
        ],
        devices: ["bus-a", "bus-b"].map((link) => ({
          ...{ id: `on-${link}`, model: "qdy30a", link, place: "3号楼", everyMs },
          title: { zh: "水位计", en: "Level" },
          settings: { unit: 1 },
        })),
      },
      join(root, "hardware/sensors"),
      drivers,
    );
  const events = { onReading: () => undefined, onHealth: () => undefined, onStranger: () => undefined };
  const buses = startBuses(await load(600, 1000), events, realClock());
  onTestFinished(() => buses.close());
  await until("both links to be opened", () => a.sockets.length === 1 && b.sockets.length === 1);
  expect(await buses.change(await load(600, 2000))).toEqual([]);
  expect(await buses.change(await load(300, 2000))).toEqual(["bus-b"]);
  await until("the changed link to be opened again", () => b.sockets.length === 2);
  expect(a.sockets).toHaveLength(1);
  expect(a.sockets[0]?.destroyed).toBe(false);
});
