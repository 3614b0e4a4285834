/** Tasks over the cache; no live event tells of them, so they are asked for again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePages } from "../../known/use-list.ts";
import { calls, type TaskFilter } from "./calls.ts";

const againMs = 30_000;

/** Narrowed by the hub, page after page. */
export const useTasks = (filter: TaskFilter) =>
  usePages(["tasks", filter], (more) => calls.tasks({ ...filter, ...more }), againMs);

export function useFinish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, note }: { id: string; note: string }) => calls.finish(id, note),
    onSettled: () => void client.invalidateQueries({ queryKey: ["tasks"] }),
  });
}
