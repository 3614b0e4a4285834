/** What the pages of platforms ask the hub. */
import { type Answer, type Ask, client } from "../../client/client.ts";
import { asSeen } from "../../client/tags.ts";

export type PlatformView = Answer<"GET", "/api/platforms">[number];
export type ConnectorView = Answer<"GET", "/api/connectors/{connector}">;
export type ForeignDeviceView = Answer<"GET", "/api/connectors/{connector}/devices">[number];
export type MessageView = Answer<"GET", "/api/connectors/{connector}/messages/{n}">;
export type ConnectorWish = Ask<"PUT", "/api/connectors/{connector}">["body"];
export type Adoption = Ask<"POST", "/api/connectors/{connector}/devices/adopt">["body"]["devices"][number];
export type Trial = Ask<"POST", "/api/platforms/mappings/trial">["body"];
export type MessageState = NonNullable<
  NonNullable<Ask<"GET", "/api/connectors/{connector}/messages">["query"]>["state"]
>;

const of = (connector: string) => ({ path: { connector } });
const ofDevice = (connector: string, device: string) => ({ path: { connector, device } });

export const platformCalls = {
  platforms: () => client.get("/api/platforms"),
  models: () => client.get("/api/platforms/models"),
  door: () => client.get("/api/direct"),
  connectors: () => client.get("/api/connectors"),
  connector: (id: string) => client.get("/api/connectors/{connector}", of(id)),
  put: (id: string, body: ConnectorWish, seen?: object) =>
    client.put("/api/connectors/{connector}", { ...of(id), body, ...asSeen(seen) }),
  devices: (id: string) => client.get("/api/connectors/{connector}/devices", of(id)),
  proposals: (id: string, device: string) =>
    client.get("/api/connectors/{connector}/devices/{device}/proposals", ofDevice(id, device)),
  adopt: (id: string, devices: Adoption[]) =>
    client.post("/api/connectors/{connector}/devices/adopt", { ...of(id), body: { devices } }),
  messages: (id: string, state: MessageState | undefined, before: number | undefined, limit = 50) =>
    client.get("/api/connectors/{connector}/messages", {
      ...of(id),
      query: { limit, ...(state === undefined ? {} : { state }), ...(before === undefined ? {} : { before }) },
    }),
  message: (id: string, n: number) =>
    client.get("/api/connectors/{connector}/messages/{n}", { path: { connector: id, n } }),
  replay: (id: string, body: { from: number; to: number }) =>
    client.post("/api/connectors/{connector}/replay", { ...of(id), body }),
  tryMapping: (body: Trial) => client.post("/api/platforms/mappings/trial", { body }),
  credentials: (id: string, device: string) =>
    client.get("/api/direct/devices/{connector}/{device}/credentials", ofDevice(id, device)),
  makeCredential: (id: string, device: string, old: "replace" | "rotate") =>
    client.post("/api/direct/devices/{connector}/{device}/credentials", { ...ofDevice(id, device), body: { old } }),
  revoke: (id: string, device: string) =>
    client.post("/api/direct/devices/{connector}/{device}/revoke", ofDevice(id, device)),
};
