/** From the bytes of a crossing on the bus to the ticket at the hub, both commits on disk: quiet, and beside other gateways' readings. */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { agentCommand, hubCommand, ready } from "../test/rig/commands.ts";
import { startBus, writeSettings } from "./bus.ts";
import { watchLine } from "./line.ts";
import { startLoad } from "./load.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, until } from "./place.ts";
import { percentile, ratio, spread, type Table } from "./table.ts";

const runs = 3;
/** Units on the bus; each crosses once [Modbus Serial Line §2.2]. */
const mostUnits = 247;
/** Other gateways, a batch each a second: 2,000 readings/s. */
const others = { gateways: 20, sensors: 50, batch: 100 };
const busyReadings = others.gateways * others.batch;

/** Ms for each crossing until it was acknowledged and until a console was told, and of two bare fdatasyncs meanwhile. */
type Latencies = { committed: number[]; told: number[]; fsync: number[] };

/** `alerts` of each run. */
export async function latency(alerts = 150): Promise<Table> {
  if (alerts > mostUnits) throw new Error(`a bus has no more than ${mostUnits} units`);
  const [quiet, busy]: [Latencies[], Latencies[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    quiet.push(await inPlace((place) => measure(place, alerts, false)));
    busy.push(await inPlace((place) => measure(place, alerts, true)));
  }
  const of = (all: readonly Latencies[], key: keyof Latencies, share: number) =>
    all.map((samples) => percentile(samples[key], share));
  const two = (all: readonly Latencies[]) => of(all, "fsync", 0.5).map((ms) => 2 * ms);
  return {
    title: `crossing on the bus → ticket at the hub, ${alerts} alerts a run, quiet and beside ${busyReadings} readings/s`,
    machine: machine(),
    rows: [
      spread("quiet: ticket committed and acknowledged, p50", of(quiet, "committed", 0.5), "ms", { most: 5 }),
      spread("quiet: ticket committed and acknowledged, p99", of(quiet, "committed", 0.99), "ms", { most: 25 }),
      spread("quiet: ticket told to a console, p50", of(quiet, "told", 0.5), "ms"),
      spread("quiet: ticket told to a console, p99", of(quiet, "told", 0.99), "ms"),
      spread("busy: ticket committed and acknowledged, p50", of(busy, "committed", 0.5), "ms"),
      spread("busy: ticket committed and acknowledged, p99", of(busy, "committed", 0.99), "ms", { most: 50 }),
      spread("busy: ticket told to a console, p99", of(busy, "told", 0.99), "ms"),
      spread("peer: two bare fdatasyncs of 4 KiB, quiet, p50", two(quiet), "ms"),
      spread("peer: two bare fdatasyncs of 4 KiB, busy, p50", two(busy), "ms"),
      ratio("quiet committed p50 to the two fdatasyncs", of(quiet, "committed", 0.5), two(quiet)),
      ratio("busy committed p50 to the two fdatasyncs", of(busy, "committed", 0.5), two(busy)),
    ],
  };
}

/** A unit answers 0 the first time and a metre from the second on. */
async function measure(place: Place, units: number, isBusy: boolean): Promise<Latencies> {
  const crossedAt = new Map<number, number>();
  const ackedAt: number[] = [];
  const bus = await startBus(place, (unit, times) => {
    if (times === 1) crossedAt.set(unit, performance.now());
    return times > 0 ? 1000 : 0;
  });
  const data = join(place.folder, "hub");
  const hub = await place.start(hubCommand(data), ready.hub);
  const [, url, mqtt] = /ready (\S+) (\S+)/.exec(hub.output()) as unknown as [string, string, string];
  const password = readFileSync(join(data, "operator-password"), "utf8").trim();
  const ticketAt = await followTickets(place, url, password);
  const line = await watchLine(place, Number(new URL(mqtt).port), {
    onAck({ alert }) {
      const [, alerts = 0] = alert?.have[0] ?? [];
      while (ackedAt.length < alerts) ackedAt.push(performance.now());
    },
  });
  if (isBusy) {
    const work = { kind: "steady" as const, readings: others.batch, periodMs: 1000, forMs: 120_000 };
    await startLoad(place, { url: mqtt, ...others, work });
  }
  const settings = writeSettings(place.folder, { bus, broker: `mqtt://127.0.0.1:${line}`, units, everyMs: 5000 });
  await place.start(agentCommand(settings, join(place.folder, "agent")), ready.agent);
  const fsync = await probeDisk(place.folder, () => ticketAt.size >= units && ackedAt.length >= units);
  const committed = [...crossedAt.values()].map((at, i) => (ackedAt[i] as number) - at);
  const told = [...ticketAt].map(([unit, at]) => at - (crossedAt.get(unit) as number));
  return { committed, told, fsync };
}

/** Times a bare fdatasync every few ms until it is over. */
async function probeDisk(folder: string, isOver: () => boolean): Promise<number[]> {
  const took: number[] = [];
  const probing = setInterval(() => took.push(bareFsync(folder)), 40);
  await until(isOver, "the alerts").finally(() => clearInterval(probing));
  return took;
}

/** Listens to the hub's live events; the time at which each unit's ticket was told. */
async function followTickets(place: Place, url: string, password: string): Promise<Map<number, number>> {
  const signedIn = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "operator", password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const ending = new AbortController();
  place.atEnd(() => ending.abort());
  const events = await fetch(`${url}/api/events`, {
    headers: { cookie, accept: "text/event-stream" },
    signal: ending.signal,
  });
  const ticketAt = new Map<number, number>();
  void readEvents(events, (name, data) => {
    const unit = Number(/"device":"unit-(\d+)"/.exec(data)?.[1]);
    if (name === "ticket" && !ticketAt.has(unit)) ticketAt.set(unit, performance.now());
  }).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
  return ticketAt;
}

async function readEvents(events: Response, heard: (name: string, data: string) => void): Promise<void> {
  let text = "";
  for await (const bytes of events.body as ReadableStream<Uint8Array>) {
    text += new TextDecoder().decode(bytes);
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks)
      heard(/^event: ?(.*)$/m.exec(block)?.[1] ?? "", /^data: ?(.*)$/m.exec(block)?.[1] ?? "");
  }
}

export function bareFsync(folder: string): number {
  const file = openSync(join(folder, "fsync"), "w");
  writeSync(file, Buffer.alloc(4096));
  fdatasyncSync(file);
  const start = performance.now();
  writeSync(file, Buffer.alloc(4096, 1), 0, 4096, 0);
  fdatasyncSync(file);
  const took = performance.now() - start;
  closeSync(file);
  return took;
}
