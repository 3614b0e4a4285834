/** Whether a gateway is a platform's connector. */
import { useGateways } from "../client/queries.ts";

/** Undefined until it is known. */
export function useIsConnector(gateway: string): boolean | undefined {
  const known = useGateways().data?.find(({ id }) => id === gateway);
  return known === undefined ? undefined : known.platform !== undefined;
}
