/** What a thousand gateways with fifty sensors each, a reading a minute from each, cost one hub process. */
import { hubCommand, ready } from "../test/rig/commands.ts";
import { startLoad } from "./load.ts";
import { machine } from "./machine.ts";
import { inPlace } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";
import { type Row, ratio, spread, type Table } from "./table.ts";

const runs = 3;
const gateways = 1000;
const sensors = 50;
const minuteMs = 60_000;
/** Of a core, %. */
const mostShare = 20;

type Hub = { share: number; cpuUs: number; rssMb: number; ackP50: number; ackP99: number };

/** `seconds` of such traffic at its real rate for each run of each way of sending it. */
export async function fleet(seconds = 15): Promise<Table> {
  const [packed, single]: [Hub[], Hub[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    packed.push(await hubUnder(sensors, seconds));
    single.push(await hubUnder(1, seconds));
  }
  const perSecond = Math.floor((gateways * sensors) / 60);
  const of = (all: readonly Hub[], key: keyof Hub) => all.map((one) => one[key]);
  return {
    title: `${gateways} gateways × ${sensors} sensors, ${perSecond} readings/s for ${seconds} s a run`,
    machine: machine(),
    rows: [
      ...rowsOf("a batch a minute", packed),
      ...rowsOf("each reading its own message", single),
      ratio("CPU a reading in a batch to one in its own message", of(packed, "cpuUs"), of(single, "cpuUs")),
    ],
  };
}

function rowsOf(how: string, hubs: readonly Hub[]): Row[] {
  const of = (key: keyof Hub) => hubs.map((hub) => hub[key]);
  return [
    spread(`${how}: hub, of a core`, of("share"), "%", { most: mostShare }),
    spread(`${how}: hub, CPU a reading`, of("cpuUs"), "µs"),
    spread(`${how}: hub, resident`, of("rssMb"), "MB"),
    spread(`${how}: message to acknowledgement, p50`, of("ackP50"), "ms"),
    spread(`${how}: message to acknowledgement, p99`, of("ackP99"), "ms"),
  ];
}

function hubUnder(batch: number, seconds: number): Promise<Hub> {
  return inPlace(async (place) => {
    const hub = await place.start(hubCommand(place.folder, ["--connect-rate", "1000"]), ready.hub);
    const pid = hub.child.pid as number;
    const url = /ready \S+ (\S+)/.exec(hub.output())?.[1] as string;
    const work = { kind: "steady" as const, readings: sensors, periodMs: minuteMs, forMs: seconds * 1000 };
    const load = await startLoad(place, { url, gateways, sensors, batch, work });
    const [cpu, began] = [cpuUsOf(pid), performance.now()];
    const { readings, ackP50, ackP99 } = await load.done();
    const us = cpuUsOf(pid) - cpu;
    const share = us / (performance.now() - began) / 10;
    return { share, cpuUs: us / readings, rssMb: memoryOf(pid).rss, ackP50, ackP99 };
  });
}
