/** What people are called, by their account; the account itself while that is not known, and for what is no person. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../client/client.ts";

const forMs = 300_000;
/** As many as the hub answers at once. */
const most = 200;

/** Asks once for all that are shown together. */
export function useNames(accounts: readonly (string | undefined)[]): (account: string) => string {
  const said = accounts.filter((each): each is string => each !== undefined && each !== "");
  const asked = [...new Set(said)].sort().slice(0, most);
  const { data } = useQuery({
    queryKey: ["names", ...asked],
    queryFn: () => client.get("/api/names", { query: { accounts: asked.join(",") } }),
    enabled: asked.length > 0,
    staleTime: forMs,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (account) => data?.find((one) => one.account === account)?.display ?? account;
}
