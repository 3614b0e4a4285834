/** The GB/T 26875.3-2011 driver: user information transmission devices of fire alarm systems. */
import { defineDriver } from "../kit/driver.ts";
import { checkPoints } from "./check-points.ts";
import { Gbt26875Config } from "./config.ts";
import { PartsInState } from "./parts-in-state.ts";
import { pointKinds } from "./point-kinds.ts";
import { Gbt26875Session } from "./session.ts";

/** A device dials in again at any time, and each connection opens a session: what its parts said stays with its settings. */
const partsOf = new WeakMap<Gbt26875Config, PartsInState>();

export default defineDriver({
  name: "gbt26875",
  way: "listens",
  title: { zh: "用户信息传输装置 GB/T 26875.3", en: "GB/T 26875.3 transmission device" },
  config: Gbt26875Config,
  points: ({ points }) => points.map(({ of, point }) => ({ id: point, kind: pointKinds[of].value })),

  /** Throws `SETTING_INVALID` naming a bit, type or address that can never be heard of, or a point named twice. */
  open(config, memory) {
    checkPoints(config);
    const parts = partsOf.get(config) ?? new PartsInState(memory);
    partsOf.set(config, parts);
    return new Gbt26875Session(config, parts);
  },

  address: ({ source }) => `source ${source}`,
});
