/** One storm from the first reading to the verdict, in the process and namespaces it is started in; prints JSON. */
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../kit/until.ts";
import { type Api, signIn } from "../rig/operator.ts";
import { findAbilities, isApart } from "./abilities.ts";
import { isDrained, readEvidence } from "./evidence.ts";
import { isSound, judge, type Verdict } from "./oracle.ts";
import { keepPackets } from "./packet-loss.ts";
import { chanceFrom } from "./seeded.ts";
import { type Broker, commitEveryMs, type Stage, setStage } from "./stage.ts";
import { blow } from "./storm.ts";
import { windowsOf } from "./windows.ts";

export type Outcome = {
  broker: Broker;
  /** What spoiled the line and the disks: the kernel, in namespaces of the storm's own, or the proxy alone. */
  apart: "namespaces" | "none";
  mishaps: Record<string, number>;
  cannot: string[];
  verdict: Verdict;
  drainedAfterMs: number | null;
  /** Ends of agent, hub and broker that nobody asked for. */
  fell: string[];
  refusedStarts: number;
};

/** A storm of this length has the time to fill a journal. */
const longStormMs = 240_000;
const firstReadingsMs = 1500;
/** The line may be dead for the time of three keep-alives, and the backlog goes after it. */
const healMs = 90_000;
/** What is missing once nothing waits any more may still be in the hub's hands; then it is lost. */
const graceMs = 8000;

async function run(folder: string, broker: Broker, seed: number, ms: number): Promise<Outcome> {
  const chance = chanceFrom(seed);
  const { abilities, cannot } = findAbilities();
  const crowd = ms < longStormMs ? "few" : "many";
  const stage = await setStage({ folder, kind: broker, crowd, abilities, chance: chance.fork() });
  try {
    await pause(firstReadingsMs);
    const mishaps = await blow(stage, chance, ms);
    const healedAt = performance.now();
    await heal(stage);
    const isEmpty = await until("an empty backlog", async () => isDrained(await operator(stage)), healMs).catch(
      () => false,
    );
    const drainedAfterMs = isEmpty ? Math.round(performance.now() - healedAt) : null;
    const verdict = await sentence(stage);
    // What was poisoned while the line was down came to its end later.
    const { readings, alerts } = stage.poison.done();
    Object.assign(mishaps, { "readings poisoned": readings, "alerts poisoned": alerts });
    const parts = [stage.agent, stage.hub, ...(stage.broker === null ? [] : [stage.broker])];
    return {
      ...{ broker, apart: isApart() ? "namespaces" : "none", mishaps, cannot, verdict, drainedAfterMs },
      fell: parts.flatMap((part) => part.fell()),
      refusedStarts: parts.reduce((sum, part) => sum + part.refusedStarts(), 0),
    };
  } finally {
    await stage.strike();
  }
}

/** Everything works again, and the sensors say no more. */
async function heal({ proxy, agent, hub, broker, sensors, agentDisk, hubDisk, clock }: Stage): Promise<void> {
  proxy.set("calm");
  keepPackets();
  for (const disk of [agentDisk, hubDisk]) {
    disk?.free();
    disk?.remount("rw");
  }
  clock?.jump("to the true time");
  await Promise.all([broker?.up(), hub.up(), agent.up()]);
  await pause(firstReadingsMs);
  sensors.silence();
  await pause(2 * commitEveryMs);
}

let session: { url: string; api: Api } | null = null;

async function operator({ hub, hubData }: Stage): Promise<Api> {
  const url = /lilong-hub ready (\S+)/.exec(hub.output())?.[1] ?? "";
  if (session?.url !== url) session = { url, api: await signIn(url, hubData) };
  return session.api;
}

async function sentence(stage: Stage): Promise<Verdict> {
  const { sensors, agent, refusals, hubData, alerts, restores } = stage;
  const windows = windowsOf(agent.lives(), refusals, commitEveryMs);
  const devices = sensors.list.map(({ device }) => device);
  const end = performance.now() + graceMs;
  for (;;) {
    const where = { api: await operator(stage), hubData, devices, said: alerts.list() };
    const verdict = judge(sensors.list, { windows, restoredAt: restores.at(-1) ?? null }, await readEvidence(where));
    if (isSound(verdict) || performance.now() > end) return verdict;
    await pause(500);
  }
}

const [folder = "", broker = "mosquitto", seed = "1", ms = "10000"] = process.argv.slice(2);
const stopped = () => process.exit(130);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stopped);
// Who started us is gone, or wants the end.
process.stdin.once("close", stopped).resume();
const outcome = await run(folder, broker as Broker, Number(seed), Number(ms));
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
