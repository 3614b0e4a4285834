/** Whether a fault still holds. */
import type { FaultView } from "../http/views.ts";
import { type Presence, presenceOf } from "./order/fault-presence.ts";
import { useDevices, useGateways } from "./queries.ts";

export function usePresence(): (fault: FaultView) => Presence {
  const devices = useDevices().data;
  const gateways = useGateways().data;
  return (fault) => {
    const device = devices?.find((each) => each.gateway === fault.gateway && each.id === fault.device);
    return presenceOf(
      fault,
      device,
      gateways?.find((each) => each.id === fault.gateway),
    );
  };
}
