/** What the page asks that connects a device. */
import type { DirectWish, JoiningWish } from "../../../http/direct-views.ts";
import { client } from "../../client/client.ts";

export const connectCalls = {
  view: () => client.get("/api/direct"),
  strangers: () => client.get("/api/direct/strangers"),
  make: (body: DirectWish) => client.post("/api/direct/devices", { body }),
  seen: (connector: string, device: string) =>
    client.get("/api/direct/devices/{connector}/{device}", { path: { connector, device } }),
  adopt: (gateway: string, device: string) =>
    client.post("/api/registry/devices/{gateway}/{device}/life", {
      path: { gateway, device },
      body: { move: "adopt" },
    }),
  joinings: () => client.get("/api/direct/joinings"),
  joining: (body: JoiningWish) => client.post("/api/direct/joinings", { body }),
  endJoining: (handle: string) => client.post("/api/direct/joinings/{handle}/revoke", { path: { handle } }),
};
