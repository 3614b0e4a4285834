/** Counts and short lists of what is open now, made where the rows are: what a first look needs, however many rows there are. */
import type { AlertId, DeviceId, GatewayId, TicketId } from "../../core/id.ts";
import type { Severity } from "../../core/rule.ts";
import type { TicketState } from "../tickets/moves.ts";
import type { Presence } from "./gateways.ts";

/** `area`: of the case. `waits`: nobody has acknowledged it. `alone`: its ticket is over, or there is none. */
export type AlertTally = {
  area: string | null;
  severity: Severity;
  drill: boolean;
  waits: boolean;
  shelved: boolean;
  alone: boolean;
  count: number;
};

/** `soon`: due within the time asked about, and not overdue. */
export type TicketTally = {
  area: string | null;
  state: TicketState;
  severity: Severity;
  drill: boolean;
  count: number;
  overdue: number;
  soon: number;
};

/** `health`: "" well, a fault's code, null when it told nothing. `heardAt`: its newest reading, by event time. */
export type DeviceMark = {
  gateway: GatewayId;
  id: DeviceId;
  registered: boolean;
  health: string | null;
  heardAt: number | null;
  /** Somebody took it into service, or what is registered here goes there by itself. */
  adopted: boolean;
  /** How often it speaks, ms; null: nobody said. */
  everyMs: number | null;
};

export type DeviceSketch = DeviceMark & {
  title: { zh: string; en: string } | null;
  place: string | null;
  class: string | null;
  measures: string | null;
};

export type GatewayMark = {
  id: GatewayId;
  title: string;
  place: string;
  state: Presence;
  since: number;
  lastSeen: number | null;
  /** Of which platform it is a connector; null: it is a box. */
  platform: string | null;
};

export type WorstAlert = { gateway: GatewayId; device: DeviceId; severity: Severity; count: number; ticket: TicketId };

export type Tallies = {
  /** The open ones. */
  alerts(): Promise<AlertTally[]>;
  /** The open ones. */
  tickets(now: number, soonMs: number): Promise<TicketTally[]>;
  /** Open cases without drills in the order of `tickets/urgency.ts`; of these areas unless null. */
  mostUrgent(now: number, areas: readonly string[] | null, limit: number): Promise<TicketId[]>;
  /** Open alerts whose case is over: what still goes on first, then the gravest. */
  strayAlerts(areas: readonly string[] | null, limit: number): Promise<AlertId[]>;
  /** The open alert that was raised last at each case. */
  openAlertsOf(tickets: readonly TicketId[]): Promise<ReadonlyMap<TicketId, AlertId>>;
  /** All but what gateways say of themselves. */
  devices(): Promise<DeviceMark[]>;
  /** The same with their words. */
  deviceSketches(): Promise<DeviceSketch[]>;
  /** Per device: its gravest open alert, drills left out. */
  worstAlerts(): Promise<WorstAlert[]>;
  gateways(): Promise<GatewayMark[]>;
};
