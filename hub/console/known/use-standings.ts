/** A device with what can be said about it now. */
import type { DeviceView, GatewayView } from "../../http/views.ts";
import type { Standing } from "../order/standing.ts";

export type Known = { device: DeviceView; gateway: GatewayView | undefined; standing: Standing };
