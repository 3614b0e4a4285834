/** What the pages of alerts read, and what they do to one or to many. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AlertView } from "../../../http/views.ts";
import { applyEvent } from "../../live/apply-event.ts";
import { keys } from "../../live/keys.ts";
import { calls, type Shelving } from "./calls.ts";
import { doEach, type Outcome } from "./each.ts";

export const useAlertStory = (id: string) =>
  useQuery({ queryKey: keys.alertStory(id), queryFn: () => calls.story(id) });

export type Deed = { do: "acknowledge" } | { do: "unshelve" } | ({ do: "shelve" } & Shelving);

/** One deed on one alert; what is true now is shown at once. */
export function useDeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: Deed }) => doIt(client, id, deed),
    // Somebody else was faster, or it is over: show what is true now.
    onError: () => void client.invalidateQueries({ queryKey: ["alerts"] }),
  });
}

export async function doIt(client: QueryClient, id: string, deed: Deed): Promise<AlertView> {
  const alert = await deeds[deed.do](id, deed);
  applyEvent(client, "alert", alert);
  return alert;
}

const deeds: Record<Deed["do"], (id: string, deed: Deed) => Promise<AlertView>> = {
  acknowledge: calls.acknowledge,
  unshelve: calls.unshelve,
  shelve: (id, deed) => {
    const { until, reason } = deed as Deed & Shelving;
    return calls.shelve(id, { until, reason });
  },
};

export type ManyDeeds = { deed: Deed; all: number; done: number; outcomes: Outcome[] | null };

/** The same deed on many, each for itself. */
export function useManyDeeds() {
  const client = useQueryClient();
  const [many, setMany] = useState<ManyDeeds | null>(null);
  const start = async (ids: readonly string[], deed: Deed): Promise<Outcome[]> => {
    setMany({ deed, all: ids.length, done: 0, outcomes: null });
    const outcomes = await doEach(
      ids,
      (id) => doIt(client, id, deed),
      (done) => setMany({ deed, all: ids.length, done, outcomes: null }),
    );
    setMany({ deed, all: ids.length, done: ids.length, outcomes });
    void client.invalidateQueries({ queryKey: ["alerts"] });
    return outcomes;
  };
  return { many, start, forget: () => setMany(null) };
}
