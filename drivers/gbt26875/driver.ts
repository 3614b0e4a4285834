/** The GB/T 26875.3-2011 driver: user information transmission devices of fire alarm systems. */
import { Fault } from "../../core/fault.ts";
import { defineDriver } from "../kit/driver.ts";
import { analogues } from "./codes.ts";
import { Gbt26875Config } from "./config.ts";
import { Gbt26875Session } from "./session.ts";

export default defineDriver({
  name: "gbt26875",
  way: "listens",
  title: { zh: "用户信息传输装置 GB/T 26875.3", en: "GB/T 26875.3 transmission device" },
  config: Gbt26875Config,
  points: ({ points }) =>
    points.map((entry) => ({
      id: entry.point,
      kind: entry.of === "analogue" ? ("number" as const) : ("boolean" as const),
    })),

  /** Throws `SETTING_INVALID` naming an analogue type the standard does not have. */
  open(config) {
    for (const [index, entry] of config.points.entries())
      if (entry.of === "analogue" && analogues[entry.analogue] === undefined)
        throw new Fault("SETTING_INVALID", `/points/${index}/analogue ${entry.analogue} is not in the standard`);
    return new Gbt26875Session(config);
  },

  address: ({ source }) => `source ${source}`,
});
