/** The agent's memory with an empty journal and with a million records waiting, the hub away; as it is installed. */
import { join } from "node:path";
import { laneSettings, openJournal } from "../agent/journal/journal.ts";
import { encodeReading, type Stamped } from "../agent/journal/records.ts";
import type { Reading } from "../core/reading.ts";
import type { Command } from "../test/rig/child.ts";
import { bareNode, buildAgent, installedAgent, writeGateway } from "./idle-agent.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, pause } from "./place.ts";
import { memoryOf } from "./process-facts.ts";
import { spread, type Table } from "./table.ts";

const waiting = 1_000_000;
const runs = 3;
const settleMs = 6000;
/** Nobody listens there. */
const nowhere = "mqtt://127.0.0.1:9";

type Memory = ReturnType<typeof memoryOf>;

export function memory(): Promise<Table> {
  buildAgent();
  return inPlace(measure);
}

async function measure(place: Place): Promise<Table> {
  const settings = writeGateway(place.folder, { hub: nowhere });
  await fill(join(place.folder, "full"));
  const [empty, full, bare]: [Memory[], Memory[], Memory[]] = [[], [], []];
  for (let run = 0; run < runs; run++) {
    empty.push(await settled(place, installedAgent(settings, join(place.folder, "empty"))));
    full.push(await settled(place, installedAgent(settings, join(place.folder, "full"))));
    bare.push(await settled(place, bareNode));
  }
  const of = (found: readonly Memory[], key: keyof Memory) => found.map((one) => one[key]);
  const apart = full.map(({ rss }, run) => rss - (empty[run] as Memory).rss);
  const rows = [
    spread("resident, nothing waiting", of(empty, "rss"), "MB", { most: 80 }),
    spread("resident, a million waiting", of(full, "rss"), "MB", { most: 80 }),
    spread("a million waiting costs", apart, "MB", { most: 5 }),
    spread("peer: bare Node, resident", of(bare, "rss"), "MB"),
    spread("its share of pages others use too (PSS), nothing waiting", of(empty, "pss"), "MB"),
    spread("its share, a million waiting", of(full, "pss"), "MB"),
    spread("peer: bare Node, its share", of(bare, "pss"), "MB"),
  ];
  return { title: `the agent with eight sensors, ${settleMs / 1000} s after its start`, machine: machine(), rows };
}

async function settled(place: Place, command: Command): Promise<Memory> {
  const running = await place.start(command, /ready/);
  await pause(settleMs);
  const found = memoryOf(running.child.pid as number);
  await running.kill("SIGTERM");
  return found;
}

async function fill(folder: string): Promise<void> {
  const room = { dataBytes: 536_870_912, alertBytes: 67_108_864, commitEveryMs: 0, dataDays: 30, alertDays: 365 };
  const journal = await openJournal(folder, laneSettings(room), () => undefined);
  for (let from = 0; from < waiting; from += 1000)
    await journal.data.append(Array.from({ length: 1000 }, (_, i) => encodeReading(readingOf(from + i))));
  if (journal.data.waiting() !== waiting) throw new Error(`only ${journal.data.waiting()} records wait`);
  await journal.close();
}

function readingOf(n: number): Stamped<Reading> {
  const ids = { device: "water-1", point: "level" } as Pick<Reading, "device" | "point">;
  return { ...ids, at: 1_790_000_000_000 + n * 100, value: (n % 77) / 100, quality: 0, boot: 1, mono: n };
}
