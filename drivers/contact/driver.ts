/** The contact driver: switches, reed contacts and relay outputs on a pin, plain or in a supervised loop. */
import { defineDriver } from "../kit/driver.ts";
import { ContactConfig } from "./config.ts";
import { checkLoop } from "./loop.ts";
import { ContactSession } from "./session.ts";

export default defineDriver({
  name: "contact",
  way: "pins",
  title: { zh: "干接点", en: "Dry contact" },
  config: ContactConfig,
  points: ({ point }) => [{ id: point, kind: "boolean" as const }],

  /** Throws `SETTING_INVALID` where the loop's states cannot be told apart. */
  open(config) {
    if (config.loop !== undefined) checkLoop(config.loop);
    return new ContactSession(config);
  },

  pins: ({ pin, pull = "up", loop }) =>
    loop === undefined
      ? [{ name: pin, mode: "digital", pull }]
      : [{ name: pin, mode: "analog", everyMs: loop.everyMs }],

  address: ({ pin }) => `pin ${pin}`,
});
