/** What a gateway costs while nothing happens: its share of a core and its memory at ten readings a second, and its start. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startNeighbourhood } from "../hardware/virtual/neighbourhood.ts";
import { type Command, startChild } from "../test/rig/child.ts";
import { hubCommand, ready } from "../test/rig/commands.ts";
import { bareNode, buildAgent, installedAgent, writeGateway } from "./idle-agent.ts";
import { machine } from "./machine.ts";
import { inPlace, type Place, pause, until } from "./place.ts";
import { cpuUsOf, memoryOf } from "./process-facts.ts";
import { ratio, spread, type Table } from "./table.ts";

const runs = 3;
const starts = 10;
const settleMs = 5000;

type Idle = { readings: number; share: number; rss: number; pss: number };

/** `seconds` of readings a run. */
export async function idle(seconds = 30): Promise<Table> {
  buildAgent();
  const found: Idle[] = [];
  for (let run = 0; run < runs; run++) found.push(await inPlace((place) => work(place, seconds)));
  const begun = await inPlace(beginOften);
  const of = (key: keyof Idle) => found.map((one) => one[key]);
  return {
    title: `the installed agent, eight virtual sensors, its hub; ${seconds} s a run, ${starts} starts`,
    machine: machine(),
    rows: [
      spread("readings", of("readings"), "/s"),
      spread("of a core", of("share"), "%", { most: 1 }),
      spread("resident afterwards", of("rss"), "MB", { most: 80 }),
      spread("its share of pages others use too (PSS)", of("pss"), "MB"),
      spread("first record on the disk, after the start of the process", begun.ours, "ms", { most: 1000 }),
      spread("peer: the first word of a bare Node", begun.peer, "ms"),
      ratio("first record to bare Node", begun.ours, begun.peer),
    ],
  };
}

async function work(place: Place, seconds: number): Promise<Idle> {
  const sensors = await startNeighbourhood();
  place.atEnd(() => sensors.stop());
  const hub = await place.start(hubCommand(join(place.folder, "hub")), ready.hub);
  const url = /ready \S+ (\S+)/.exec(hub.output())?.[1] as string;
  const settings = writeGateway(place.folder, { hub: url, ports: sensors.ports });
  const agent = await place.start(installedAgent(settings, join(place.folder, "agent")), ready.agent);
  const pid = agent.child.pid as number;
  await pause(settleMs);
  const [from, cpu, count] = [performance.now(), cpuUsOf(pid), pointsOf(sensors.answers())];
  await pause(seconds * 1000);
  const spent = cpuUsOf(pid) - cpu;
  const tookMs = performance.now() - from;
  const readings = (pointsOf(sensors.answers()) - count) / (tookMs / 1000);
  if (readings < 9) throw new Error(`only ${readings} readings/s were made`);
  return { readings, share: spent / tookMs / 10, ...memoryOf(pid) };
}

function pointsOf(answers: readonly { points: object }[]): number {
  return answers.reduce((sum, { points }) => sum + Object.keys(points).length, 0);
}

/** Each in a folder of its own, the peer in between. */
async function beginOften(place: Place): Promise<{ ours: number[]; peer: number[] }> {
  const settings = writeGateway(place.folder, { hub: "mqtt://127.0.0.1:9" });
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < starts; turn++) {
    ours.push(await firstRecordMs(join(place.folder, `trace-${turn}`), settings, join(place.folder, `agent-${turn}`)));
    peer.push(await firstWordMs(bareNode));
  }
  return { ours, peer };
}

/** [strace(1)] A record is on the disk when the first fdatasync of a segment has returned: headers are flushed by fsync. */
async function firstRecordMs(trace: string, settings: string, data: string): Promise<number> {
  const watch = ["strace", "-f", "--seccomp-bpf", "-ttt", "-T", "-y", "-e", "trace=execve,fdatasync", "-o", trace];
  const running = startChild(installedAgent(settings, data, watch));
  const durable = /^\d+\s+([\d.]+) fdatasync\(\d+<\S+\.seg>\)\s+= 0 <([\d.]+)>/m;
  const resumed = /^\d+\s+([\d.]+) <\.\.\. fdatasync resumed>\)?\s+= 0/m;
  try {
    await until(() => durable.test(read(trace)) || resumed.test(read(trace)), "the first record");
    const text = read(trace);
    const began = Number(/^\d+\s+([\d.]+) execve/m.exec(text)?.[1]);
    const [, at, took = "0"] = durable.exec(text) ?? resumed.exec(text) ?? [];
    return (Number(at) + Number(took) - began) * 1000;
  } finally {
    // strace itself takes no signal while it writes to a file; it ends with what it watches.
    const watched = Number(/^(\d+) /.exec(read(trace))?.[1]);
    if (watched > 0) process.kill(watched, "SIGKILL");
    await running.kill(watched > 0 ? "SIGTERM" : "SIGKILL");
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

async function firstWordMs(command: Command): Promise<number> {
  const began = performance.now();
  const running = startChild(command);
  await running.says(/ready/);
  const took = performance.now() - began;
  await running.kill();
  return took;
}
