/** The SL 651-2014 driver: telemetry stations of rain, water level and flow, in HEX and ASCII, modes M1 to M4. */
import { Fault } from "../../core/fault.ts";
import { defineDriver } from "../kit/driver.ts";
import { Sl651Config } from "./config.ts";
import { elementOfLead } from "./elements.ts";
import { Sl651Session } from "./session.ts";

export default defineDriver({
  name: "sl651",
  way: "listens",
  title: { zh: "水文监测数据通信规约 SL 651", en: "SL 651 hydrological telemetry" },
  config: Sl651Config,
  points: ({ points }) =>
    points.map(({ point, bit }) => ({
      id: point,
      kind: bit === undefined ? ("number" as const) : ("boolean" as const),
    })),

  /** Throws `SETTING_INVALID` naming an element the standard does not have, or a bit of what is no status word. */
  open(config) {
    for (const [index, { element, bit }] of config.points.entries()) {
      if (!element.startsWith("FF") && elementOfLead(element) === undefined)
        throw new Fault("SETTING_INVALID", `/points/${index}/element "${element}" is no element of SL 651`);
      if (bit !== undefined && element !== "45")
        throw new Fault("SETTING_INVALID", `/points/${index}/bit belongs to element 45 only`);
    }
    return new Sl651Session(config);
  },

  address: ({ station }) => `station ${station}`,
});
