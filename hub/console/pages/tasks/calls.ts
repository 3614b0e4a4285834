/** What the page of tasks asks of the hub. */
import type { Which } from "../../api.ts";
import { client } from "../../client/client.ts";

export const calls = {
  tasks: (state: Which) => client.get("/api/tasks", { query: { state } }),
  finish: (id: string, note: string) =>
    client.post("/api/tasks/{id}/done", { path: { id }, body: note === "" ? {} : { note } }),
};
