/** Looks at every batch that passes from the gateway: hears its alerts, and lets poison spoil it. */
import { parseTopic } from "../../core/topics.ts";
import { type Content, readBatch } from "../../hub/ingest/body.ts";
import { packetCutter, publishIn } from "./packets.ts";
import type { Poison } from "./poison.ts";
import type { SaidAlerts } from "./said-alerts.ts";

/** For one connection: what arrives, to what is passed on. */
export type Oversee = () => (bytes: Buffer) => Buffer[];

export function overseer(poison: Poison, alerts: SaidAlerts): Oversee {
  return () => {
    const cut = packetCutter();
    return (bytes) => {
      const packets = cut(bytes);
      for (const packet of packets) look(packet, poison, alerts);
      return packets;
    };
  };
}

function look(packet: Buffer, poison: Poison, alerts: SaidAlerts): void {
  const publish = publishIn(packet);
  const topic = publish === null ? null : parseTopic(publish.topic);
  if (publish === null || topic?.kind !== "batch") return;
  const content = contentOf(publish.body, topic.lane);
  if (content === null) return;
  if (content.kind === "alerts") alerts.hear(content.events);
  poison.see({ ...topic, content, body: publish.body });
}

/** What the hub could not read either is no business of ours. */
function contentOf(body: Buffer, lane: "data" | "alert"): Content | null {
  try {
    return readBatch(body, lane, Date.now());
  } catch {
    return null;
  }
}
