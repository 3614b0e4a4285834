/** The key a message is stored under, made of what its platform says it is known by. */
import { createHash, randomUUID } from "node:crypto";
import type { Push } from "../../store/pushes.ts";
import type { Once } from "../kit/once.ts";

type Known = Pick<Push, "key" | "again" | "repeats">;
/** `n`: where it is stored, once it is. */
type Came = Pick<Push, "from" | "body" | "received"> & { n?: number };

/** `wasRetained`: an MQTT broker's last word on a topic, told again to everybody who subscribes; its age is unknown. */
export function keyOf(once: Once, push: Came, wasRetained = false): Known {
  if ("id" in once) return keyOfId(once, push);
  if (!wasRetained && "repeatMs" in once) return keyOfRepeat(once, push);
  const { sameForMs, anyWay = false } = "repeatMs" in once ? { sameForMs: 0 } : once;
  const hash = `sha256:${hashOf(anyWay ? "" : push.from, push.body)}`;
  return wasRetained ? { key: `retained ${hash}` } : keysWithin(hash, push.received, sameForMs);
}
let came = 0;

/** Keys of one way lie in the order in which its messages came: the one before it is the newest. */
function keyOfRepeat({ repeatMs, of }: Extract<Once, { repeatMs: number }>, { from, body, received, n }: Came): Known {
  if (repeatMs === 0) return { key: `once ${randomUUID()}` };
  came += 1;
  const way = `says ${of === undefined ? hashOf("way", from) : hashOf("of", of)} `;
  const words = hashOf("", body);
  const moment = [received, n ?? came].map((part) => String(part).padStart(16, "0")).join("-");
  return { key: `${way}${moment} ${words}`, repeats: { way, words, since: received - repeatMs } };
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

export function isRetained({ key }: Pick<Push, "key">): boolean {
  return key.startsWith("retained ");
}

function hashOf(from: string, content: Uint8Array | string): string {
  return createHash("sha256").update(from).update("\n").update(content).digest("base64url");
}
