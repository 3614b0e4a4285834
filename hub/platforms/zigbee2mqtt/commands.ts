/** Commands over Zigbee2MQTT: a value of the device is asked for (`get`), or set (`set`), by MQTT. */
import { Fault } from "../../../core/fault.ts";
import type { Model } from "../../../core/model.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import { type CarrierRequest, type GivenCommand, wordsOf } from "../kit/commands.ts";

/** [zigbee2mqtt.io, MQTT topics and messages, `FRIENDLY_NAME/get`, `FRIENDLY_NAME/set`] The IEEE address stands for the name, which people change. */
export function requestOf(
  base: string,
  command: GivenCommand,
  { foreign }: ForeignDevice,
  model: Model,
): CarrierRequest {
  const words = wordsOf(model, command);
  if (!("properties" in words))
    throw new Fault("COMMAND_INVALID", `"${model.model}" names no properties, and Zigbee2MQTT takes nothing else`);
  const verb = command.verb === "sample" ? "get" : "set";
  return { kind: "mqtt", topic: `${base}/${foreign}/${verb}`, body: JSON.stringify(words.properties) };
}
