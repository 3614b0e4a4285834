/** Facts that a platform's messages teach about later ones, such as which device a topic is of; they lie in the store. */
import type { GatewayId } from "../../../core/id.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Facts } from "../kit/platform.ts";

const markOf = (connector: GatewayId, name: string) => `platform:${connector}:${name}`;

export async function factsFor(
  { marks }: Tables,
  { platform, connector, row }: OpenConnector,
  push: PushRow,
): Promise<Facts> {
  const facts: Record<string, unknown> = {};
  for (const name of platform.needs?.(push, connector) ?? []) facts[name] = await marks.read(markOf(row.id, name));
  return facts;
}

/** What waited for a fact that is new is to be read again. */
export async function learn(
  { marks, pushes }: Tables,
  { platform, connector, row }: OpenConnector,
  push: PushRow,
  facts: Facts,
): Promise<void> {
  for (const [name, fact] of Object.entries(platform.teaches?.(push, connector, facts) ?? {})) {
    const known = await marks.read(markOf(row.id, name));
    if (JSON.stringify(known) === JSON.stringify(fact)) continue;
    await marks.put(markOf(row.id, name), fact);
    await pushes.readAgain(row.id, waitingFor(name));
  }
}

/** Stands as the device of a message that waits for a fact. */
export function waitingFor(name: string): string {
  return `waits for ${name}`;
}
