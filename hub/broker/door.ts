/** Who may come in and what they may touch, where the hub itself is the broker. */
import type { GatewayId } from "../../core/id.ts";

/** Whom a certificate of the hub's own authority names; the fingerprint is SHA-256 in hex. */
export type Peer = { cn: string; fingerprint: string };

export type Door = {
  /** Whether this id may connect with this key; a key is trusted when it is the first of its id. Never rejects. */
  admit(id: string, key: Uint8Array | undefined): Promise<boolean>;
  /** The same for a connection over TLS, by the certificate it showed. Never rejects. */
  admitPeer(id: string, peer: Peer): Promise<boolean>;
  /** A connection that never got as far as to say who it is. */
  turnedAway(why: string): void;
  /** A gateway reached for a topic that is not its own. */
  refused(gateway: GatewayId, topic: string): void;
};
