/** The second door: what platforms push at a hub that is killed in the middle, and what became of every message. */
import { join } from "node:path";
import type { DeviceId, GatewayId } from "../core/id.ts";
import { noChanges } from "../hub/changes.ts";
import { openConnector, putConnector } from "../hub/platforms/connectors.ts";
import { adoptForeign } from "../hub/platforms/devices/adopt.ts";
import { meetForeign } from "../hub/platforms/devices/meet.ts";
import { loadModels } from "../hub/platforms/kit/models.ts";
import { openStore } from "../hub/store/open.ts";
import { hubCommand } from "../test/rig/commands.ts";
import type { DoorLoad, DoorsTold } from "./doors-child.ts";
import { type DoorsWay, directWay } from "./doors-direct.ts";
import { machine } from "./machine.ts";
import { askChild, inPlace, type Place, pause, portToCome, root, until } from "./place.ts";
import type { Row, Table } from "./table.ts";

export const connector = "ctwing-bench" as GatewayId;
export const token = "a-token-of-the-bench";
const product = "15081413";
const devices = 1000;
const perSecond = 2000;
const targetMs = 50;
const ready = /lilong-hub ready /;

/** `seconds` of pushes in each of the two runs: one whose hub goes on, one whose hub is killed in the middle. */
export async function doors(seconds = 20): Promise<Table> {
  return inPlace(async (place) => {
    const rows = [...(await peerRun(seconds)), ...(await run(place, platformWay, "steady", seconds))];
    rows.push(...(await run(place, platformWay, "killed", seconds, "killed")));
    rows.push(...(await run(place, directWay(place, devices), "SenML over HTTPS", seconds)));
    const title = `${perSecond} pushes/s of ${devices} devices, a reading each, ${seconds} s; acknowledged after the commit`;
    return { title, machine: machine(), rows };
  });
}

const platformWay: DoorsWay = { connector, args: [], makeStore, load: (port) => ({ url: doorUrl(port) }) };

async function run(place: Place, way: DoorsWay, name: string, seconds: number, end?: "killed"): Promise<Row[]> {
  const isKilled = end === "killed";
  const data = join(place.folder, name.replaceAll(" ", "-"));
  await way.makeStore(data);
  const port = await portToCome();
  const command = hubCommand(data, ["--door-port", String(port), "--log-level", "error", ...way.args]);
  let hub = await place.start(command, ready, 60_000);
  const load: DoorLoad = { ...way.load(port), perSecond, seconds, devices, product };
  const told = askChild<DoorsTold>("bench/doors-child.ts", load, [], (seconds + 120) * 1000);
  if (isKilled) {
    await pause((seconds * 1000) / 2);
    await hub.kill();
    hub = await place.start(command, ready, 60_000);
  }
  const { sent, p50, p99, p99Later, retried, tookMs } = await told;
  const drained = performance.now();
  await untilRead(data, way.connector);
  const drainMs = performance.now() - drained;
  await hub.kill("SIGTERM");
  const { messages, readings } = await countStored(data, way.connector);
  const row = (figure: string, value: number, unit: string): Row => ({ figure: `${name}: ${figure}`, value, unit });
  const acks = isKilled
    ? [row("acknowledgement p99, the outage among it", p99, "ms")]
    : [
        held(row("acknowledgement p99", p99, "ms"), targetMs),
        row("acknowledgement p99, the hub's first two seconds apart", p99Later, "ms"),
      ];
  return [
    row("sustained", (sent / tookMs) * 1000, "pushes/s"),
    row("acknowledgement p50", p50, "ms"),
    ...acks,
    row("sent again by the platform", retried, "messages"),
    row("read after the last was acknowledged", drainMs, "ms"),
    held(row("lost", sent - messages, "messages"), 0),
    held(row("readings more than messages", readings - sent, "readings"), 0),
  ];
}

function held(row: Row, most: number): Row {
  return { ...row, target: `≤ ${most} ${row.unit}`, met: row.value <= most };
}

/** The same load at a server of the same library that keeps nothing. */
async function peerRun(seconds: number): Promise<Row[]> {
  const { default: Fastify } = await import("fastify");
  const app = Fastify();
  app.post("/*", async () => "");
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  try {
    const load: DoorLoad = { url, perSecond, seconds: Math.min(seconds, 10), devices, product };
    const { p50, p99 } = await askChild<DoorsTold>("bench/doors-child.ts", load, [], (seconds + 60) * 1000);
    return [
      { figure: "peer, a server that keeps nothing: p50", value: p50, unit: "ms" },
      { figure: "peer, a server that keeps nothing: p99", value: p99, unit: "ms" },
    ];
  } finally {
    await app.close();
  }
}

function doorUrl(port: number): string {
  return `http://127.0.0.1:${port}/door/${connector}/${token}`;
}

/** A connector whose devices are known and adopted. */
async function makeStore(data: string): Promise<void> {
  const now = Date.now();
  const store = openStore(data, now);
  const models = loadModels(join(root, "hardware"));
  const row = {
    id: connector,
    platform: "ctwing",
    title: "bench",
    place: "花园坊",
    settings: {},
    quietAfterMs: 3_600_000,
  };
  const products = [{ product, model: "nb-level-cm" }];
  const author = { by: "bench", now };
  await store.transaction(async (tables) => {
    const wish = { ...row, products, state: "on" as const, secrets: { token } };
    await putConnector(tables, wish, models, noChanges(), author);
    const known = await openConnector(tables, connector);
    for (let n = 0; known !== null && n < devices; n++)
      await meetForeign(tables, known, { device: `d${n}`, product, kind: "met" }, now);
    const all = Array.from({ length: devices }, (_, n) => ({ device: `d${n}` as DeviceId, model: "nb-level-cm" }));
    await adoptForeign(tables, connector, all, models, noChanges(), author);
  });
  await store.close();
}

async function untilRead(data: string, connector: GatewayId): Promise<void> {
  const store = openStore(data, Date.now());
  try {
    let isRead = false;
    const look = setInterval(() => {
      void store
        .read(({ pushes }) => pushes.count(connector))
        .then(({ waiting }) => {
          isRead ||= waiting === 0;
        });
    }, 50);
    await until(() => isRead, "everything is read");
    clearInterval(look);
  } finally {
    await store.close();
  }
}

async function countStored(data: string, connector: GatewayId): Promise<{ messages: number; readings: number }> {
  const store = openStore(data, Date.now());
  try {
    return await store.read(async ({ pushes, series }) => {
      const { taken } = await pushes.count(connector);
      const levels = (await series.list(connector)).filter(({ point }) => point === "level");
      return { messages: taken, readings: levels.reduce((sum, { delivered }) => sum + delivered, 0) };
    });
  } finally {
    await store.close();
  }
}
