/** How connectors stand among the gateways: one whose line, or port, fails again and again is away, so that an alert is made of it. */
import type { GatewayId } from "../../../core/id.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { Presence } from "../../store/gateways.ts";
import type { Store } from "../../store/store.ts";

export type Standing = { id: GatewayId; isStuck: boolean; since: number };

export async function keepPresence(
  { store, tell }: { store: Store; tell(changes: Changes): void },
  standing: readonly Standing[],
): Promise<void> {
  const wished = standing.map(({ id, isStuck, since }) => {
    const presence: Presence = isStuck ? "offline" : "online";
    return { id, state: presence, since };
  });
  const found = await store.read(({ gateways }) => Promise.all(wished.map(({ id }) => gateways.find(id))));
  const stale = wished.filter(({ state }, index) => found[index]?.state !== state);
  if (stale.length === 0) return;
  await store.transaction(async ({ gateways }) => {
    for (const { id, ...presence } of stale) await gateways.putPresence(id, presence);
  });
  tell({ ...noChanges(), gateways: new Set(stale.map(({ id }) => id)) });
}
