/** What the page of the inventory asks the hub. */
import { client } from "../../client/client.ts";

export const inventoryCalls = {
  coverage: () => client.get("/api/district/coverage"),
  /** The tasks of these kinds, a page of them. */
  tasks: (kinds: readonly string[], more: { cursor?: string }) =>
    client.list("/api/tasks", { query: { kind: kinds.join(","), limit: 50, ...more } }),
  imports: () => client.get("/api/registry/imports"),
  tryFile: (file: File) => client.post("/api/registry/imports", { query: { name: file.name }, file }),
  take: (id: string, { which }: { which: "right" | "all" }) =>
    client.post("/api/registry/imports/{id}/take", { path: { id }, body: { which } }),
};
