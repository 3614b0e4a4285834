/** Who may come in and what they may touch, where the hub itself is the broker. */
import type { GatewayId } from "../../core/id.ts";

/** Whom a certificate of the hub's own authority names; the fingerprint is SHA-256 in hex. */
export type Peer = { cn: string; fingerprint: string };

/** Of QoS 1 and 2: the id of the packet, and whether the device says that it sent it before. */
export type DevicePacket = { id: number; isAgain: boolean };

/** Devices that speak for themselves: their user is `<device>@<connector>`, which no gateway's id can be. */
export type DeviceDoor = {
  /** Whether it may connect with this credential. Never rejects. */
  admitDevice(user: string, credential: Uint8Array | undefined): Promise<boolean>;
  /** What it published: resolves once it is durable; false: it was not taken. Never rejects. */
  takeFrom(user: string, topic: string, body: Uint8Array, packet?: DevicePacket): Promise<boolean>;
};

export type Door = {
  /** Absent: no such devices come here. */
  devices?: DeviceDoor;
  /** Whether this id may connect with this key; a key is trusted when it is the first of its id. Never rejects. */
  admit(id: string, key: Uint8Array | undefined): Promise<boolean>;
  /** The same for a connection over TLS, by the certificate it showed. Never rejects. */
  admitPeer(id: string, peer: Peer): Promise<boolean>;
  /** A connection that never got as far as to say who it is. */
  turnedAway(why: string): void;
  /** A gateway reached for a topic that is not its own. */
  refused(gateway: GatewayId, topic: string): void;
};
