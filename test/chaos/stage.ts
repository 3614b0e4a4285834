/** Everything a storm blows at: sensors, agent, proxy, broker and hub as real processes, each with its handle. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentCommand, freePort, hubCommand, mosquittoCommand, ready } from "../rig/commands.ts";
import type { Abilities } from "./abilities.ts";
import { type Disk, mountDisk } from "./disk.ts";
import { type Kept, keep } from "./kept.ts";
import { overseer } from "./overseer.ts";
import { makePoison, type Poison } from "./poison.ts";
import { type BadLine, openProxy } from "./proxy.ts";
import { openRepeater, type Repeater } from "./repeater.ts";
import { listenForAlerts, type SaidAlerts } from "./said-alerts.ts";
import type { Chance } from "./seeded.ts";
import { type Crowd, openSensors, type Sensors } from "./sensors.ts";
import { type SkewedClock, skewedClock } from "./skewed-clock.ts";

export const brokers = ["mosquitto", "embedded"] as const;
export type Broker = (typeof brokers)[number];

/** A time during which the agent's disk refused. */
export type Refusal = { from: number; to: number };

/** What the machine or the run has not is null. */
export type Stage = {
  crowd: Crowd;
  sensors: Sensors;
  proxy: BadLine;
  poison: Poison;
  alerts: SaidAlerts;
  agent: Kept;
  hub: Kept;
  broker: Kept | null;
  repeater: Repeater | null;
  agentDisk: Disk | null;
  hubDisk: Disk | null;
  hubData: string;
  backup: string;
  clock: SkewedClock | null;
  /** Losing packets is real. */
  losesPackets: boolean;
  refusals: Refusal[];
  /** When the hub got an older state of its own back. */
  restores: number[];
  /** Ends every process and unmounts every disk. */
  strike(): Promise<void>;
};

export const gateway = "gw-chaos";
export const commitEveryMs = 100;

const agentMegabytes = 96;
const hubMegabytes = 192;

export type Plan = { folder: string; kind: Broker; crowd: Crowd; abilities: Abilities; chance: Chance };

export async function setStage({ folder, kind, crowd, abilities, chance }: Plan): Promise<Stage> {
  const sensors = await openSensors(join(folder, "line"), crowd);
  const [brokerPort, proxyPort] = [await freePort(), await freePort()];
  const [agentDisk, hubDisk] = abilities.disks
    ? [mountDisk(join(folder, "agent-disk"), agentMegabytes), mountDisk(join(folder, "hub-disk"), hubMegabytes)]
    : [null, null];
  const [agentData, hubData] = [dataOf(folder, "agent", agentDisk), dataOf(folder, "hub", hubDisk)];
  const settings = join(folder, "gateway.json");
  writeFileSync(settings, JSON.stringify(settingsOf(sensors, proxyPort)));
  const clock = abilities.clock === null ? null : skewedClock(join(folder, "clock"), abilities.clock);
  const broker = kind === "embedded" ? null : keep(kind, () => mosquittoCommand(folder, brokerPort), ready.mosquitto);
  const lineArgs =
    broker === null ? ["--mqtt-port", String(brokerPort)] : ["--broker", `mqtt://127.0.0.1:${brokerPort}`];
  const hub = keep("hub", () => hubCommand(hubData, lineArgs), ready.hub);
  const agent = keep("agent", () => agentCommand(settings, agentData, clock?.env), ready.agent);
  // After the agent itself has ended, which is the first to hear of the end.
  process.once("exit", () => clock?.forget(agent.pids()));
  const [poison, alerts] = [makePoison(chance.fork()), listenForAlerts()];
  const proxy = await openProxy(proxyPort, brokerPort, chance, overseer(poison, alerts));
  await broker?.up();
  await hub.up();
  const repeater = broker === null ? null : await openRepeater(brokerPort);
  await agent.up();
  return {
    ...{ crowd, sensors, proxy, poison, alerts, agent, hub, broker, repeater, agentDisk, hubDisk, hubData, clock },
    backup: join(folder, "backup"),
    losesPackets: abilities.packets,
    refusals: [],
    restores: [],
    async strike() {
      await Promise.all([agent.down("SIGKILL"), hub.down("SIGTERM")]);
      await repeater?.stop();
      await broker?.down("SIGTERM");
      await proxy.stop();
      await sensors.stop();
      agentDisk?.unmount();
      hubDisk?.unmount();
    },
  };
}

function dataOf(folder: string, name: string, disk: Disk | null): string {
  const path = join(disk?.path ?? folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Everything that takes minutes in the field takes a second here. */
function settingsOf({ links, devices }: Sensors, port: number): object {
  return {
    gateway: { id: gateway, title: "风暴网关", place: "试验台" },
    hub: {
      url: `mqtt://127.0.0.1:${port}`,
      ...{ keepaliveS: 5, firstPauseMs: 100, mostPauseMs: 500, silenceMs: 1500, statusEveryMs: 1000 },
    },
    // Readings run over; alerts do not, acknowledged ones included: a hub that forgot them must get every one again.
    journal: { commitEveryMs, dataBytes: 2 * 1024 * 1024, alertBytes: 32 * 1024 * 1024 },
    // The date this agent sees is set at will; whoever confirms it must be the hub.
    clock: { source: "hub" },
    links,
    devices,
  };
}
