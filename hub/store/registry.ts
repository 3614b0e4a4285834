/** What the hub's people know and decided of gateways and devices, and every change of it. */
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Facts } from "../registry/facts.ts";
import type { Life } from "../registry/life.ts";

/** `device` null: the gateway itself. */
export type Thing = { gateway: GatewayId; device: DeviceId | null };

export type Entry = Thing & {
  life: Life;
  /** When this state began, ms since 1970. */
  lifeSince: number;
  /** End of the maintenance; null: until somebody says so. */
  lifeUntil: number | null;
  lifeReason: string | null;
  /** A person took it in although no registration names it. */
  adopted: boolean;
  /** What people set. */
  facts: Facts;
  /** What took its place. */
  replacedBy: Thing | null;
  /** Counts the changes; 0: as it came. */
  revision: number;
};

export const changeKinds = ["facts", "life", "replaced"] as const;
export type RegistryChange = Thing & {
  n: number;
  at: number;
  by: string;
  kind: (typeof changeKinds)[number];
  before: unknown;
  after: unknown;
  reason: string | null;
};

/** Counted by area, class and what is measured: all that is registered or planned, without what is retired and what gateways say of themselves. */
export type CoverageRow = {
  area: string | null;
  class: string | null;
  /** What its model measures; null where nobody said. */
  measures: string | null;
  known: number;
  connected: number;
  healthy: number;
  shared: number;
};

export type AreaCount = { area: string | null; devices: number; gateways: number };

export type Position = Thing & { lon: number; lat: number };

export type Registry = {
  /** Null: nothing is known of such a thing. */
  find(thing: Thing): Promise<Entry | null>;
  /** Where it lies: as people said, else by its place, else where its gateway does. */
  areaOf(thing: Thing): Promise<string | null>;
  /** Of all gateways. */
  listGateways(): Promise<(Entry & { area: string | null })[]>;
  /** Where things hang, as far as somebody said so: WGS 84, degrees. */
  positions(): Promise<Position[]>;
  /** What was replaced by it. */
  replacedWith(thing: Thing): Promise<Thing[]>;
  put(entry: Entry): Promise<void>;
  /** Of a gateway's devices, also of those that were only planned: where people find each, and the area found for it. */
  placesOf(gateway: GatewayId): Promise<{ device: DeviceId; place: string; found: string | null }[]>;
  /** Which area its words or the rulebook put it in, where nobody set one. */
  putFoundArea(thing: Thing, area: string | null): Promise<void>;
  /** In maintenance until now or before. */
  listMaintainedUntil(now: number): Promise<Entry[]>;
  countByArea(): Promise<AreaCount[]>;
  coverage(): Promise<CoverageRow[]>;
  /** Returns its number. A change is never changed. */
  addChange(change: Omit<RegistryChange, "n">): Promise<number>;
  /** Newest first; before this number where one is given. */
  changes(thing: Thing, limit: number, before?: number): Promise<RegistryChange[]>;
};
