/** The BTHome v2 driver: open BLE sensors, plain and encrypted. */
import { defineDriver } from "../kit/driver.ts";
import { BthomeConfig } from "./config.ts";
import { BthomeSession } from "./session.ts";

export default defineDriver({
  name: "bthome",
  way: "adverts",
  title: { zh: "BTHome 蓝牙传感器", en: "BTHome BLE sensor" },
  config: BthomeConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: (config) => new BthomeSession(config),
  filter: ({ address }) => ({ address }),
  address: ({ address }) => address,
});
