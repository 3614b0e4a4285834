/** The MiBeacon driver: Xiaomi's BLE sensors, plain and encrypted. */
import { defineDriver } from "../kit/driver.ts";
import { MibeaconConfig } from "./config.ts";
import { MibeaconSession } from "./session.ts";

export default defineDriver({
  name: "mibeacon",
  way: "adverts",
  title: { zh: "米家蓝牙传感器（MiBeacon）", en: "MiBeacon BLE sensor" },
  config: MibeaconConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),
  open: (config) => new MibeaconSession(config),
  filter: ({ address }) => ({ address }),
  address: ({ address }) => address,
});
