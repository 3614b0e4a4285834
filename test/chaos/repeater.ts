/** A broker's worst manners: a client that keeps the gateway's batches and publishes old ones again, in another order. */
import { connectAsync } from "mqtt";
import { hubSubscriptions } from "../../core/topics.ts";
import { host } from "../../hardware/virtual/listen.ts";
import type { Chance } from "./seeded.ts";

export type Repeater = {
  /** Publishes up to `most` batches again; returns how many. */
  repeat(most: number, chance: Chance): number;
  stop(): Promise<void>;
};

const mostKept = 400;

/** Only for a broker that lets everybody publish. */
export async function openRepeater(port: number): Promise<Repeater> {
  const kept = new Map<string, Buffer>();
  const client = await connectAsync(`mqtt://${host}:${port}`, { clientId: "repeater", reconnectPeriod: 300 });
  client.on("error", () => {});
  client.on("message", (topic, body) => {
    kept.set(topic, body);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  });
  await client.subscribeAsync(hubSubscriptions.filter((filter) => /\/(data|alert)\/\+\/\+$/.test(filter)));
  return {
    repeat(most, chance) {
      const chosen = chance.shuffled([...kept]).slice(0, most);
      for (const [topic, body] of chosen) client.publish(topic, body, { qos: 1 });
      return chosen.length;
    },
    stop: () => client.endAsync(true),
  };
}
