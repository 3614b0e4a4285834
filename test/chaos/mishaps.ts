/** Everything that can go wrong, as a table: what it touches, what it needs, and what it does until it heals by itself. */
import { cpSync, existsSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { keepPackets, losePackets } from "./packet-loss.ts";
import type { Chance } from "./seeded.ts";
import { now } from "./sensors.ts";
import { type Jump, jumps } from "./skewed-clock.ts";
import type { Stage } from "./stage.ts";

/** Two mishaps that touch the same part never run at once. */
export type Part =
  | "agent"
  | "hub"
  | "broker"
  | "line"
  | "agent-disk"
  | "hub-disk"
  | "clock"
  | "batches"
  | "readings"
  | "alerts";

export type Mishap = {
  name: string;
  touches: readonly Part[];
  /** Whether this stage can have it. */
  fits(stage: Stage): boolean;
  /** Resolves when it is healed, with how often it happened. */
  run(stage: Stage, chance: Chance): Promise<number>;
};

const always = () => true;

export const mishaps: readonly Mishap[] = [
  { name: "agent killed", touches: ["agent"], fits: always, run: killAgent },
  { name: "hub killed", touches: ["hub"], fits: always, run: killHub },
  { name: "broker killed", touches: ["broker"], fits: ({ broker }) => broker !== null, run: killBroker },
  { name: "line half-open", touches: ["line"], fits: always, run: halfOpen },
  { name: "line slow by 2 s", touches: ["line"], fits: always, run: slowLine },
  { name: "30 % of packets lost", touches: ["line"], fits: ({ losesPackets }) => losesPackets, run: lossyLine },
  { name: "line stalled and reset", touches: ["line"], fits: ({ losesPackets }) => !losesPackets, run: tornLine },
  { name: "agent's disk full", touches: ["agent-disk"], fits: ({ agentDisk }) => agentDisk !== null, run: fillAgent },
  {
    name: "agent's disk read-only",
    touches: ["agent-disk", "agent"],
    fits: ({ agentDisk }) => agentDisk !== null,
    run: freezeAgent,
  },
  { name: "hub's disk full", touches: ["hub-disk"], fits: ({ hubDisk }) => hubDisk !== null, run: fillHub },
  { name: "hub restored from a backup", touches: ["hub", "hub-disk"], fits: always, run: restoreHub },
  { name: "hub away for minutes", touches: ["hub"], fits: ({ crowd }) => crowd === "many", run: leaveHub },
  { name: "clock jumped", touches: ["clock"], fits: ({ clock }) => clock !== null, run: jumpClock },
  { name: "readings poisoned", touches: ["readings"], fits: always, run: poisonReading },
  { name: "alerts poisoned", touches: ["alerts"], fits: always, run: poisonAlert },
  { name: "batches repeated", touches: ["batches"], fits: ({ repeater }) => repeater !== null, run: repeatBatches },
];

async function killAgent({ agent }: Stage, chance: Chance): Promise<number> {
  await agent.down("SIGKILL");
  await pause(chance.between(0, 1500));
  await agent.up();
  return 1;
}

/** Killed while it starts, too: every second time again within half a second. */
async function killHub({ hub }: Stage, chance: Chance): Promise<number> {
  const times = chance.between(1, 2);
  for (let i = 0; i < times; i++) {
    await hub.down("SIGKILL");
    await pause(chance.between(0, 1500));
    const up = hub.up();
    if (i + 1 < times) await pause(chance.between(0, 500));
    else await up;
  }
  return times;
}

async function killBroker({ broker }: Stage, chance: Chance): Promise<number> {
  await broker?.down("SIGKILL");
  await pause(chance.between(0, 2000));
  await broker?.up();
  return 1;
}

async function halfOpen({ proxy }: Stage, chance: Chance): Promise<number> {
  proxy.set("half-open");
  await pause(chance.between(1000, 6000));
  proxy.set("calm");
  return 1;
}

async function slowLine({ proxy }: Stage, chance: Chance): Promise<number> {
  proxy.set("slow");
  await pause(chance.between(3000, 7000));
  proxy.set("calm");
  return 1;
}

async function tornLine({ proxy }: Stage, chance: Chance): Promise<number> {
  proxy.set("torn");
  await pause(chance.between(3000, 7000));
  proxy.set("calm");
  return 1;
}

async function lossyLine({ proxy }: Stage, chance: Chance): Promise<number> {
  losePackets(proxy.port);
  await pause(chance.between(3000, 7000));
  keepPackets();
  return 1;
}

async function fillAgent(stage: Stage, chance: Chance): Promise<number> {
  return refusing(stage, async () => {
    stage.agentDisk?.fill();
    await pause(chance.between(1000, 5000));
    stage.agentDisk?.free();
    return 1;
  });
}

/** No disk becomes read-only under a writer, so the agent dies first, as with a card that comes back like this. */
async function freezeAgent(stage: Stage, chance: Chance): Promise<number> {
  const { agent, agentDisk } = stage;
  return refusing(stage, async () => {
    await agent.down("SIGKILL");
    const isDone = agentDisk?.remount("ro") ?? false;
    const up = agent.up();
    await pause(chance.between(500, 3000));
    agentDisk?.remount("rw");
    await up;
    return isDone ? 1 : 0;
  });
}

/** What the agent holds in memory while its disk refuses is not accepted yet. */
async function refusing(stage: Stage, work: () => Promise<number>): Promise<number> {
  const refusal = { from: now(), to: Number.POSITIVE_INFINITY };
  stage.refusals.push(refusal);
  const count = await work();
  refusal.to = now();
  return count;
}

async function fillHub({ hubDisk }: Stage, chance: Chance): Promise<number> {
  hubDisk?.fill();
  await pause(chance.between(1000, 5000));
  hubDisk?.free();
  return 1;
}

/** The copy is made at rest; what the hub heard after it is forgotten, and the gateways must say it again. */
async function restoreHub({ hub, hubData, backup, restores }: Stage, chance: Chance): Promise<number> {
  await hub.down("SIGTERM");
  rmSync(backup, { recursive: true, force: true });
  cpSync(hubData, backup, { recursive: true });
  await hub.up();
  await pause(chance.between(1000, 5000));
  await hub.down("SIGKILL");
  rmSync(hubData, { recursive: true, force: true });
  cpSync(backup, hubData, { recursive: true });
  restores.push(now());
  await hub.up();
  return existsSync(hubData) ? 1 : 0;
}

/** So long that the journal runs over: what it gives up must be in the ledger, series by series. */
async function leaveHub({ hub }: Stage, chance: Chance): Promise<number> {
  await hub.down("SIGTERM");
  await pause(chance.between(100_000, 180_000));
  await hub.up();
  return 1;
}

async function jumpClock({ clock }: Stage, chance: Chance): Promise<number> {
  const [way] = chance.shuffled(Object.keys(jumps) as Jump[]);
  if (way !== undefined) clock?.jump(way);
  return 1;
}

/** The next reading that passes; how often it came to its end is counted when the storm is over. */
async function poisonReading({ poison }: Stage): Promise<number> {
  poison.befall("data");
  return 0;
}

async function poisonAlert({ poison }: Stage): Promise<number> {
  poison.befall("alert");
  return 0;
}

async function repeatBatches({ repeater }: Stage, chance: Chance): Promise<number> {
  return repeater?.repeat(chance.between(5, 60), chance) ?? 0;
}
