/** A backlog goes to the hub that came back: how fast, for how much, and what an alert notices of it; beside a mosquitto bridge. */
import { laneSettings, openJournal } from "../agent/journal/journal.ts";
import { encodeReading } from "../agent/journal/records.ts";
import type { DeviceId, PointId } from "../core/id.ts";
import type { Reading } from "../core/reading.ts";
import { openStore } from "../hub/store/open.ts";
import { agentCommand, hubCommand, ready } from "../test/rig/commands.ts";
import { type Bridged, drainBridge } from "./bridge.ts";
import { startBus, writeSettings } from "./bus.ts";
import { watchLine } from "./line.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, pause, portToCome, until } from "./place.ts";
import { cpuUsOf } from "./process-facts.ts";
import { percentile, type Row, ratio, spread, type Table } from "./table.ts";

const runs = 5;
/** Twelve devices of the site cross and return: each answer of one is an alert event. What waits is of fifty others. */
const site = { units: 12, everyMs: 500, sleepers: 50 };
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
  const most = (key: "lost" | "twice") => Math.max(...ours.map((run) => run[key]));
  const [busy, idle] = [ours.map(({ alertMs }) => alertMs), ours.map((run) => run.idleMs)];
  const slower = percentile(busy.flat(), 0.5) / percentile(idle.flat(), 0.5);
  return {
    title: `${records} records wait; the hub commits (FULL), then acknowledges, and sets the rate; bridges of 200-byte messages`,
    machine: machine(),
    rows: [
      spread("drained", rateOf(ours), "/s"),
      spread("peer: bridge, one subscriber at the far end", rateOf(heard), "/s"),
      spread("peer: bridge, nobody at the far end", rateOf(bare), "/s"),
      ratio("drained to bridge with a subscriber", rateOf(ours), rateOf(heard), { least: 1.5 }),
      ratio("drained to bridge with nobody", rateOf(ours), rateOf(bare)),
      spread("CPU a record, agent and hub", ours.map(cpuOf), "µs", { most: 10 }),
      spread("peer: bridge with a subscriber, both brokers' CPU a message", heard.map(cpuOf), "µs"),
      spread("peer: bridge with nobody, both brokers' CPU a message", bare.map(cpuOf), "µs"),
      { figure: "lost", value: most("lost"), unit: "", target: "0", met: most("lost") === 0 },
      { figure: "twice", value: most("twice"), unit: "", target: "0", met: most("twice") === 0 },
      latencyRow("alert meanwhile", busy, 0.5),
      latencyRow("alert afterwards", idle, 0.5),
      latencyRow("alert meanwhile", busy, 0.99),
      latencyRow("alert afterwards", idle, 0.99),
      { figure: "ratio: alert meanwhile to afterwards, p50", value: slower, unit: "", target: "≤ 2", met: slower <= 2 },
    ],
  };
}

/** Of the alerts of all runs together: one run has too few for a median to say much; the runs' own beside it. */
function latencyRow(what: string, runsMs: readonly number[][], share: number): Row {
  const each = runsMs.filter((ms) => ms.length > 0).map((ms) => percentile(ms, share));
  const [value, count] = [percentile(runsMs.flat(), share), runsMs.flat().length];
  const figure = `${what}, p${share * 100} of ${count}`;
  return { figure, value, unit: "ms", min: Math.min(...each), max: Math.max(...each) };
}

const cpuOf = ({ cpuUs }: { cpuUs: number }) => cpuUs;

async function drainOnce(place: Place, records: number): Promise<Drain> {
  await fillJournal(`${place.folder}/agent`, records);
  const seen: Seen = { crossed: [], acked: [], begin: null, end: null };
  const hubPort = await portToCome();
  const bus = await startBus(place, (unit, times) => {
    if (unit > site.units) return 0;
    if (times > 0) seen.crossed.push(performance.now());
    return times % 2 === 1 ? 1000 : 0;
  });
  const cpu = () => cpuUsOf(agent.child.pid as number) + cpuUsOf(hub.child.pid as number);
  const line = await watchDrain(place, hubPort, records, seen, () => ({ at: performance.now(), cpuUs: cpu() }));
  const settings = writeSettings(place.folder, { ...site, bus, broker: `mqtt://127.0.0.1:${line}` });
  const agent = await place.start(agentCommand(settings, `${place.folder}/agent`), ready.agent);
  const hub = await place.start(hubCommand(`${place.folder}/hub`, ["--mqtt-port", String(hubPort)]), ready.hub);
  await until(() => seen.end !== null, "the drain");
  await pause(restMs);
  const quietFrom = performance.now();
  await pause(idleMs);
  const quietTo = performance.now();
  await agent.kill("SIGTERM");
  await hub.kill("SIGTERM");
  const [from, to] = [seen.begin as Moment, seen.end as Moment];
  return {
    perSecond: records / ((to.at - from.at) / 1000),
    cpuUs: (to.cpuUs - from.cpuUs) / records,
    alertMs: latencies(seen, from.at, to.at),
    idleMs: latencies(seen, quietFrom, quietTo - restMs),
    ...(await account(`${place.folder}/hub`, records)),
  };
}

type Moment = { at: number; cpuUs: number };

/** When each event happened on the bus and when the hub had it, in the same order; the drain's first batch and last acknowledgement. */
type Seen = { crossed: number[]; acked: number[]; begin: Moment | null; end: Moment | null };

/** Returns the port of the line to the hub. */
function watchDrain(place: Place, hubPort: number, records: number, seen: Seen, now: () => Moment): Promise<number> {
  return watchLine(place, hubPort, {
    onBatch({ lane, from }) {
      if (lane === "data" && from < records) seen.begin ??= now();
    },
    onAck({ data, alert }) {
      const [, alerts = 0] = alert?.have[0] ?? [];
      while (seen.acked.length < alerts) seen.acked.push(performance.now());
      const [first, end = 0] = data?.have[0] ?? [];
      if (first === 0 && end >= records) seen.end ??= now();
    },
  });
}

/** Of the events that happened between the two. */
function latencies({ crossed, acked }: Seen, from: number, to: number): number[] {
  return acked.flatMap((at, i) => {
    const began = crossed[i] as number;
    return began >= from && began <= to ? [at - began] : [];
  });
}

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
  const device = `unit-${site.units + 1 + (n % site.sleepers)}` as DeviceId;
  const value = Math.round(100 + 30 * Math.sin(n / 700) + ((n * 7) % 5)) / 100;
  return { device, point: "level" as PointId, at: start + n * 20, value, quality: 0 };
}

/** Holds what the hub stored against what the journal was given, reading by reading. */
async function account(folder: string, records: number): Promise<{ lost: number; twice: number }> {
  const store = openStore(folder, Date.now());
  try {
    return await store.transaction(async ({ series, readings }) => {
      const found = new Map<string, number>();
      const all = { from: start, to: start + records * 20, limit: records, keep: "oldest" as const };
      for (const { id, device } of await series.list())
        for (const [at, value] of await readings.query(id, all)) {
          const key = `${device} ${at} ${value}`;
          found.set(key, (found.get(key) ?? 0) + 1);
        }
      const counts = Array.from({ length: records }, (_, n) => found.get(keyOf(readingOf(n))) ?? 0);
      const lost = counts.filter((count) => count === 0).length;
      return { lost, twice: counts.filter((count) => count > 1).length };
    });
  } finally {
    await store.close();
  }
}

function keyOf({ device, at, value }: Reading): string {
  return `${device} ${at} ${value}`;
}
