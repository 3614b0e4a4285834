/** The Mopeka driver: ultrasonic level of gas cylinders, read from below. */
import { type AdvertPoint, readingsOf, type Told } from "../kit/advert-points.ts";
import { defineDriver, type Output } from "../kit/driver.ts";
import { MopekaConfig } from "./config.ts";
import { company, readData } from "./data.ts";

export default defineDriver({
  name: "mopeka",
  way: "adverts",
  title: { zh: "Mopeka 液化气瓶液位", en: "Mopeka tank level" },
  config: MopekaConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: ({ points, leastQuality = 1 }) => ({
    hear({ manufacturer }) {
      if (manufacturer?.company !== company) return [];
      const told = readData(manufacturer.data);
      return typeof told === "string" ? [fault(told)] : judged(points, told, leastQuality);
    },
  }),
  filter: ({ address }) => ({ address }),
  address: ({ address }) => address,
});

function judged(points: readonly AdvertPoint[], told: Told, leastQuality: number): Output[] {
  if ((told.quality as number) >= leastQuality) return readingsOf(points, told);
  const { level: _, ...rest } = told;
  const lacksLevel = points.some(({ value }) => value === "level");
  return [
    ...readingsOf(points, rest),
    ...(lacksLevel ? [fault(`echo of quality ${told.quality}: the sensor does not sit well`)] : []),
  ];
}

function fault(detail: string): Output {
  return { fault: { code: "FIELD_DAMAGED", detail } };
}
