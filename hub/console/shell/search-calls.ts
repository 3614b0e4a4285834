/** What the search box asks the hub, and where each answer leads. */
import type { Bilingual } from "../../../core/point.ts";
import { request } from "../api.ts";
import { ApiError } from "../api-error.ts";

/** `gateway`: of a device. */
export type SearchHit = {
  kind: "device" | "gateway" | "ticket" | "alert" | "area" | "person";
  id: string;
  title: Bilingual | string;
  place?: string;
  gateway?: string;
  ticket?: string;
};

/** `absent`: this hub has no search; `refused`: this person may not. */
export type Found = { state: "found"; hits: SearchHit[] } | { state: "absent" | "refused" };

export async function findEverywhere(text: string): Promise<Found> {
  try {
    const hits = await request<SearchHit[]>("GET", `/search?${new URLSearchParams({ q: text })}`);
    return { state: "found", hits: hits.filter((hit) => hrefs[hit.kind] !== undefined) };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { state: "absent" };
    if (error instanceof ApiError && error.status === 403) return { state: "refused" };
    throw error;
  }
}

const part = encodeURIComponent;

/** A kind without a page of its own leads to the list that shows it. */
const hrefs: Record<SearchHit["kind"], (hit: SearchHit) => string> = {
  device: ({ gateway = "", id }) => `/devices/${part(gateway)}/${part(id)}`,
  gateway: ({ id }) => `/gateways/${part(id)}`,
  ticket: ({ id }) => `/tickets/${part(id)}`,
  alert: ({ ticket, id }) => (ticket === undefined ? `/alerts?q=${part(id)}` : `/tickets/${part(ticket)}`),
  area: ({ id }) => `/devices?area=${part(id)}`,
  person: ({ id }) => `/people/${part(id)}`,
};

export function hrefOf(hit: SearchHit): string {
  return hrefs[hit.kind](hit);
}
