/** What this phone was told last, kept so that the micro-platform opens without a network and shows it, marked as old. */
import { type DehydratedState, dehydrate, hydrate, type Query, type QueryClient } from "@tanstack/react-query";
import type { Me } from "../../../http/views.ts";
import { keys } from "../../live/keys.ts";
import { base } from "./browser-base.ts";

type LastKnown = { me: Me; state: DehydratedState };

const restMs = 1_000;
/** The first word of the cache keys that are kept, and the lists of all that are not: too long for a phone. */
const keptNouns: ReadonlySet<unknown> = new Set(["tickets", "alerts", "joints", "joint", "ticket", "my-place"]);

export function isKept({ queryKey: [noun, which], state }: Pick<Query, "queryKey" | "state">): boolean {
  const isList = noun === "tickets" || noun === "alerts";
  return state.data !== undefined && keptNouns.has(noun) && (!isList || which === "open");
}

/** Keeps what is read from now on; answers how to stop. */
export function keepKnown(client: QueryClient, me: Me): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async () => {
    timer = undefined;
    const state = dehydrate(client, { shouldDehydrateQuery: (query) => isKept(query as Query) });
    await (await base()).put("known", { me, state } satisfies LastKnown, "last");
  };
  const stop = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || timer !== undefined || !isKept(query)) return;
    // A browser that keeps nothing opens without a network as before: not at all.
    timer = setTimeout(() => void save().catch(() => undefined), restMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Who was here last, with what they saw put back where the pages look; null: nobody, or the browser keeps nothing. */
export async function readKnown(client: QueryClient): Promise<Me | null> {
  try {
    const known = (await (await base()).get("known", "last")) as LastKnown | undefined;
    if (known === undefined) return null;
    hydrate(client, known.state);
    return known.me;
  } catch {
    return null;
  }
}

/** Who signs out leaves nothing for the next to read. What was not sent yet stays: it is theirs alone. */
export async function forgetKnown(): Promise<void> {
  await (await base()).delete("known", "last");
}

/** When the list that is shown was true, or undefined when it was never read. */
export function knownAt(client: QueryClient): number | undefined {
  const at = client.getQueryState(keys.tickets("open"))?.dataUpdatedAt;
  return at === 0 ? undefined : at;
}
