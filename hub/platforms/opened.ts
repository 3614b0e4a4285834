/** Connectors as they stand: opened once, and remembered until one changes. */
import type { GatewayId } from "../../core/id.ts";
import type { Store } from "../store/store.ts";
import { type OpenConnector, openConnector } from "./connectors.ts";

/** Null where there is none of this id. */
export type Opened = (id: GatewayId) => Promise<OpenConnector | null>;

export function startOpened(store: Store): Opened {
  const known = new Map<GatewayId, OpenConnector>();
  let version = store.connectorsVersion();
  return async (id) => {
    const now = store.connectorsVersion();
    if (now !== version) known.clear();
    version = now;
    const found = known.get(id) ?? (await store.read((tables) => openConnector(tables, id)));
    // What changed while it was read is read again by the next who asks. Whatever strangers ask for is not kept.
    if (found !== null && version === now && store.connectorsVersion() === now) known.set(id, found);
    return found;
  };
}
