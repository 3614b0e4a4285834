/** The iBeacon driver: whether a tag, a tool or a key is here. */
import { defineDriver } from "../kit/driver.ts";
import { IbeaconConfig } from "./config.ts";
import { company, IbeaconSession, prefixOf } from "./session.ts";

export default defineDriver({
  name: "ibeacon",
  way: "adverts",
  title: { zh: "iBeacon 在位检测", en: "iBeacon presence" },
  config: IbeaconConfig,
  points: ({ present, signal }) => [
    { id: present, kind: "boolean" as const },
    ...(signal === undefined ? [] : [{ id: signal, kind: "number" as const }]),
  ],
  open: (config) => new IbeaconSession(config),
  filter: (config) => ({ company, prefix: prefixOf(config) }),
  address: ({ uuid, major, minor }) => `${uuid} ${major} ${minor}`,
});
