/** What one transaction changed, so that it can be told after the commit and never before. */
import type { AlertId, DeviceId, GatewayId, PointId, TicketId } from "../core/id.ts";
import type { CommandRow } from "./store/commands.ts";
import type { LatestRow } from "./store/telemetry.ts";

export type Changes = {
  gateways: Set<GatewayId>;
  registrations: Set<GatewayId>;
  /** Devices whose health changed, by `gateway/device`. */
  devices: Map<string, { gateway: GatewayId; device: DeviceId }>;
  /** The newest value of each series, by its id. */
  latest: Map<number, { gateway: GatewayId; device: DeviceId; point: PointId } & LatestRow>;
  alerts: Set<AlertId>;
  tickets: Set<TicketId>;
  /** Joint actions, by their ids. */
  joints: Set<string>;
  faults: Set<number>;
  /** Switches of the posture, by their number. */
  postures: Set<number>;
  /** For gateways, to be sent once they are committed. */
  commands: Map<string, CommandRow>;
  /** Tickets the flows are asked about. */
  handovers: Set<TicketId>;
  /** Whose role, areas or sessions changed. */
  people: Set<string>;
};

export function noChanges(): Changes {
  return {
    gateways: new Set(),
    registrations: new Set(),
    devices: new Map(),
    latest: new Map(),
    alerts: new Set(),
    tickets: new Set(),
    joints: new Set(),
    faults: new Set(),
    postures: new Set(),
    commands: new Map(),
    handovers: new Set(),
    people: new Set(),
  };
}

/** Adds what one transaction, or one part of it, changed to what others did. */
export function addChanges(all: Changes, more: Changes): void {
  for (const id of more.gateways) all.gateways.add(id);
  for (const id of more.registrations) all.registrations.add(id);
  for (const [key, device] of more.devices) all.devices.set(key, device);
  for (const [id, latest] of more.latest) all.latest.set(id, latest);
  for (const id of more.alerts) all.alerts.add(id);
  for (const id of more.tickets) all.tickets.add(id);
  for (const id of more.joints) all.joints.add(id);
  for (const id of more.faults) all.faults.add(id);
  for (const n of more.postures) all.postures.add(n);
  for (const [id, command] of more.commands) all.commands.set(id, command);
  for (const id of more.handovers) all.handovers.add(id);
  for (const name of more.people) all.people.add(name);
}

export function isNothing(changes: Changes): boolean {
  return Object.values(changes).every((part) => part.size === 0);
}
