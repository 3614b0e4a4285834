/** Every device with what can be said about it now; looks again every few seconds, for silence sends no event. */
import type { DeviceView, GatewayView } from "../http/views.ts";
import { type Standing, standingOf } from "./order/standing.ts";
import { useDevices, useGateways } from "./queries.ts";
import { useTicking } from "./use-ticking.ts";

export type Known = { device: DeviceView; gateway: GatewayView | undefined; standing: Standing };

const lookEveryMs = 5_000;

export function useStandings(): Known[] | undefined {
  const devices = useDevices().data;
  const gateways = useGateways().data;
  const now = useTicking((present) => Math.floor(present / lookEveryMs) * lookEveryMs);
  if (!devices || !gateways) return undefined;
  const gatewayOf = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  return devices.map((device) => {
    const gateway = gatewayOf.get(device.gateway);
    return { device, gateway, standing: standingOf(device, gateway, now) };
  });
}
