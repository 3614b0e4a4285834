/** The settings' reads and writes over the cache. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RulebookTable } from "../../../http/views.ts";
import { keys } from "../../live/keys.ts";
import { calls, type Kind } from "./calls.ts";
import type { Document } from "./editor/rows.ts";

export type Table = Omit<RulebookTable, "body"> & { body: Document };

const rulebook = (...more: (string | number)[]) => ["rulebook", ...more] as const;
const forMinutes = 5 * 60_000;

export const useTables = () => useQuery({ queryKey: rulebook(), queryFn: calls.tables });
export const useSchema = (kind: Kind) =>
  useQuery({ queryKey: rulebook("schema", kind), queryFn: () => calls.schema(kind), staleTime: forMinutes });
export const useHistory = (kind: Kind) =>
  useQuery({ queryKey: rulebook("history", kind), queryFn: () => calls.history(kind) });

/** The one in force. */
export const useTable = (kind: Kind) =>
  useQuery({
    queryKey: rulebook("table", kind),
    queryFn: () => calls.table(kind) as Promise<Table>,
    structuralSharing: false,
  });

/** An older one: it never changes. */
export function useVersion(kind: Kind, version: number | null) {
  return useQuery({
    queryKey: rulebook("version", kind, version ?? -1),
    queryFn: () => calls.table(kind, version ?? 0) as Promise<Table>,
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSave(kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tag, body }: { tag: string; body: Document }) => calls.save(kind, tag, body),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: keys.units });
      await client.invalidateQueries({ queryKey: rulebook() });
    },
    // Somebody was faster: what they saved is read now.
    onError: () => void client.invalidateQueries({ queryKey: rulebook("table", kind) }),
  });
}

export const useChannels = () => useQuery({ queryKey: ["channels"], queryFn: calls.channels });
export const useNotices = () =>
  useQuery({ queryKey: ["notices"], queryFn: () => calls.notices(20), refetchInterval: 30_000 });
export const usePosture = () => useQuery({ queryKey: keys.posture, queryFn: calls.posture, structuralSharing: false });
export const useDistrict = () => useQuery({ queryKey: ["district"], queryFn: calls.district, refetchInterval: 30_000 });
