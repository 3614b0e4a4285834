/** What the page of coverage asks the hub. */
import { type Ask, client } from "../../client/client.ts";

export type ComponentsAsked = NonNullable<Ask<"GET", "/api/coverage/components">["query"]>;
export type Thing = { gateway: string; device: string };

export const coverageCalls = {
  table: (query: { area?: string; class?: string }) => client.get("/api/coverage", { query }),
  page: (query: ComponentsAsked) => client.list("/api/coverage/components", { query }),
  match: (id: string, body: Thing) => client.post("/api/coverage/components/{id}/match", { path: { id }, body }),
  part: (id: string, body: Thing) => client.post("/api/coverage/components/{id}/part", { path: { id }, body }),
  imports: () => client.get("/api/coverage/imports"),
  tryFile: (file: File) => client.post("/api/coverage/imports", { query: { name: file.name }, file }),
  take: (id: string, body: { which: "right" | "all"; missing: "keep" | "end" }) =>
    client.post("/api/coverage/imports/{id}/take", { path: { id }, body }),
  devices: (q: string) => client.list("/api/devices", { query: { q, limit: 20, self: "without" } }),
};
