/** Devices as a platform knows them, and which device of ours each is. */
import type { DeviceId, GatewayId } from "../../core/id.ts";

export type ForeignDevice = {
  connector: GatewayId;
  /** The platform's id of it. */
  foreign: string;
  device: DeviceId;
  /** The platform's product or profile; "" where it has none. */
  product: string;
  /** Null until somebody says what it is. */
  model: string | null;
  title: string;
  place: string;
  /** The driver's settings of this device besides its model's. */
  settings: Record<string, unknown>;
  metAt: number;
  /** Its newest message, the hub's clock; 0: none came yet. */
  heardAt: number;
  /** What the platform last said of its connection; null where it never did. */
  isOnline: boolean | null;
};

export type ForeignDevices = {
  find(connector: GatewayId, foreign: string): Promise<ForeignDevice | null>;
  findByDevice(connector: GatewayId, device: DeviceId): Promise<ForeignDevice | null>;
  list(connector: GatewayId): Promise<ForeignDevice[]>;
  put(device: ForeignDevice): Promise<void>;
  hear(connector: GatewayId, foreign: string, at: number): Promise<void>;
  /** Lets go of at most `limit` that nobody adopted and that said nothing since `before`. Answers how many. */
  removeUnknown(before: number, limit: number): Promise<number>;
  /** What its driver remembers of it between messages; null where it remembers nothing. */
  memory(connector: GatewayId, foreign: string): Promise<unknown>;
  remember(connector: GatewayId, foreign: string, memory: unknown): Promise<void>;
};
