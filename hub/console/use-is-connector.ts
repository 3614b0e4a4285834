/** Whether a gateway is a platform's connector; asked only by those who may tell it something. */
import { useQuery } from "@tanstack/react-query";
import { client } from "./client/client.ts";
import { useMay } from "./use-may.ts";

const staleMs = 300_000;

/** Undefined until it is known; who may not know is shown what gateways have. */
export function useIsConnector(gateway: string): boolean | undefined {
  const mayAsk = useMay("gateways");
  const connectors = useQuery({
    queryKey: ["connectors"],
    queryFn: () => client.get("/api/connectors"),
    enabled: mayAsk,
    staleTime: staleMs,
  });
  return connectors.isError ? false : connectors.data?.some(({ id }) => id === gateway);
}
