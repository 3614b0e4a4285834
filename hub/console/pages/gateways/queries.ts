/** What the page of one gateway reads and does. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { GatewayView } from "../../../http/views.ts";
import { type Answer, client } from "../../client/client.ts";
import { commandGateway } from "../../client/command-gateway.ts";
import { useTicking } from "../../clock/use-ticking.ts";
import { usePages } from "../../known/use-list.ts";
import type { Known } from "../../known/use-standings.ts";
import { readRecord } from "../../order/record.ts";
import { standingOf } from "../../order/standing.ts";

export type Command = Answer<"GET", "/api/gateways/{gateway}/commands">[number];
type Wish = NonNullable<Answer<"GET", "/api/gateways/{gateway}/desired">["wish"]>;
export type WishBody = Pick<Wish, "devices"> & { settings?: NonNullable<Wish["settings"]> };

const soon = 5000;

export function useRuns(gateway: string) {
  return useQuery({
    queryKey: ["gateway-runs", gateway],
    queryFn: () => client.get("/api/gateways/{gateway}/runs", { path: { gateway } }),
    refetchInterval: 3 * soon,
  });
}

/** Read again while a trial may end. */
export function useConfiguration(gateway: string) {
  return useQuery({
    queryKey: ["configuration", gateway],
    queryFn: () => client.read("/api/gateways/{gateway}/desired", { path: { gateway } }),
    refetchInterval: soon,
  });
}

export function usePutWish(gateway: string, tag: string | null) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: WishBody) =>
      client.put("/api/gateways/{gateway}/desired", {
        path: { gateway },
        body,
        ...(tag === null ? {} : { ifMatch: tag }),
      }),
    onSettled: () => void cache.invalidateQueries({ queryKey: ["configuration", gateway] }),
  });
}

export function useCommands(gateway: string) {
  return useQuery({
    queryKey: ["commands", gateway],
    queryFn: () => client.list("/api/gateways/{gateway}/commands", { path: { gateway }, query: { limit: 50 } }),
    refetchInterval: soon,
  });
}

/** Done when the gateway has answered; the history is read anew then. */
export function useCommand<Result>(gateway: string, verb: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (args: unknown) => (await commandGateway(gateway, verb, args)) as Result,
    onSettled: () => void cache.invalidateQueries({ queryKey: ["commands", gateway] }),
  });
}

/** Whether a certificate lets it in; null where nobody knows, or it never had one. */
export function useIn(gateway: string, mayAsk: boolean): "in" | "out" | null {
  const rows = useCertificates(gateway, mayAsk).data ?? [];
  if (rows.length === 0) return null;
  return rows.some(({ revokedAt }) => revokedAt === undefined) ? "in" : "out";
}

export function useCertificates(gateway: string, mayAsk = true) {
  return useQuery({
    enabled: mayAsk,
    queryKey: ["certificates", gateway],
    queryFn: () => client.get("/api/gateways/{gateway}/certificates", { path: { gateway } }),
  });
}

export function useRevoke(gateway: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      client.post("/api/gateways/{gateway}/certificates/revoke", { path: { gateway }, body: { reason } }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["certificates", gateway] }),
  });
}

export function useReleaseKey(gateway: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => client.delete("/api/gateways/{gateway}/key", { path: { gateway } }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["gateway-runs", gateway] }),
  });
}

/** They carry their signatures: a few at a time. */
export function useRecords(gateway: string) {
  const pages = usePages(["records", gateway], (more) =>
    client.list("/api/gateways/{gateway}/records", { path: { gateway }, query: { limit: 20, ...more } }),
  );
  return { ...pages, records: pages.rows?.flatMap((signed) => readRecord(signed) ?? []) };
}

/** Of this gateway alone: a district has more devices than any list gives at once. */
export function useDevicesOf(gateway: GatewayView) {
  const query = useQuery({
    queryKey: ["devices-of", gateway.id],
    queryFn: () => client.get("/api/devices", { query: { gateway: gateway.id, limit: 1000 } }),
    refetchInterval: soon,
  });
  const now = useTicking((present) => Math.floor(present / soon) * soon);
  const known = query.data?.map((device): Known => ({ device, gateway, standing: standingOf(device, gateway, now) }));
  return { ...query, known };
}

export function useGatewayFaults(gateway: string) {
  return usePages(
    ["gateway-faults", gateway],
    (more) => client.list("/api/faults", { query: { gateway, limit: 100, ...more } }),
    3 * soon,
  );
}
