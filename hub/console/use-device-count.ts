/** How many devices hang on a gateway, itself not among them. */
import type { GatewayView } from "../http/views.ts";
import { isSelfDevice } from "./order/self-device.ts";
import { useDevices } from "./queries.ts";

export function useDeviceCount(gateway: GatewayView): number {
  const devices = useDevices().data;
  if (!devices) return gateway.devices;
  return devices.filter((device) => device.gateway === gateway.id && !isSelfDevice(device)).length;
}
