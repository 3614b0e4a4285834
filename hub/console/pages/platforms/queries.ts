/** What the pages of platforms show, asked again by itself: no live event tells of messages. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ConnectorWish, platformCalls } from "./calls.ts";
import { keepSecrets } from "./lately.ts";

const lookMs = 5_000;
const seldomMs = 5 * 60_000;

export const connectorKey = (id: string) => ["connector", id];

export const usePlatforms = () =>
  useQuery({ queryKey: ["platforms"], queryFn: platformCalls.platforms, staleTime: seldomMs });
export const useModels = () =>
  useQuery({ queryKey: ["platform-models"], queryFn: platformCalls.models, staleTime: seldomMs });
export const useDoor = () => useQuery({ queryKey: ["direct"], queryFn: platformCalls.door, staleTime: seldomMs });
export const useConnectors = () =>
  useQuery({ queryKey: ["connectors"], queryFn: platformCalls.connectors, refetchInterval: lookMs });
/** Its answer is changed by its tag. */
export const useConnector = (id: string) =>
  useQuery({
    queryKey: connectorKey(id),
    queryFn: () => platformCalls.connector(id),
    refetchInterval: lookMs,
    structuralSharing: false,
  });
export const useForeignDevices = (id: string) =>
  useQuery({
    queryKey: ["connector", id, "devices"],
    queryFn: () => platformCalls.devices(id),
    refetchInterval: lookMs,
  });

/** `seen`: what its form was filled from; absent: it is new. */
export type Kept = { id: string; wish: ConnectorWish; seen?: object };

export function usePutConnector() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, wish, seen }: Kept) => platformCalls.put(id, wish, seen),
    onSuccess: (_, { id, wish }) => {
      keepSecrets(id, wish.secrets ?? {});
      void client.invalidateQueries({ queryKey: connectorKey(id) });
      void client.invalidateQueries({ queryKey: ["connectors"] });
      void client.invalidateQueries({ queryKey: ["gateways"] });
    },
  });
}
