/** What the page of tasks asks of the hub. */
import { type Ask, client } from "../../client/client.ts";

export type TaskFilter = NonNullable<Ask<"GET", "/api/tasks">["query"]>;

export const calls = {
  tasks: (query: TaskFilter) => client.list("/api/tasks", { query }),
  finish: (id: string, note: string) =>
    client.post("/api/tasks/{id}/done", { path: { id }, body: note === "" ? {} : { note } }),
};
