/** The Ruuvi driver: RuuviTag temperature, humidity, pressure and movement. */
import { defineDriver } from "../kit/driver.ts";
import { RuuviConfig } from "./config.ts";
import { RuuviSession } from "./session.ts";

export default defineDriver({
  name: "ruuvi",
  way: "adverts",
  title: { zh: "RuuviTag 蓝牙传感器", en: "RuuviTag" },
  config: RuuviConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: (config) => new RuuviSession(config),
  filter: ({ address }) => ({ address }),
  address: ({ address }) => address,
});
