/** What the pages of devices ask the hub. */
import { type Answer, type Ask, client } from "../../client/client.ts";
import { asSeen } from "../../client/tags.ts";

export type Thing = { gateway: string; device?: string };
export type DeviceFilter = NonNullable<Ask<"GET", "/api/devices">["query"]>;
type OneDevice = "/api/registry/devices/{gateway}/{device}";
type Facts = Ask<"PATCH", OneDevice>["body"];
type Life = Ask<"POST", `${OneDevice}/life`>["body"];
type Registry = Answer<"GET", OneDevice>;
export type BulkRow = Ask<"PATCH", "/api/registry/devices">["body"]["rows"][number];

/** Writes take what was `seen`: whoever was overtaken changes nothing. */
export const deviceCalls = {
  page: (query: DeviceFilter) => client.list("/api/devices", { query }),
  areas: () => client.get("/api/areas"),
  registry: ({ gateway, device }: Thing): Promise<Registry> =>
    device === undefined
      ? client.get("/api/registry/gateways/{gateway}", { path: { gateway } })
      : client.get("/api/registry/devices/{gateway}/{device}", { path: { gateway, device } }),
  patch: ({ gateway, device }: Thing, body: Facts, seen: object): Promise<Registry> =>
    device === undefined
      ? client.patch("/api/registry/gateways/{gateway}", { path: { gateway }, body, ...asSeen(seen) })
      : client.patch("/api/registry/devices/{gateway}/{device}", { path: { gateway, device }, body, ...asSeen(seen) }),
  life: ({ gateway, device }: Thing, body: Life, seen: object): Promise<Registry> => {
    const more = { body, ...asSeen(seen) };
    return device === undefined
      ? client.post("/api/registry/gateways/{gateway}/life", { path: { gateway }, ...more })
      : client.post("/api/registry/devices/{gateway}/{device}/life", { path: { gateway, device }, ...more });
  },
  /** One of many, as the list shows it: nobody has looked at the device itself. */
  adopt: ({ gateway, device = "" }: Thing): Promise<Registry> =>
    client.post("/api/registry/devices/{gateway}/{device}/life", {
      path: { gateway, device },
      body: { move: "adopt" },
    }),
  replace: ({ gateway, device }: Thing, body: Thing, seen: object): Promise<Registry> => {
    const more = { body, ...asSeen(seen) };
    return device === undefined
      ? client.post("/api/registry/gateways/{gateway}/replaced-by", { path: { gateway }, ...more })
      : client.post("/api/registry/devices/{gateway}/{device}/replaced-by", { path: { gateway, device }, ...more });
  },
  changes: ({ gateway, device }: Thing) =>
    device === undefined
      ? client.get("/api/registry/gateways/{gateway}/changes", { path: { gateway } })
      : client.get("/api/registry/devices/{gateway}/{device}/changes", { path: { gateway, device } }),
  patchMany: (rows: readonly BulkRow[]) => client.patch("/api/registry/devices", { body: { rows: [...rows] } }),
};

/** Where the browser opens the sheet of labels by itself. */
export function labelsHref(devices: readonly Thing[]): string {
  const named = devices.map(({ gateway, device }) => `${gateway}/${device}`);
  return client.address("/api/registry/labels", { query: { device: named } });
}
