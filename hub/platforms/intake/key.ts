/** The key a message is stored under, made of what its platform says it is known by. */
import { createHash, randomUUID } from "node:crypto";
import type { Push } from "../../store/pushes.ts";
import type { Once } from "../kit/once.ts";

type Known = Pick<Push, "key" | "again">;

/** `isRetained`: an MQTT broker's last word on a topic, told again to everybody who subscribes; its age is unknown. */
export function keyOf(once: Once, push: Pick<Push, "from" | "body" | "received">, isRetained = false): Known {
  if ("id" in once) return { key: once.id };
  const { sameForMs, anyWay = false } = once;
  const hash = `sha256:${hashOf(anyWay ? "" : push.from, push.body)}`;
  if (isRetained) return { key: `retained ${hash}` };
  if (sameForMs === 0) return { key: `once ${randomUUID()}` };
  return Number.isFinite(sameForMs) ? keysWithin(hash, push.received, sameForMs) : { key: hash };
}

/** The span it falls into is part of its key; of the span before, what came late enough is the same: no span has an edge. */
function keysWithin(hash: string, received: number, sameForMs: number): Known {
  const span = Math.floor(received / sameForMs);
  return { key: `${hash} ${span}`, again: { key: `${hash} ${span - 1}`, since: received - sameForMs } };
}

function hashOf(from: string, body: Uint8Array): string {
  return createHash("sha256").update(from).update("\n").update(body).digest("base64url");
}
