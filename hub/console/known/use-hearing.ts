/** Whether a ticket's device can be heard now, so that what its sensor said last still speaks for the present; undefined while that is being read. */
import { useGateways } from "../client/queries.ts";

type Told = { gateway?: string | undefined; heard?: boolean | undefined };

/** What the hub said with the ticket, as far as its gateway is still there. */
export function useHearing({ gateway, heard }: Told): boolean | undefined {
  const owner = useGateways().data?.find(({ id }) => id === gateway);
  if (heard === false) return false;
  return owner === undefined ? heard : heard === true && owner.state === "online";
}
