/** The settings' reads and writes over the cache. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RulebookTable } from "../../../http/views.ts";
import { keys } from "../../live/keys.ts";
import { calls } from "./calls.ts";
import type { Document } from "./editor/rows.ts";

export type Table = Omit<RulebookTable, "body"> & { body: Document };

const rulebook = (...more: (string | number)[]) => ["rulebook", ...more] as const;
const forMinutes = 5 * 60_000;

export const useTables = () => useQuery({ queryKey: rulebook(), queryFn: calls.tables });
export const useSchema = (kind: string) =>
  useQuery({ queryKey: rulebook("schema", kind), queryFn: () => calls.schema(kind), staleTime: forMinutes });
export const useHistory = (kind: string) =>
  useQuery({ queryKey: rulebook("history", kind), queryFn: () => calls.history(kind) });

/** The one in force. */
export const useTable = (kind: string) =>
  useQuery({ queryKey: rulebook("table", kind), queryFn: () => calls.table(kind) as Promise<Table> });

/** An older one: it never changes. */
export function useVersion(kind: string, version: number | null) {
  return useQuery({
    queryKey: rulebook("version", kind, version ?? -1),
    queryFn: () => calls.table(kind, version ?? 0) as Promise<Table>,
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSave(kind: string) {
  const client = useQueryClient();
  const again = () => {
    void client.invalidateQueries({ queryKey: rulebook() });
    void client.invalidateQueries({ queryKey: keys.units });
  };
  return useMutation({
    mutationFn: ({ base, body }: { base: number; body: Document }) => calls.save(kind, base, body),
    onSuccess: (table) => {
      client.setQueryData(rulebook("table", kind), table);
      again();
    },
    // Somebody was faster: what they saved is read now.
    onError: () => void client.invalidateQueries({ queryKey: rulebook("table", kind) }),
  });
}

export const useChannels = () => useQuery({ queryKey: ["channels"], queryFn: calls.channels });
export const useNotices = () =>
  useQuery({ queryKey: ["notices"], queryFn: () => calls.notices(20), refetchInterval: 30_000 });
export const usePosture = () => useQuery({ queryKey: keys.posture, queryFn: calls.posture });
export const useDistrict = () => useQuery({ queryKey: ["district"], queryFn: calls.district, refetchInterval: 30_000 });
