/** Who may come in and what they may touch, where the hub itself is the broker. */
import type { GatewayId } from "../../core/id.ts";

export type Door = {
  /** Whether this id may connect with this key; a key is trusted when it is the first of its id. Never rejects. */
  admit(id: string, key: Uint8Array | undefined): Promise<boolean>;
  /** A gateway reached for a topic that is not its own. */
  refused(gateway: GatewayId, topic: string): void;
};
