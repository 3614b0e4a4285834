/** What waits for a person at this desk: questions of flows and cases the hub cannot go on with, what runs out first on top. */
import { useQuery } from "@tanstack/react-query";
import type { TaskView } from "../../../http/views.ts";
import { client } from "../../client/client.ts";

/** A question may have a minute to live, and no live event tells of it. */
const lookEveryMs = 5_000;
const most = 20;

export type Awaiting = { tasks: TaskView[]; total: number };

export function useAwaiting(): Awaiting {
  const { data } = useQuery({
    queryKey: ["tasks", "awaiting"],
    queryFn: () => client.list("/api/tasks", { query: { state: "open", for: "operator", limit: most } }),
    refetchInterval: lookEveryMs,
  });
  return { tasks: [...(data?.rows ?? [])].sort(byTimeLeft), total: data?.total ?? 0 };
}

function byTimeLeft(a: TaskView, b: TaskView): number {
  const [first, second] = [a.dueAt ?? Number.POSITIVE_INFINITY, b.dueAt ?? Number.POSITIVE_INFINITY];
  return first === second ? b.at - a.at : first - second;
}
