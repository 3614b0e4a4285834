/** Strangers at the ports whose first message is stored and not read yet: they count among those that are listed. */
import type { GatewayId } from "../../../core/id.ts";
import type { Store } from "../../store/store.ts";
import { mostStrangers } from "../devices/strangers.ts";

export type Unread = {
  /** Whether there is room for what this device says. */
  isWelcome(connector: GatewayId, device: string): Promise<boolean>;
};

/** What was not listed by then cannot be read. */
const unreadMs = 60_000;
/** So often it is looked which of them are listed by now. */
const lookMs = 250;

type Crowd = { since: Map<string, number>; lookedAt: number };

export function startUnread(store: Store, now: () => number): Unread {
  const crowds = new Map<GatewayId, Crowd>();
  const look = async (connector: GatewayId, crowd: Crowd) => {
    if (now() - crowd.lookedAt < lookMs) return;
    crowd.lookedAt = now();
    for (const [device, since] of crowd.since)
      if (now() - since > unreadMs || (await isKnown(store, connector, device))) crowd.since.delete(device);
  };
  return {
    async isWelcome(connector, device) {
      const crowd = crowds.get(connector) ?? { since: new Map(), lookedAt: Number.NEGATIVE_INFINITY };
      crowds.set(connector, crowd);
      if (crowd.since.has(device) || (await isKnown(store, connector, device))) return true;
      await look(connector, crowd);
      const listed = await store.read(({ foreignDevices }) => foreignDevices.strangers(connector));
      // Nobody comes in between.
      if (listed + crowd.since.size >= mostStrangers) return false;
      crowd.since.set(device, now());
      return true;
    },
  };
}

async function isKnown(store: Store, connector: GatewayId, device: string): Promise<boolean> {
  return store.read(async ({ foreignDevices }) => (await foreignDevices.find(connector, device)) !== null);
}
