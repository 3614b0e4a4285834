/** Fault rows as the API shows them: with the cure of the fault table, and where and on what it is. */
import { faults } from "../../core/fault.ts";
import { type DeviceFinder, deviceFinder } from "../alerts/view.ts";
import type { FaultView } from "../http/views.ts";
import type { FaultRow } from "../store/faults.ts";
import type { Tables } from "../store/store.ts";

/** Each device and gateway is read once. */
export async function faultViews(tables: Tables, rows: readonly FaultRow[]): Promise<FaultView[]> {
  const find = deviceFinder(tables);
  return Promise.all(rows.map((row) => faultView(row, find)));
}

export async function faultView(row: FaultRow, find: DeviceFinder): Promise<FaultView> {
  const { id, at, gateway, device, code, detail, count } = row;
  return {
    id,
    at,
    ...(gateway === null ? {} : { gateway }),
    ...(device === undefined ? {} : { device }),
    ...(await aboutOf(row, find)),
    code,
    detail,
    cure: faults[code].cure,
    count,
  };
}

async function aboutOf({ gateway, device }: FaultRow, find: DeviceFinder): Promise<Pick<FaultView, "title" | "place">> {
  if (gateway === null) return {};
  const document = device === undefined ? null : ((await find(gateway, device))?.document ?? null);
  const owner = await find.gateway(gateway);
  const place = document?.place || owner?.place;
  // Of a connector's own fault its name is all that tells it from the others of that place.
  const called = owner?.kind === "platform" && device === undefined ? { zh: owner.title, en: owner.title } : null;
  const title = document?.title ?? called;
  return { ...(title === null ? {} : { title }), ...(place ? { place } : {}) };
}
