/** Gives a hub something to do, from a process of its own. */
import { join } from "node:path";
import { type Place, root } from "./place.ts";

export type Load = {
  /** The hub's broker. */
  url: string;
  gateways: number;
  /** Sensors of each gateway, a series each. */
  sensors: number;
  /** Readings a message. */
  batch: number;
  work:
    | { kind: "flood"; readings: number; window: number }
    | { kind: "steady"; readings: number; periodMs: number; forMs: number };
};

/** Readings the hub has acknowledged, in how long, and how long it took from a message to its acknowledgement. */
export type Loaded = { readings: number; ms: number; ackP50: number; ackP99: number };

/** Resolves when the gateways are connected and begin to send; `done` resolves when the hub has all. */
export async function startLoad(place: Place, load: Load): Promise<{ done(): Promise<Loaded> }> {
  const args = [join(root, "bench/load-child.ts"), JSON.stringify(load)];
  const running = await place.start({ program: process.execPath, args }, /^began\n/m, 90_000);
  return {
    async done() {
      const said = await running.says(/^answer (.*)\n/m, 90_000);
      await running.kill();
      return JSON.parse(/^answer (.*)$/m.exec(said)?.[1] as string);
    },
  };
}
