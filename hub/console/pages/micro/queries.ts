/** What the micro-platform reads, under keys that live events keep fresh. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { TicketStory } from "../../../http/views.ts";
import { client, type Read } from "../../client/client.ts";
import { useTickets } from "../../client/queries.ts";
import { keys } from "../../live/keys.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const useMyPlace = () =>
  useQuery({ queryKey: ["my-place"], queryFn: () => client.get("/api/my/place"), staleTime: hourMs });

export const useJoints = () =>
  useQuery({ queryKey: keys.joints, queryFn: () => client.get("/api/joint-actions", { query: { state: "all" } }) });

export const useJoint = (id: string) =>
  useQuery({ queryKey: keys.joint(id), queryFn: () => client.get("/api/joint-actions/{id}", { path: { id } }) });

export const useCallable = (ticket: string, isAsked: boolean) =>
  useQuery({
    queryKey: ["callable", ticket],
    queryFn: () => client.get("/api/tickets/{id}/callable", { path: { id: ticket } }),
    enabled: isAsked,
  });

/** A ticket that was read stays, for the way down into a basement. */
const taggedRead = (id: string) => ({
  gcTime: dayMs,
  queryFn: (): Promise<Read<TicketStory>> => client.read("/api/tickets/{id}", { path: { id } }),
});

/** So many tickets of one's own can be opened without a network. */
const mostAhead = 20;

/** Reads what is likely to be needed where there is no network. */
export function useReadAhead(ids: readonly string[]): void {
  const cache = useQueryClient();
  const wanted = ids.slice(0, mostAhead).join(" ");
  useEffect(() => {
    for (const id of wanted.split(" ").filter((one) => one !== ""))
      void cache.prefetchQuery({
        ...{ queryKey: [...keys.ticket(id), "tagged"], staleTime: hourMs, retry: false },
        ...taggedRead(id),
      });
  }, [cache, wanted]);
}

/** With the tag to change it by. Read again whenever a live event changes it in the list. */
export function useTagged(id: string) {
  const cache = useQueryClient();
  const listed = useTickets("open").data?.find((ticket) => ticket.id === id);
  const query = useQuery({
    queryKey: [...keys.ticket(id), "tagged"],
    ...taggedRead(id),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read again when the list has another one.
  useEffect(() => {
    void cache.invalidateQueries({ queryKey: [...keys.ticket(id), "tagged"] });
  }, [cache, id, listed]);
  return query;
}
