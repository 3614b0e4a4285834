/** Devices: what a registration says of them, and those that only their readings speak of. */
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";

/** The field fault a device reports; `code` is "" when it is well. Times are event times. */
export type DeviceHealth = { code: string; since: number; at: number };

export type DeviceRow = {
  gateway: GatewayId;
  id: DeviceId;
  /** False: the newest registration does not name it. */
  registered: boolean;
  /** The newest registration that named it. */
  document: Device | null;
  health: DeviceHealth | null;
};

export type Devices = {
  find(gateway: GatewayId, id: DeviceId): Promise<DeviceRow | null>;
  list(gateway?: GatewayId): Promise<DeviceRow[]>;
  /** How many each gateway has. */
  count(): Promise<ReadonlyMap<GatewayId, number>>;
  /** Readings came from it: makes an unregistered row when there is none. */
  meet(gateway: GatewayId, id: DeviceId): Promise<void>;
  putDocument(gateway: GatewayId, document: Device): Promise<void>;
  /** Devices of the gateway not named in `keep`: gone when nothing is stored of them, else unregistered. */
  retire(gateway: GatewayId, keep: readonly DeviceId[]): Promise<void>;
  putHealth(gateway: GatewayId, id: DeviceId, health: DeviceHealth): Promise<void>;
};
