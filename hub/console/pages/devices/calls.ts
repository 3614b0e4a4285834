/** What the pages of devices ask the hub. */
import type { AreaTree, BulkAnswer, ChangeView, RegistryView } from "../../../http/registry-views.ts";
import type { DeviceView } from "../../../http/views.ts";
import type { FactsPatch } from "../../../registry/facts.ts";
import type { LifeMove } from "../../../registry/life.ts";
import { request, requestPage } from "../../api.ts";

const part = encodeURIComponent;
export type Thing = { gateway: string; device?: string };
export type BulkRow = Thing & { facts: FactsPatch };

export const pathOf = ({ gateway, device }: Thing) =>
  device === undefined ? `/registry/gateways/${part(gateway)}` : `/registry/devices/${part(gateway)}/${part(device)}`;

export const deviceCalls = {
  page: (path: string) => requestPage<DeviceView>(path),
  areas: () => request<AreaTree>("GET", "/areas"),
  registry: (thing: Thing) => request<RegistryView>("GET", pathOf(thing)),
  patch: (thing: Thing, facts: FactsPatch) => request<RegistryView>("PATCH", pathOf(thing), facts),
  life: (thing: Thing, wish: { move: LifeMove; reason?: string; until?: number }) =>
    request<RegistryView>("POST", `${pathOf(thing)}/life`, wish),
  replace: (thing: Thing, by: Thing) => request<RegistryView>("POST", `${pathOf(thing)}/replaced-by`, by),
  changes: (thing: Thing) => request<ChangeView[]>("GET", `${pathOf(thing)}/changes`),
  patchMany: (rows: readonly BulkRow[]) => request<BulkAnswer>("PATCH", "/registry/devices", { rows }),
};

/** Where the browser opens the sheet of labels by itself. */
export function labelsHref(devices: readonly Thing[]): string {
  const query = new URLSearchParams(devices.map(({ gateway, device }) => ["device", `${gateway}/${device}`]));
  return `/api/registry/labels?${query}`;
}
