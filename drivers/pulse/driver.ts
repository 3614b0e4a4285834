/** The pulse driver: tipping-bucket rain gauges and meters with a pulse output, on a pin. */
import { Fault } from "../../core/fault.ts";
import { defineDriver } from "../kit/driver.ts";
import { PulseConfig } from "./config.ts";
import { PulseSession } from "./session.ts";

export default defineDriver({
  name: "pulse",
  way: "pins",
  title: { zh: "脉冲输入", en: "Pulse input" },
  config: PulseConfig,
  points: ({ sum, hour, total }) =>
    [sum, hour, total].flatMap((id) => (id === undefined ? [] : [{ id, kind: "number" as const }])),

  /** Throws `SETTING_INVALID` where nothing would be told. */
  open(config) {
    if (config.sum === undefined && config.hour === undefined && config.total === undefined)
      throw new Fault("SETTING_INVALID", "/sum, /hour and /total are all missing: nothing would be told");
    return new PulseSession(config);
  },

  pins: ({ pin, pull = "up" }) => [{ name: pin, mode: "digital", pull }],

  address: ({ pin }) => `pin ${pin}`,
});
