/** What the search box asks the hub. */
import { ApiError } from "../client/api-error.ts";
import { client } from "../client/client.ts";

/** In the order they are shown. */
export const hitKinds = ["tickets", "devices", "gateways", "areas", "people"] as const;
export type HitKind = (typeof hitKinds)[number];
/** `href`: its page in this console. */
export type SearchHit = { id: string; title: string; place?: string; href: string };

/** `absent`: this hub has no search; `refused`: this person may not. */
export type Found = { state: "found"; hits: (SearchHit & { kind: HitKind })[] } | { state: "absent" | "refused" };

export async function findEverywhere(text: string): Promise<Found> {
  try {
    const answer: Partial<Record<HitKind, SearchHit[]>> = await client.get("/api/search", { query: { q: text } });
    const hits = hitKinds.flatMap((kind) => (answer[kind] ?? []).map((hit) => ({ ...hit, kind })));
    return { state: "found", hits: hits.filter(({ href }) => /^\/(?!\/)/.test(href)) };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { state: "absent" };
    if (error instanceof ApiError && error.status === 403) return { state: "refused" };
    throw error;
  }
}
