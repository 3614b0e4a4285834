/** The verb `sample`: read a device now, before its schedule says so. */

import { Fault } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import type { Buses } from "../bus/buses.ts";

/** `args` is `{ device }`; resolves with the round's fault code and readings. */
export async function sampleDevice(buses: Buses, args: unknown): Promise<unknown> {
  const { device } = args as { device: DeviceId };
  const bus = buses.of(device);
  if (bus === undefined) throw new Fault("COMMAND_INVALID", `"${device}" is on no bus of this gateway`);
  return bus.sample(device);
}
