/** What the settings ask of the hub. */
import { type Answer, type Ask, client } from "../../client/client.ts";
import { asSeen } from "../../client/tags.ts";
import type { Schema } from "./editor/schema.ts";

export type District = Answer<"GET", "/api/district">;
export type Kind = Ask<"GET", "/api/rulebook/{kind}">["path"]["kind"];
export type PostureLevel = Ask<"PUT", "/api/posture">["body"]["level"];
type Card = Ask<"PUT", "/api/district/connection">["body"]["card"];

export const calls = {
  tables: () => client.get("/api/rulebook"),
  table: (kind: Kind, version?: number) => client.get("/api/rulebook/{kind}", { path: { kind }, query: { version } }),
  schema: async (kind: Kind) => (await client.get("/api/rulebook/{kind}/schema", { path: { kind } })) as Schema,
  history: (kind: Kind) => client.get("/api/rulebook/{kind}/history", { path: { kind } }),
  /** `tag`: of the table it was made from; whoever was overtaken changes nothing. */
  save: (kind: Kind, tag: string, body: unknown) =>
    client.put("/api/rulebook/{kind}", { path: { kind }, body, ifMatch: tag }),
  /** What a district's text would make of the classes. */
  readClasses: (file: File) =>
    client.post("/api/rulebook/classes/read", {
      query: { source: file.name.slice(0, 200) },
      body: undefined,
      file,
      type: "text/tab-separated-values",
    }),
  tryDispatch: (body: Ask<"POST", "/api/rulebook/dispatch/try">["body"]) =>
    client.post("/api/rulebook/dispatch/try", { body }),
  channels: () => client.get("/api/notify/channels"),
  putSecrets: (id: string, body: Record<string, string | null>) =>
    client.put("/api/notify/channels/{id}/secrets", { path: { id }, body }),
  tryChannel: (id: string, to: string) =>
    client.post("/api/notify/channels/{id}/test", { path: { id }, body: to === "" ? {} : { to } }),
  notices: (limit: number) => client.get("/api/notify/log", { query: { limit } }),
  posture: () => client.get("/api/posture"),
  switchPosture: (level: PostureLevel, reason: string, seen: object) =>
    client.put("/api/posture", { body: { level, reason }, ...asSeen(seen) }),
  district: () => client.get("/api/district"),
  districtCard: () => client.get("/api/district/card"),
  /** The hub names what is wrong in a card. */
  connectDistrict: (card: unknown) => client.put("/api/district/connection", { body: { card: card as Card } }),
  reconcile: () => client.post("/api/district/reconcile"),
};
