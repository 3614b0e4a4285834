/** What the pages read, each under one cache key that live events keep fresh. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { AlertView, Me, TicketStory, TicketView } from "../../http/views.ts";
import { now } from "../clock/clock.ts";
import { applyEvent } from "../live/apply-event.ts";
import { keys } from "../live/keys.ts";
import { isMicro } from "../order/field.ts";
import { api, type MoveRequest, type Which } from "./api.ts";
import { ApiError } from "./api-error.ts";

/** `null` = not signed in. */
export const useMe = () =>
  useQuery({ queryKey: keys.session, queryFn: ({ client }) => readMe(client), staleTime: Number.POSITIVE_INFINITY });
export const useGateways = () => useQuery({ queryKey: keys.gateways, queryFn: api.gateways });
export const useAlerts = (which: Which) => useQuery({ queryKey: keys.alerts(which), queryFn: () => api.alerts(which) });
export const useTickets = (which: Which) =>
  useQuery({ queryKey: keys.tickets(which), queryFn: () => api.tickets(which) });
export const useTicket = (id: string) =>
  useQuery({ queryKey: keys.ticket(id), queryFn: () => api.ticket(id), structuralSharing: false });
/** A table somebody imports now and then. */
export const useUnits = () =>
  useQuery({ queryKey: keys.units, queryFn: async () => (await api.units()).body.units, staleTime: 5 * 60_000 });
export const useFaults = () => useQuery({ queryKey: keys.faults, queryFn: api.faults });

/** Refreshed by itself: gaps are rare and no live event tells of them. */
export function useLedger(gateway: string | undefined, device: string | undefined, spanMs: number | undefined) {
  return useQuery({
    queryKey: keys.ledger(gateway, device, spanMs),
    queryFn: () =>
      api.ledger({
        ...(gateway === undefined ? {} : { gateway }),
        ...(device === undefined ? {} : { device }),
        ...(spanMs === undefined ? {} : { from: Math.max(0, now() - spanMs) }),
      }),
    refetchInterval: 30_000,
  });
}

export function useDevice(gateway: string, device: string) {
  return useQuery({ queryKey: keys.device(gateway, device), queryFn: () => api.device(gateway, device) });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.signIn,
    onSuccess: (me) => client.setQueryData(keys.session, me),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({ mutationFn: api.signOut, onSuccess: () => forget(client) });
}

export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (alert: AlertView) => api.acknowledge(alert.id),
    onSuccess: (alert) => {
      if (alert?.id) applyEvent(client, "alert", alert);
      else void client.invalidateQueries({ queryKey: ["alerts"] });
    },
    // Someone else was faster, or it is over: show what is true now.
    onError: () => void client.invalidateQueries({ queryKey: ["alerts"] }),
  });
}

export function useMove(ticket: string) {
  const client = useQueryClient();
  return useMutation({
    // What the page shows of it is what whoever moves it has seen.
    mutationFn: (move: MoveRequest) => api.move(ticket, move, client.getQueryData<TicketStory>(keys.ticket(ticket))),
    onSuccess: (story) => {
      client.setQueryData(keys.ticket(ticket), story);
      applyEvent(client, "ticket", withoutStory(story));
      // The answer has no tag.
      void client.invalidateQueries({ queryKey: keys.ticket(ticket) });
    },
    onError: (error) => {
      if (error instanceof ApiError && (error.status === 409 || error.status === 412))
        void client.invalidateQueries({ queryKey: keys.ticket(ticket) });
    },
  });
}

/** Drops everything the last person saw. */
export function forget(client: QueryClient): void {
  client.setQueryData(keys.session, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
}

async function readMe(client: QueryClient): Promise<Me | null> {
  try {
    return await api.me();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) return null;
    const known = isMicro(location.pathname) && isUnreached(error) ? await readKnownHere(client) : null;
    if (known === null) throw error;
    return known;
  }
}

/** In the field the page opens without the hub, with what it was told last; a desk that shows old things would mislead. */
async function readKnownHere(client: QueryClient): Promise<Me | null> {
  return (
    client.getQueryData<Me | null>(keys.session) ?? (await import("../pages/micro/last-known.ts")).readKnown(client)
  );
}

/** No answer, or that of a proxy whose hub is away. */
function isUnreached(error: ApiError): boolean {
  return error.offline || error.status >= 502;
}

function withoutStory({ story: _, alerts: __, report: ___, seenBy: ____, ...ticket }: TicketStory): TicketView {
  return ticket;
}
