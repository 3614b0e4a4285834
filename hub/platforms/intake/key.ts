/** The key a message is stored under, made of what its platform says it is known by. */
import { createHash, randomUUID } from "node:crypto";
import type { Push } from "../../store/pushes.ts";
import type { Once } from "../kit/once.ts";

type Known = Pick<Push, "key" | "again">;
type Came = Pick<Push, "from" | "body" | "received">;

/** `isRetained`: an MQTT broker's last word on a topic, told again to everybody who subscribes; its age is unknown. */
export function keyOf(once: Once, push: Came, isRetained = false): Known {
  if ("id" in once) return keyOfId(once, push);
  const { sameForMs, anyWay = false } = once;
  const hash = `sha256:${hashOf(anyWay ? "" : push.from, push.body)}`;
  if (isRetained) return { key: `retained ${hash}` };
  if (sameForMs === 0) return { key: `once ${randomUUID()}` };
  return keysWithin(hash, push.received, sameForMs);
}

function keyOfId(
  { id, content, usedAgainMs = Number.POSITIVE_INFINITY }: Extract<Once, { id: string }>,
  push: Came,
): Known {
  return keysWithin(`id ${id} ${hashOf("", content ?? push.body)}`, push.received, usedAgainMs);
}

/** The span it falls into is part of its key; of the span before, what came late enough is the same: no span has an edge. */
function keysWithin(name: string, received: number, sameForMs: number): Known {
  if (!Number.isFinite(sameForMs)) return { key: name };
  const span = Math.floor(received / sameForMs);
  return { key: `${name} ${span}`, again: { key: `${name} ${span - 1}`, since: received - sameForMs } };
}

function hashOf(from: string, content: Uint8Array | string): string {
  return createHash("sha256").update(from).update("\n").update(content).digest("base64url");
}
