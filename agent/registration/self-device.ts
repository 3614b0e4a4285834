/** The gateway as a device of its own: where its own faults and its backlog are told. */
import { type Device, gatewayModel } from "../../core/device.ts";
import type { DeviceId, PointId } from "../../core/id.ts";

export const selfId = "gateway" as DeviceId;
export const backlogPoint = "backlog" as PointId;

export function selfDevice({ title, place }: { title: string; place: string }): Device {
  const backlog = { zh: "未送达记录", en: "Records waiting" };
  return {
    id: selfId,
    model: gatewayModel,
    title: { zh: title, en: title },
    place,
    points: [{ id: backlogPoint, title: backlog, kind: "number", unit: "1" }],
    rules: [],
  };
}
