/** The line between agent and broker, with weather: it swallows, delays, or tears what passes. */
import { connect, createServer, type Socket } from "node:net";
import { host } from "../../hardware/virtual/listen.ts";
import type { Oversee } from "./overseer.ts";
import type { Chance } from "./seeded.ts";

/**
 * `half-open` swallows both ways and tells nobody: a connection that lost bytes stays dead until an end gives it up.
 * `torn` stands in for lost packets where the machine cannot lose any: it stalls and resets at random.
 */
export type Weather = "calm" | "half-open" | "slow" | "torn";

export type BadLine = { port: number; set(weather: Weather): void; stop(): Promise<void> };

export const slowMs = 2000;

type State = { weather: Weather; chance: Chance };
type Pair = { near: Socket; far: Socket; isDead: boolean };

/** `oversee` sees what comes from the near end, packet by packet, before the weather does. */
export async function openProxy(port: number, upstream: number, chance: Chance, oversee: Oversee): Promise<BadLine> {
  const state: State = { weather: "calm", chance };
  const pairs = new Set<Pair>();
  const server = createServer({ noDelay: true }, (near) => {
    const pair: Pair = { near, far: connect({ host, port: upstream, noDelay: true }), isDead: false };
    pairs.add(pair);
    pass(near, pair.far, pair, state, oversee());
    pass(pair.far, near, pair, state, (bytes) => [bytes]);
    near.on("close", () => pairs.delete(pair));
  });
  await new Promise<void>((done) => server.listen(port, host, done));
  return {
    port,
    set(weather) {
      state.weather = weather;
      if (weather === "half-open") for (const pair of pairs) pair.isDead = true;
    },
    async stop() {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise((done) => server.close(done));
    },
  };
}

/** One direction: bytes leave in the order they came, each when its time has come. */
function pass(from: Socket, to: Socket, pair: Pair, state: State, seen: ReturnType<Oversee>): void {
  let queue: { bytes: Buffer; dueAt: number }[] = [];
  let timer: NodeJS.Timeout | null = null;
  const leave = () => {
    timer = null;
    while (queue[0] !== undefined && queue[0].dueAt <= performance.now()) {
      const { bytes } = queue.shift() as (typeof queue)[number];
      if (!pair.isDead && to.writable) to.write(bytes);
    }
    if (queue[0] !== undefined) timer = setTimeout(leave, queue[0].dueAt - performance.now() + 1);
  };
  from.on("data", (bytes: Buffer) => {
    if (state.weather === "half-open") pair.isDead = true;
    if (pair.isDead) return;
    if (state.weather === "torn" && state.chance.isLikely(0.03)) return void from.destroy();
    const dueAt = Math.max(queue.at(-1)?.dueAt ?? 0, performance.now() + delayIn(state));
    for (const part of seen(bytes)) queue.push({ bytes: part, dueAt });
    if (timer === null) leave();
  });
  from.on("error", () => {});
  from.on("close", () => {
    queue = [];
    if (timer !== null) clearTimeout(timer);
    // A half-open line does not tell that the other end is gone, but nobody is left to hold it.
    if (pair.isDead) setTimeout(() => to.destroy(), slowMs);
    else to.destroy();
  });
}

function delayIn({ weather, chance }: State): number {
  if (weather === "slow") return slowMs;
  return weather === "torn" && chance.isLikely(0.3) ? chance.between(200, 1500) : 0;
}
