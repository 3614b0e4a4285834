/** The Eddystone driver: beacons that tell battery, temperature, an identifier or an address. */
import { readingsOf } from "../kit/advert-points.ts";
import { defineDriver } from "../kit/driver.ts";
import { EddystoneConfig } from "./config.ts";
import { readFrame, serviceUuid } from "./frame.ts";

export default defineDriver({
  name: "eddystone",
  way: "adverts",
  title: { zh: "Eddystone 信标", en: "Eddystone beacon" },
  config: EddystoneConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: ({ points }) => ({
    hear({ serviceData }) {
      const data = serviceData.find(({ uuid }) => uuid === serviceUuid)?.data;
      if (data === undefined) return [];
      const frame = readFrame(data);
      return typeof frame === "string"
        ? [{ fault: { code: "FIELD_DAMAGED", detail: frame } }]
        : readingsOf(points, frame);
    },
  }),
  filter: ({ address }) => ({ address }),
  address: ({ address }) => address,
});
