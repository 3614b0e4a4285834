/** Devices: what a registration says of them, and those that only their readings speak of. */
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Life } from "../registry/life.ts";
import type { Mark, Page } from "./page.ts";
import type { Entry } from "./registry.ts";

/** The field fault a device reports; `code` is "" when it is well. Times are event times. */
export type DeviceHealth = { code: string; since: number; at: number };

export type DeviceRow = {
  gateway: GatewayId;
  id: DeviceId;
  /** False: the newest registration does not name it. */
  registered: boolean;
  /** The newest registration that named it; its class is the one the hub's people gave it, where they gave it one. */
  document: Device | null;
  health: DeviceHealth | null;
  /** What the hub's people know of it. */
  entry: Entry;
  /** The area it is in: set by people, else found by its place, else its gateway's. */
  area: string | null;
};

export const healthStates = ["well", "fault", "unknown", "unregistered"] as const;

/** Empty: all of them. */
export type DeviceFilter = {
  gateway?: GatewayId;
  /** Part of title, place, id, building, room, the title of its gateway. */
  text?: string;
  /** Words of `text` that mean areas, with the areas meant: what lies there fits too. */
  meant?: ReadonlyMap<string, readonly string[]>;
  /** One of these. */
  areas?: readonly string[];
  class?: string;
  /** Also those filed under one of these events that measure one of these: they watch such a component. */
  watching?: { events: readonly string[]; measures: readonly string[] };
  owner?: string;
  maintainer?: string;
  health?: (typeof healthStates)[number];
  life?: Life;
  /** Nobody approved it, or no registration names it. */
  quarantine?: boolean;
  /** Without what a gateway says of itself. */
  withoutSelf?: boolean;
};

export type Devices = {
  find(gateway: GatewayId, id: DeviceId): Promise<DeviceRow | null>;
  /** What the registration says, without what people say over it. */
  findTold(gateway: GatewayId, id: DeviceId): Promise<Device | null>;
  /** Asked for with every reading of it. */
  findHealth(gateway: GatewayId, id: DeviceId): Promise<DeviceHealth | null>;
  list(gateway?: GatewayId): Promise<DeviceRow[]>;
  /** A gateway's in parts, by id: the next after this one, "" for the first. */
  slice(gateway: GatewayId, after: string, limit: number): Promise<DeviceRow[]>;
  /** In the order of their places, after the `next` of the page before; also what was only planned. */
  page(filter: DeviceFilter, limit: number, after?: Mark): Promise<Page<DeviceRow>>;
  /** How many each gateway has; what it says of itself is none. */
  count(): Promise<ReadonlyMap<GatewayId, number>>;
  /** Readings came from it: makes an unregistered row when there is none. */
  meet(gateway: GatewayId, id: DeviceId): Promise<void>;
  /** Whether it is another now, or was not registered: what is as it was is not written. */
  putDocument(gateway: GatewayId, document: Device): Promise<boolean>;
  /** Devices of the gateway not named in `keep`: gone when nothing is stored of them, else unregistered. Answers which. */
  retire(gateway: GatewayId, keep: readonly DeviceId[]): Promise<DeviceId[]>;
  putHealth(gateway: GatewayId, id: DeviceId, health: DeviceHealth): Promise<void>;
};
