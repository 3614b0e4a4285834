/** The list of what should be connected, in versions; which device each component is; and how far that has come. */
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Component } from "../coverage/component.ts";
import type { Doubt, Found, Pair, Reason } from "../coverage/pairing.ts";
import type { Mark, Page } from "./page.ts";

/** One list that was taken. `ended`: components it no longer names. `whole`: it is not being taken, and did not stop amid it. */
export type ComponentList = {
  n: number;
  import: string;
  name: string;
  by: string;
  at: number;
  ended: number;
  whole: boolean;
};

/** `since`, `until`: numbers of lists. `until` null: it is so now. */
export type ComponentVersion = Component & { since: number; until: number | null; endedAt: number | null };

/** `by`: "hub", or who said so. */
export type ComponentMatch = {
  component: string;
  gateway: GatewayId;
  device: DeviceId;
  reason: Reason;
  by: string;
  at: number;
};

export const componentStates = [
  ...(["all", "gap", "doubtful", "connected", "healthy", "unhealthy", "shared", "unshared", "ended"] as const),
] as const;
export type ComponentState = (typeof componentStates)[number];

/** One component as it stands. Each of the four holds the next: what is shared or healthy is connected. */
export type ComponentStanding = Component & {
  /** The area it lies in: what the list says, else found by its place. */
  liesIn: string | null;
  endedAt: number | null;
  match: Omit<ComponentMatch, "component"> | null;
  doubt: Omit<Doubt, "component"> | null;
  connected: boolean;
  healthy: boolean;
  shared: boolean;
};

export type ComponentFilter = {
  state: ComponentState;
  /** One of these; undefined: all, and what lies in none. */
  areas?: readonly string[] | undefined;
  /** Only what lies in no area. */
  nowhere?: boolean | undefined;
  class?: string | undefined;
  id?: string | undefined;
  q?: string | undefined;
};

/** Of one area and class. `doubtful`: several devices may be it, a person has to say. */
export type CoverageCell = {
  area: string | null;
  class: string;
  known: number;
  connected: number;
  healthy: number;
  shared: number;
  doubtful: number;
};

/** A device as the matching sees it. `replacedBy`: gateway/id of what took its place. */
export type ComponentDevice = Found & { replacedBy: string | null };

export type Components = {
  /** Whether there ever was a list. */
  hasList(): Promise<boolean>;
  /** The number of the list of this import; the same once more. */
  openList(list: Omit<ComponentList, "n" | "ended" | "whole">): Promise<number>;
  lists(limit: number): Promise<ComponentList[]>;
  /** As it is now; null when no list in force names it. */
  find(id: string): Promise<Component | null>;
  /** Where it lies now. */
  findArea(id: string): Promise<string | null>;
  /** Oldest first. */
  versions(id: string): Promise<ComponentVersion[]>;
  /** What list `n` says of it; what it said before ends. Once more is the same. */
  put(n: number, component: Component, liesIn: string | null, now: number): Promise<void>;
  /** Ends at most `limit` of those in these areas (null: all) that list `n` does not name. Returns how many. */
  endMissing(n: number, areas: readonly string[] | null, limit: number, now: number): Promise<number>;
  /** How many in these areas no row of this import names. */
  countMissing(of: string, areas: readonly string[] | null): Promise<number>;
  /** By id, after this one; "" begins. */
  listNow(after: string, limit: number): Promise<(Component & { liesIn: string | null })[]>;
  putFoundArea(id: string, area: string | null): Promise<void>;
  /** Those that may be a component, after this key: not retired, not the gateways themselves. By gateway and id; "" begins. */
  devices(after: string, limit: number): Promise<ComponentDevice[]>;
  /** By component, after this one; "" begins. */
  matches(after: string, limit: number): Promise<ComponentMatch[]>;
  /** What people said, not the hub. */
  pinned(): Promise<ComponentMatch[]>;
  findMatch(component: string): Promise<ComponentMatch | null>;
  /** `device`: gateway/id. */
  findMatchOf(device: string): Promise<ComponentMatch | null>;
  /** The device leaves what it was before. */
  putMatch(match: ComponentMatch): Promise<void>;
  dropMatch(component: string): Promise<void>;
  partings(): Promise<Pair[]>;
  part(pair: Pair, by: string, now: number): Promise<void>;
  /** They may belong together again. */
  unpart(pair: Pair): Promise<void>;
  /** By component, after this one; "" begins. */
  doubts(after: string, limit: number): Promise<Doubt[]>;
  putDoubt(doubt: Doubt): Promise<void>;
  dropDoubt(component: string): Promise<void>;
  /** Of the next `limit` components after this id; "" begins. `last` null: there are no more. */
  count(after: string, limit: number): Promise<{ cells: CoverageCell[]; last: string | null }>;
  /** In service, but on no list. */
  countBeyond(areas?: readonly string[]): Promise<number>;
  /** By id, after this one, not counted; "" begins. */
  standing(filter: ComponentFilter, after: string, limit: number): Promise<ComponentStanding[]>;
  page(filter: ComponentFilter, limit: number, after?: Mark): Promise<Page<ComponentStanding>>;
};
