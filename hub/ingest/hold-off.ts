/** Asks gateways to stay away while the queue stays full: a broker that is not ours would only pile up what they send. */
import type { GatewayId } from "../../core/id.ts";
import type { Queue } from "./queue.ts";
import type { Work } from "./work.ts";

/** Full for so long is no burst: the disk refuses, or the hub cannot keep up. */
const fullMs = 1000;

export type HoldOff = {
  /** The gateways to be asked now, each once in `againMs`: those whose messages wait, in the queue or in `group`. */
  due(queue: Queue, group: readonly Work[]): GatewayId[];
};

export function makeHoldOff(monotonic: () => number, againMs: number): HoldOff {
  const asked = new Map<GatewayId, number>();
  return {
    due(queue, group) {
      if (queue.fullForMs() < fullMs) return [];
      const now = monotonic();
      for (const [gateway, at] of asked) if (now - at >= againMs) asked.delete(gateway);
      const waiting = new Set([...group, ...queue.urgent, ...queue.bulk].flatMap(({ gateway }) => gateway ?? []));
      const due = [...waiting].filter((gateway) => !asked.has(gateway));
      for (const gateway of due) asked.set(gateway, now);
      return due;
    },
  };
}
