/** A backlog goes to the hub that came back: how fast, for how much, and what an alert notices of it; beside a mosquitto bridge. */
import { laneSettings, openJournal } from "../agent/journal/journal.ts";
import { encodeReading } from "../agent/journal/records.ts";
import type { DeviceId, PointId } from "../core/id.ts";
import type { Reading } from "../core/reading.ts";
import { openStore } from "../hub/store/open.ts";
import { agentCommand, freePort, hubCommand, ready } from "../test/rig/commands.ts";
import { type Bridged, drainBridge } from "./bridge.ts";
import { startBus, writeSettings } from "./bus.ts";
import { watchLine } from "./line.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, pause, until } from "./place.ts";
import { cpuUsOf } from "./process-facts.ts";
import { percentile, ratio, spread, type Table } from "./table.ts";

const runs = 3;
/** Twelve devices of the site cross and return: each answer of one is an alert event. */
const site = { units: 12, everyMs: 500 };
const devices = 10;
const points = 5;
const start = 1_790_000_000_000;
const idleMs = 6000;
/** After the drain, until the line is quiet. */
const restMs = 500;

type Drain = { perSecond: number; cpuUs: number; lost: number; twice: number; alertMs: number[]; idleMs: number[] };

/** `records` wait in the journal of one gateway. */
export async function drain(records = 100_000): Promise<Table> {
  const ours: Drain[] = [];
  const [heard, bare]: [Bridged[], Bridged[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    ours.push(await inPlace((place) => drainOnce(place, records)));
    heard.push(await inPlace((place) => drainBridge(place, records, "a subscriber")));
    bare.push(await inPlace((place) => drainBridge(place, records, "nobody")));
  }
  const rateOf = (drained: readonly { perSecond: number }[]) => drained.map(({ perSecond }) => perSecond);
  const cpuUs = ours.map(cpuOf);
  const [busy, idle] = [ours.flatMap(({ alertMs }) => alertMs), ours.flatMap((run) => run.idleMs)];
  const [busyP50, idleP50] = [percentile(busy, 0.5), percentile(idle, 0.5)];
  const most = (key: "lost" | "twice") => Math.max(...ours.map((run) => run[key]));
  const slower = busyP50 / idleP50;
  return {
    title: `${records} records wait; the hub commits (FULL), then acknowledges, and sets the rate; bridges of 200-byte messages`,
    machine: machine(),
    rows: [
      spread("drained", rateOf(ours), "/s"),
      spread("peer: bridge, one subscriber at the far end", rateOf(heard), "/s"),
      spread("peer: bridge, nobody at the far end", rateOf(bare), "/s"),
      ratio("drained to bridge with a subscriber", rateOf(ours), rateOf(heard), { least: 1.5 }),
      ratio("drained to bridge with nobody", rateOf(ours), rateOf(bare)),
      spread("CPU a record, agent and hub", cpuUs, "µs", { most: 10 }),
      spread("peer: bridge with a subscriber, both brokers' CPU a message", heard.map(cpuOf), "µs"),
      spread("peer: bridge with nobody, both brokers' CPU a message", bare.map(cpuOf), "µs"),
      { figure: "lost", value: most("lost"), unit: "", target: "0", met: most("lost") === 0 },
      { figure: "twice", value: most("twice"), unit: "", target: "0", met: most("twice") === 0 },
      { figure: `alert meanwhile, p50 of ${busy.length}`, value: busyP50, unit: "ms" },
      { figure: `alert afterwards, p50 of ${idle.length}`, value: idleP50, unit: "ms" },
      { figure: "alert meanwhile, p99", value: percentile(busy, 0.99), unit: "ms" },
      { figure: "alert afterwards, p99", value: percentile(idle, 0.99), unit: "ms" },
      { figure: "ratio: alert meanwhile to afterwards, p50", value: slower, unit: "", target: "≤ 2", met: slower <= 2 },
    ],
  };
}

const cpuOf = ({ cpuUs }: { cpuUs: number }) => cpuUs;

async function drainOnce(place: Place, records: number): Promise<Drain> {
  await fillJournal(`${place.folder}/agent`, records);
  const seen = { crossed: [] as number[], acked: [] as number[] };
  const during = { begin: null as Moment | null, end: null as Moment | null };
  const hubPort = await freePort();
  const bus = await startBus(place, (_unit, times) => {
    if (times > 0) seen.crossed.push(performance.now());
    return times % 2 === 1 ? 1000 : 0;
  });
  const cpu = () => cpuUsOf(agent.child.pid as number) + cpuUsOf(hub.child.pid as number);
  const now = (): Moment => ({ at: performance.now(), cpuUs: cpu() });
  const line = await watchLine(place, hubPort, {
    onBatch({ lane, from }) {
      if (lane === "data" && from < records) during.begin ??= now();
    },
    onAck({ data, alert }) {
      const [, alerts = 0] = alert?.have[0] ?? [];
      while (seen.acked.length < alerts) seen.acked.push(performance.now());
      const [first, end = 0] = data?.have[0] ?? [];
      if (first === 0 && end >= records) during.end ??= now();
    },
  });
  const settings = writeSettings(place.folder, { ...site, bus, broker: `mqtt://127.0.0.1:${line}` });
  const agent = await place.start(agentCommand(settings, `${place.folder}/agent`), ready.agent);
  const hub = await place.start(hubCommand(`${place.folder}/hub`, ["--mqtt-port", String(hubPort)]), ready.hub);
  await until(() => during.end !== null, "the drain");
  await pause(restMs);
  const quietFrom = performance.now();
  await pause(idleMs);
  const quietTo = performance.now();
  await agent.kill("SIGTERM");
  await hub.kill("SIGTERM");
  const [from, to] = [during.begin as Moment, during.end as Moment];
  const latencies = (since: number, until: number) =>
    seen.acked.flatMap((at, i) => {
      const crossed = seen.crossed[i] as number;
      return crossed >= since && crossed <= until ? [at - crossed] : [];
    });
  return {
    perSecond: records / ((to.at - from.at) / 1000),
    cpuUs: (to.cpuUs - from.cpuUs) / records,
    alertMs: latencies(from.at, to.at),
    idleMs: latencies(quietFrom, quietTo - restMs),
    ...(await account(`${place.folder}/hub`, records)),
  };
}

type Moment = { at: number; cpuUs: number };

/** Through the journal's own door, as the agent would have left it. */
async function fillJournal(folder: string, records: number): Promise<void> {
  const room = { dataBytes: 2 ** 30, alertBytes: 2 ** 26, commitEveryMs: 0, dataDays: 3650, alertDays: 3650 };
  const journal = await openJournal(folder, laneSettings(room), () => undefined);
  for (let n = 0; n < records; n += 1000) {
    const some = Array.from({ length: Math.min(1000, records - n) }, (_, i) => readingOf(n + i));
    await journal.data.append(some.map((reading) => encodeReading({ ...reading, boot: 1, mono: reading.at - start })));
  }
  await journal.close();
}

function readingOf(n: number): Reading {
  const [device, point] = [`pit-${n % devices}`, `point-${Math.floor(n / devices) % points}`];
  const value = Math.round(100 + 30 * Math.sin(n / 700) + ((n * 7) % 5)) / 100;
  return { device: device as DeviceId, point: point as PointId, at: start + n * 20, value, quality: 0 };
}

/** Holds what the hub stored against what the journal was given, reading by reading. */
async function account(folder: string, records: number): Promise<{ lost: number; twice: number }> {
  const store = openStore(folder, Date.now());
  try {
    return await store.transaction(async ({ series, readings }) => {
      const found = new Map<string, number>();
      for (const { id, device, point } of await series.list()) {
        const rows = await readings.query(id, {
          from: start,
          to: start + records * 20,
          limit: records,
          keep: "oldest",
        });
        for (const [at, value] of rows) {
          const key = `${device} ${point} ${at} ${value}`;
          found.set(key, (found.get(key) ?? 0) + 1);
        }
      }
      const counts = Array.from({ length: records }, (_, n) => found.get(keyOf(readingOf(n))) ?? 0);
      const lost = counts.filter((count) => count === 0).length;
      return { lost, twice: counts.filter((count) => count > 1).length };
    });
  } finally {
    await store.close();
  }
}

function keyOf({ device, point, at, value }: Reading): string {
  return `${device} ${point} ${at} ${value}`;
}
