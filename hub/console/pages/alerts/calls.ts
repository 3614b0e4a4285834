/** What the pages of alerts ask of the hub. */
import type { AlertStory, AlertView } from "../../../http/views.ts";
import { client } from "../../client/client.ts";

export type Shelving = { until: number; reason: string };

export const calls = {
  one: (id: string): Promise<AlertView> => client.get("/api/alerts/{id}", { path: { id } }),
  story: (id: string): Promise<AlertStory> => client.get("/api/alerts/{id}/story", { path: { id } }),
  acknowledge: (id: string): Promise<AlertView> => client.post("/api/alerts/{id}/acknowledge", { path: { id } }),
  shelve: (id: string, body: Shelving): Promise<AlertView> =>
    client.post("/api/alerts/{id}/shelve", { path: { id }, body }),
  unshelve: (id: string): Promise<AlertView> => client.post("/api/alerts/{id}/unshelve", { path: { id } }),
};
