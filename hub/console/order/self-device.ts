/** A gateway tells its own backlog as a device of its own, which nobody counts among the devices of a place. */
import type { DeviceView } from "../../http/views.ts";

/** The model every gateway registers itself with. */
const selfModel = "lilong-gateway";

export function isSelfDevice(device: Pick<DeviceView, "model">): boolean {
  return device.model === selfModel;
}
