/** Whether faults still hold: of those given, and asked of the devices that had them. */
import type { FaultView } from "../../http/views.ts";
import { useGateways } from "../client/queries.ts";
import { type Presence, presenceOf } from "../order/fault-presence.ts";
import { useKnownDevices } from "./use-known-device.ts";

export function usePresence(faults: readonly FaultView[]): (fault: FaultView) => Presence {
  const deviceOf = useKnownDevices(faults);
  const gateways = useGateways().data;
  return (fault) =>
    presenceOf(
      fault,
      deviceOf(fault),
      gateways?.find(({ id }) => id === fault.gateway),
    );
}
