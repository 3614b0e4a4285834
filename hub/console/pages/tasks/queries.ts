/** Tasks over the cache; no live event tells of them, so they are asked for again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Which } from "../../api.ts";
import { calls } from "./calls.ts";

export const useTasks = (state: Which) =>
  useQuery({ queryKey: ["tasks", state], queryFn: () => calls.tasks(state), refetchInterval: 30_000 });

export function useFinish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, note }: { id: string; note: string }) => calls.finish(id, note),
    onSettled: () => void client.invalidateQueries({ queryKey: ["tasks"] }),
  });
}
