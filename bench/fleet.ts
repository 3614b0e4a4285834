/** What a thousand gateways with fifty sensors each, a reading a minute from each, cost one hub process. */
import { hubCommand, ready } from "../test/rig/commands.ts";
import { startLoad } from "./load.ts";
import { machine } from "./machine.ts";
import { inPlace } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";
import type { Row, Table } from "./table.ts";

const gateways = 1000;
const sensors = 50;
const minuteMs = 60_000;
const mostShare = 20;

/** `seconds` of such traffic at its real rate for each way of sending it. */
export async function fleet(seconds = 20): Promise<Table> {
  const rows = [
    ...(await hubUnder("a batch a minute", sensors, seconds)),
    ...(await hubUnder("each reading its own message", 1, seconds)),
  ];
  const title = `${gateways} gateways × ${sensors} sensors, ${(gateways * sensors) / 60} readings/s for ${seconds} s`;
  return { title: title.replace(/\.\d+/, ""), machine: machine(), rows };
}

function hubUnder(how: string, batch: number, seconds: number): Promise<Row[]> {
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
    const cores = { figure: `${how}: hub, of a core`, value: share, unit: "%" };
    return [
      { ...cores, target: `< ${mostShare} %`, met: share < mostShare },
      { figure: `${how}: hub, CPU a reading`, value: us / readings, unit: "µs" },
      { figure: `${how}: hub, resident`, value: memoryOf(pid).rss, unit: "MB" },
      { figure: `${how}: message to acknowledgement, p50`, value: ackP50, unit: "ms" },
      { figure: `${how}: message to acknowledgement, p99`, value: ackP99, unit: "ms" },
    ];
  });
}
