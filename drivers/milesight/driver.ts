/** The Milesight driver: decodes the payloads of LoRaWAN level, tilt and smoke sensors, one payload a portion. */
import { readingsOf } from "../kit/advert-points.ts";
import { defineDriver, type ListeningSession, type Output } from "../kit/driver.ts";
import { readChannels } from "./channels.ts";
import { MilesightConfig } from "./config.ts";
import { readSmoke } from "./smoke.ts";

export default defineDriver({
  name: "milesight",
  way: "listens",
  title: { zh: "星纵 LoRa 传感器", en: "Milesight LoRa sensor" },
  config: MilesightConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: (config) => openSession(config),
  address: ({ devEui }) => devEui,
});

function openSession({ payload, points }: MilesightConfig): ListeningSession {
  const read = (data: Uint8Array): Output[] => {
    if (payload === "smoke") {
      const told = readSmoke(data);
      return typeof told === "string" ? [damaged(told)] : readingsOf(points, told);
    }
    const { told, ended } = readChannels(data);
    return [...readingsOf(points, told), ...(ended === null ? [] : [damaged(ended)])];
  };
  return { receive: (data) => (data.length === 0 ? [] : read(data)), due: () => null, wake: () => [] };
}

function damaged(detail: string): Output {
  return { fault: { code: "FIELD_DAMAGED", detail } };
}
