/** Whether a device can be heard now, so that what its sensor said last still speaks for the present; undefined while that is being read. */
import { isSilent } from "./order/standing.ts";
import { useGateways } from "./queries.ts";
import { type Thing, useKnownDevice } from "./use-known-device.ts";

export function useHearing(thing: Thing): boolean | undefined {
  const { data: device, isError } = useKnownDevice(thing);
  const gateways = useGateways().data;
  if (isError) return false;
  if (device === undefined || gateways === undefined) return undefined;
  return !isSilent(
    device,
    gateways.find(({ id }) => id === thing.gateway),
  );
}
