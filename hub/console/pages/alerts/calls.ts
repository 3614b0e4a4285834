/** What the pages of alerts ask of the hub. */
import type { AlertStory, AlertView } from "../../../http/views.ts";
import { request } from "../../api.ts";

export type Shelving = { until: number; reason: string };

const at = (id: string, what: string) => `/alerts/${encodeURIComponent(id)}/${what}`;

export const calls = {
  story: (id: string) => request<AlertStory>("GET", at(id, "story")),
  acknowledge: (id: string) => request<AlertView>("POST", at(id, "acknowledge")),
  shelve: (id: string, shelving: Shelving) => request<AlertView>("POST", at(id, "shelve"), shelving),
  unshelve: (id: string) => request<AlertView>("POST", at(id, "unshelve")),
};
