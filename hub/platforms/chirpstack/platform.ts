/** ChirpStack v4: LoRaWAN sensors, by its HTTP integration or by its MQTT integration. */
import type { Static } from "typebox";
import { Fault } from "../../../core/fault.ts";
import { given, idOf, instantOf, type Json, needId, needObject, readObject } from "../kit/json.ts";
import { brokerWish, examineBroker, shownAtBroker } from "../kit/mqtt.ts";
import { onceTold } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import type { Told } from "../kit/told.ts";
import { meaningIn } from "../kit/word.ts";
import { commands } from "./downlink.ts";
import { readers } from "./events.ts";
import { Secrets, Settings } from "./settings.ts";

export default definePlatform({
  name: "chirpstack",
  title: { zh: "ChirpStack（LoRaWAN）", en: "ChirpStack v4 (LoRaWAN)" },
  settings: Settings,
  secrets: Secrets,
  door: {
    fromOf: ({ query }) => `event=${query.event ?? ""}`,
    verify({ headers }, { secrets }) {
      if (secrets.token === undefined) throw new Fault("PUSH_REFUSED", "the connector has no token");
      checkSame(headers["x-lilong-token"], secrets.token, "the header X-Lilong-Token");
    },
  },
  examine: examineBroker,
  shownAt: shownAtBroker,
  mqtt: (connector) => brokerWish(connector, [`application/${connector.settings.application ?? "+"}/device/+/event/+`]),
  once({ from, body }, { settings }) {
    const id = deduplicationIdOf(body);
    return id === null ? onceTold(() => readOne(from, body, settings)) : { id: `${eventOf(from)}:${id}` };
  },
  read: ({ from, body }, { settings }) => readOne(from, body, settings),
  commands,
});

function readOne(from: string, body: Uint8Array, settings: Static<typeof Settings>): Told[] {
  const message = readObject(body);
  const event = eventOf(from);
  const read = meaningIn(readers, event);
  if (read === undefined) throw new Fault("PUSH_UNREADABLE", `event "${event}" is unknown`);
  return read(message, aboutOf(message), settings);
}

/** Of `event=up`, or of a topic that ends in `/event/up`. */
function eventOf(from: string): string {
  return from.split(/[=/]/).at(-1) ?? "";
}

function deduplicationIdOf(body: Uint8Array): string | null {
  try {
    return idOf(readObject(body).deduplicationId);
  } catch {
    return null;
  }
}

/** The profile says which model it is; the DevEUI is what Milesight's driver knows a sensor by. */
function aboutOf(message: Json): Pick<Told, "device" | "product" | "title" | "platformAt" | "settings"> {
  const info = needObject(message.deviceInfo, "deviceInfo");
  const devEui = needId(info.devEui, "deviceInfo.devEui").toUpperCase();
  return {
    ...{ device: devEui, settings: { devEui, ...given("application", idOf(info.applicationId)) } },
    ...given("product", idOf(info.deviceProfileName)),
    ...given("title", idOf(info.deviceName)),
    ...given("platformAt", instantOf(message.time)),
  };
}
