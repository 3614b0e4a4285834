/** ChirpStack v4: LoRaWAN sensors, by its HTTP integration or by its MQTT integration. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { given, idOf, instantOf, isObject, type Json, needId, needObject, readObject } from "../kit/json.ts";
import { brokerSecrets, brokerSettings, brokerWish } from "../kit/mqtt.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import type { Told } from "../kit/told.ts";
import { readers } from "./events.ts";

const Settings = Type.Object(
  {
    application: Type.Optional(
      Type.String({
        pattern: "^[0-9a-f-]{36}$",
        description: "the application's id (UUID) whose devices are taken by MQTT; all applications unless given",
      }),
    ),
    reads: Type.Optional(
      Type.Enum(["data", "object"], {
        description:
          "what the model's driver is given: `data`, the sensor's own bytes, or `object`, what ChirpStack's codec made of them; `data` unless given",
      }),
    ),
    passedOver: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 255 }), {
        description: "fPorts whose payload no driver reads, such as a port for maintenance; the device counts as heard",
      }),
    ),
    ...brokerSettings,
  },
  { additionalProperties: false },
);

export default definePlatform({
  name: "chirpstack",
  title: { zh: "ChirpStack（LoRaWAN）", en: "ChirpStack v4 (LoRaWAN)" },
  settings: Settings,
  secrets: Type.Object(
    {
      token: Type.Optional(
        Type.String({
          minLength: 16,
          description: "value of the header `X-Lilong-Token`, made here; without it nothing comes in over HTTP",
        }),
      ),
      ...brokerSecrets,
    },
    { additionalProperties: false },
  ),
  door: {
    fromOf: ({ query }) => `event=${query.event ?? ""}`,
    verify({ headers }, { secrets }) {
      if (secrets.token === undefined) throw new Fault("PUSH_REFUSED", "the connector has no token");
      checkSame(headers["x-lilong-token"], secrets.token, "the header X-Lilong-Token");
    },
  },
  mqtt: (connector) => brokerWish(connector, [`application/${connector.settings.application ?? "+"}/device/+/event/+`]),
  keyOf({ from, body }) {
    const id = deduplicationIdOf(body);
    return id === null ? null : `${eventOf(from)}:${id}`;
  },
  read({ from, body }, { settings }) {
    const message = readObject(body);
    const event = eventOf(from);
    const read = readers[event];
    if (read === undefined) throw new Fault("PUSH_UNREADABLE", `event "${event}" is unknown`);
    return read(message, aboutOf(message), settings);
  },
});

/** Of `event=up`, or of a topic that ends in `/event/up`. */
function eventOf(from: string): string {
  return from.split(/[=/]/).at(-1) ?? "";
}

function deduplicationIdOf(body: Uint8Array): string | null {
  try {
    const message: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return isObject(message) ? idOf(message.deduplicationId) : null;
  } catch {
    return null;
  }
}

/** The profile says which model it is; the DevEUI is what Milesight's driver knows a sensor by. */
function aboutOf(message: Json): Pick<Told, "device" | "product" | "title" | "platformAt" | "settings"> {
  const info = needObject(message.deviceInfo, "deviceInfo");
  const devEui = needId(info.devEui, "deviceInfo.devEui").toUpperCase();
  return {
    ...{ device: devEui, settings: { devEui } },
    ...given("product", idOf(info.deviceProfileName)),
    ...given("title", idOf(info.deviceName)),
    ...given("platformAt", instantOf(message.time)),
  };
}
