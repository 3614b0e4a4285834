/** The query cache and its habits: refetch as a safety net, no retry of a refusal, a lost session leads to the sign-in page. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { keys } from "../live/keys.ts";
import { ApiError } from "./api-error.ts";

/** Live events carry the news; this only catches what they missed. */
const safetyNetMs = 60_000;

export function makeClient(): QueryClient {
  const endSession = (error: unknown) => {
    if (error instanceof ApiError && error.problem.code === "SIGN_IN_REQUIRED") client.setQueryData(keys.session, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: endSession }),
    mutationCache: new MutationCache({ onError: endSession }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchInterval: safetyNetMs,
        retry: (count, error) => count < 2 && !(error instanceof ApiError && isRefusal(error.status)),
        // The browser's idea of being online is wrong on a LAN without internet.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}
