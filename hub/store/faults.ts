/** Faults of the field and the wire, counted up while they repeat. */
import type { FaultCode } from "../../core/fault.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Page, PageWish } from "./page.ts";

/** A fault that repeats within this time of its last sight counts up its row instead of making a new one. */
export const faultRowMs = 60 * 60 * 1000;

/** UTF-16 units of what is kept of a fault. */
export const longest = { subject: 256, detail: 2000 };

export type SeenFault = {
  gateway: GatewayId | null;
  code: FaultCode;
  /** What tells this fault from another of the same code: a lane, a point; "" when the code says it all. */
  subject: string;
  detail: string;
  /** The device that has it, where one has. */
  device?: DeviceId;
};

export type FaultRow = SeenFault & { id: number; at: number; count: number };

export type FaultFilter = {
  q?: string | undefined;
  code?: string | undefined;
  gateway?: string | undefined;
  device?: string | undefined;
  /** One of these; what is nobody's lies nowhere. */
  areas?: readonly string[] | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export type Faults = {
  /**
   * Returns the id of the row it made or counted up. Strangers may name themselves and what they want at any length: what can
   * be no gateway's id is nobody's, and texts are cut (`longest`).
   */
  add(fault: SeenFault, now: number): Promise<number>;
  find(id: number): Promise<FaultRow | null>;
  /** Removes the oldest before `at`, `most` at a time; returns how many went. */
  removeBefore(at: number, most: number): Promise<number>;
  page(ask: FaultFilter & PageWish<"newest">): Promise<Page<FaultRow>>;
  /** Newest first. */
  list(limit: number): Promise<FaultRow[]>;
};
