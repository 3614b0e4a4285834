/** Whether a device can be heard now, so that what its sensor said last still speaks for the present; undefined while that is being read. */
import { isSilent } from "./order/standing.ts";
import { useDevices, useGateways } from "./queries.ts";

type Thing = { gateway: string; device: string };

export function useHearing(): (thing: Thing) => boolean | undefined {
  const devices = useDevices().data;
  const gateways = useGateways().data;
  return (thing) => {
    if (!devices || !gateways) return undefined;
    const device = devices.find((each) => each.gateway === thing.gateway && each.id === thing.device);
    const gateway = gateways.find((each) => each.id === thing.gateway);
    return device !== undefined && !isSilent(device, gateway);
  };
}
