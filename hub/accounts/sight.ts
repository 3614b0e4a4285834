/** What a person limited to areas gets to see: only what lies in them. What lies nowhere is seen by those who see everything. */
import { Fault } from "../../core/fault.ts";
import type { Alert } from "../alerts/alert.ts";
import { type DeviceFinder, deviceFinder, placeOf } from "../alerts/view.ts";
import { type Areas, areaOf } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { FaultRow } from "../store/faults.ts";
import type { GatewayRow } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "../tickets/ticket.ts";
import type { Session } from "./session.ts";

type Limited = Pick<Session, "areas">;

/** Whether something in that area may be seen. */
export function may({ areas }: Limited, area: string | null): boolean {
  return areas === null || (area !== null && areas.has(area));
}

export function gatewayArea(areas: Areas, { id, place }: Pick<GatewayRow, "id" | "place">): string | null {
  return areaOf(areas, id, place)?.id ?? null;
}

/** A device that says no place hangs where its gateway does. */
export function deviceArea(areas: Areas, row: DeviceRow, gateway: GatewayRow | null): string | null {
  const { area } = row.entry.facts;
  return area ?? areaOf(areas, row.gateway, row.document?.place ?? gateway?.place ?? "")?.id ?? row.area;
}

/** Finds the area of each noun; the rulebook and each device are read once. */
export async function placesOf(tables: Tables, find: DeviceFinder = deviceFinder(tables)): Promise<Places> {
  const { areas } = await readBooks(tables);
  const gateway = async (id: GatewayRow["id"]) => {
    const row = await tables.gateways.find(id);
    const set = (await tables.registry.find({ gateway: id, device: null }))?.facts.area;
    return row === null ? null : (set ?? gatewayArea(areas, row));
  };
  const device = async (id: GatewayRow["id"], name: DeviceRow["id"]) => {
    const row = await find(id, name);
    return row === null ? gateway(id) : deviceArea(areas, row, await tables.gateways.find(id));
  };
  const alert = async (one: Alert) => {
    const place = placeOf(one, one.value, (await find(one.gateway, one.device))?.document?.place);
    return areaOf(areas, one.gateway, place)?.id ?? device(one.gateway, one.device);
  };
  const fault = async ({ gateway: of, device: on }: FaultRow) =>
    of === null ? null : on === undefined ? gateway(of) : device(of, on);
  return { gateway, device, alert, fault, ticket: ({ area }) => area };
}

export type Places = {
  gateway(id: GatewayRow["id"]): Promise<string | null>;
  device(gateway: GatewayRow["id"], device: DeviceRow["id"]): Promise<string | null>;
  alert(alert: Alert): Promise<string | null>;
  fault(fault: FaultRow): Promise<string | null>;
  ticket(ticket: Pick<Ticket, "area">): string | null;
};

/** Those of the rows that may be seen; nothing is looked up for who sees everything. */
export async function seen<Row>(
  session: Limited,
  tables: Tables,
  rows: readonly Row[],
  areaOfRow: (places: Places, row: Row) => Promise<string | null> | string | null,
): Promise<readonly Row[]> {
  if (session.areas === null) return rows;
  const places = await placesOf(tables);
  const areas = await Promise.all(rows.map((row) => areaOfRow(places, row)));
  return rows.filter((_, i) => may(session, areas[i] ?? null));
}

/** Whether that one may be seen; what may not is answered as if it were not there. */
export async function isSeen(
  session: Limited,
  tables: Tables,
  areaOfIt: (places: Places) => Promise<string | null> | string | null,
): Promise<boolean> {
  return session.areas === null || may(session, await areaOfIt(await placesOf(tables)));
}

/** Throws `NOT_FOUND` for a device that lies elsewhere; whether there is one is for the caller to say. */
export async function checkDeviceSeen(
  session: Limited,
  tables: Tables,
  gateway: GatewayRow["id"],
  device: DeviceRow["id"],
): Promise<void> {
  if (await isSeen(session, tables, (places) => places.device(gateway, device))) return;
  throw new Fault("NOT_FOUND", `device ${gateway}/${device}`);
}

/** Throws `NOT_FOUND` for a gateway that stands elsewhere. */
export async function checkGatewaySeen(session: Limited, tables: Tables, gateway: GatewayRow["id"]): Promise<void> {
  if (await isSeen(session, tables, (places) => places.gateway(gateway))) return;
  throw new Fault("NOT_FOUND", `gateway ${gateway}`);
}
