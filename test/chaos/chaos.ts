/** `npm run chaos -- --minutes N --seed S [--json]`: a storm over each kind of broker, then the crash points; prints the score. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findAbilities } from "./abilities.ts";
import { tryCrashPoints } from "./crash/crash-points.ts";
import { runApart } from "./isolation.ts";
import { failuresOf, leastCrashPoints, printScore, type Score } from "./score.ts";
import { brokers } from "./stage.ts";
import type { Outcome } from "./storm-run.ts";

const usage = `npm run chaos -- [--minutes N] [--seed S] [--crash-points N] [--no-namespaces] [--json]

  --minutes N       how long each storm blows; both blow at once (1)
  --seed S          the same seed gives the same order of mishaps (the time of day)
  --crash-points N  power cuts tried on the journal; 0 for none (${leastCrashPoints})
  --no-namespaces   as on a machine that has none: the proxy alone spoils the line, and disks stay whole
  --json            the score as JSON
`;

type Wish = { minutes: number; seed: number; points: number; apart: "namespaces" | "none"; json: boolean };

function readWish(args: string[]): Wish | null {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { minutes: text, seed: text, "crash-points": text, json: flag, "no-namespaces": flag } as const;
  try {
    const { values } = parseArgs({ args, options });
    const wish: Wish = {
      minutes: Number(values.minutes ?? 1),
      seed: Number(values.seed ?? Date.now() % 1_000_000),
      points: Number(values["crash-points"] ?? leastCrashPoints),
      apart: values["no-namespaces"] ? "none" : "namespaces",
      json: values.json ?? false,
    };
    const isRight =
      wish.minutes > 0 && Number.isInteger(wish.seed) && Number.isInteger(wish.points) && wish.points >= 0;
    return isRight ? wish : null;
  } catch {
    return null;
  }
}

/** Asked for when every storm is over: each takes its folder away when its last process has gone. */
function outcomeOf(end: PromiseSettledResult<Outcome>): Outcome {
  if (end.status === "rejected") throw end.reason;
  return end.value;
}

async function main(): Promise<number> {
  const wish = readWish(process.argv.slice(2));
  if (wish === null) {
    process.stderr.write(usage);
    return 2;
  }
  const { minutes, seed, points, apart, json } = wish;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const script = join(import.meta.dirname, "storm-run.ts");
  const { mosquitto } = findAbilities().abilities;
  const ends = await Promise.allSettled(
    brokers
      .filter((broker) => broker !== "mosquitto" || mosquitto)
      .map(async (broker): Promise<Outcome> => {
        const said = await runApart(script, [broker, String(seed), String(minutes * 60_000)], stop.signal, apart);
        return JSON.parse(said);
      }),
  );
  const storms = ends.map(outcomeOf);
  const crashPoints = points === 0 ? null : await tryCrashPoints({ seed, points });
  const score: Score = { seed, minutes, storms, crashPoints };
  process.stdout.write(
    json ? `${JSON.stringify({ ...score, failures: failuresOf(score) }, null, 2)}\n` : printScore(score),
  );
  return failuresOf(score).length === 0 ? 0 : 1;
}

process.exit(
  await main().catch((error: Error) => {
    process.stderr.write(`chaos: ${error.message}\n`);
    return 1;
  }),
);
