/** What OceanConnect's notices tell, by their notifyType (消息推送 in its northbound API). */
import { Fault } from "../../../core/fault.ts";
import { huaweiStepOf } from "../kit/huawei-steps.ts";
import { given, idOf, isObject, type Json, needId, needObject, readObject } from "../kit/json.ts";
import type { Told } from "../kit/told.ts";
import { utcOf } from "../kit/utc.ts";
import { meaningIn } from "../kit/word.ts";

type About = Pick<Told, "device">;

/** Throws `PUSH_UNREADABLE` naming the field. */
export function readNotice(bytes: Uint8Array): Told[] {
  const notice = readObject(bytes);
  const read = meaningIn(readers, notice.notifyType ?? (notice.commandId === undefined ? "" : "command"));
  if (read === undefined) throw new Fault("PUSH_UNREADABLE", `notifyType "${notice.notifyType}" is unknown`);
  return read(notice, { device: needId(notice.deviceId, "deviceId") });
}

const readers: Record<string, ((notice: Json, about: About) => Told[]) | undefined> = {
  deviceDataChanged: ({ service }, about) => [dataOf(service, "service", about)],
  deviceDatasChanged({ services }, about) {
    if (!Array.isArray(services)) throw new Fault("PUSH_UNREADABLE", "services is not a list");
    return services.map((service, index) => dataOf(service, `services/${index}`, about));
  },
  deviceInfoChanged: ({ deviceInfo }, about) => infoOf(deviceInfo, about),
  deviceAdded: ({ deviceInfo }, about) => infoOf(deviceInfo, about),
  bindDevice: ({ deviceInfo }, about) => infoOf(deviceInfo, about),
  deviceDeleted: (_, about) => [{ ...about, kind: "met" }],
  serviceInfoChanged: (_, about) => [{ ...about, kind: "met" }],
  /** It goes to the callbackUrl of the command, and has no notifyType. */
  command({ commandId, result }, about) {
    const { resultCode, resultDetail } = isObject(result) ? result : {};
    const { step, end } = huaweiStepOf(resultCode);
    const command = needId(commandId, "commandId");
    return [{ ...about, kind: "answer", command, step, result: end?.(resultDetail) ?? null }];
  },
};

/** A notice of data names no product: the service does, for a maker's devices have their own. */
function dataOf(value: unknown, field: string, about: About): Told {
  const service = needObject(value, field);
  const properties = needObject(service.data, `${field}.data`);
  const product = idOf(service.serviceId) ?? idOf(service.serviceType);
  const moment = utcOf(service.eventTime);
  return { ...about, ...given("product", product), ...given("platformAt", moment), kind: "properties", properties };
}

function infoOf(value: unknown, about: About): Told[] {
  const { name, nodeId, status } = needObject(value, "deviceInfo");
  const node = idOf(nodeId);
  const known = {
    ...{ ...about, ...given("title", idOf(name)) },
    ...given("settings", node !== null && /^\d{15}$/.test(node) ? { imei: node } : null),
  };
  if (idOf(status) === null) return [{ ...known, kind: "met" }];
  return [{ ...known, kind: "presence", isOnline: status === "ONLINE" }];
}
