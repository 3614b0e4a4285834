/** Tries what is typed, at each pause of the hand; what it answers holds for what was asked alone. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Answer } from "../../client/client.ts";
import { type ConnectorView, platformCalls, type Trial } from "./calls.ts";
import type { MappingDraft } from "./mapping-fields.tsx";
import type { Sample } from "./samples.tsx";

const pauseMs = 400;

export type Tried = Answer<"POST", "/api/platforms/mappings/trial">[number];
export type TrialState = { tried: Tried[] | null; isTrying: boolean; error: Error | null };

export function useTrial(
  { mapping, key, reads }: MappingDraft,
  samples: readonly Sample[],
  { id, products }: Pick<ConnectorView, "id" | "products">,
  model: string,
): TrialState {
  const body: Trial = {
    ...{ mapping, reads, products, connector: id as NonNullable<Trial["connector"]> },
    ...(model === "" ? {} : { model }),
    ...(key.trim() === "" ? {} : { key }),
    samples: samples.map(({ from, body }) => ({ from, body })),
  };
  const wish = JSON.stringify(body);
  const asked = useSettled(wish);
  const isWhole = mapping.trim() !== "" && samples.length > 0;
  const trial = useQuery({
    queryKey: ["trial", asked],
    queryFn: () => platformCalls.tryMapping(JSON.parse(asked) as Trial),
    enabled: isWhole && asked === wish,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const isSettled = asked === wish;
  return {
    tried: isWhole && isSettled ? (trial.data ?? null) : null,
    isTrying: isWhole && (!isSettled || trial.isFetching),
    error: isSettled ? trial.error : null,
  };
}

/** What it was when it last stood still. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
