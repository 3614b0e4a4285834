/** The analog driver: 4–20 mA and 0.5–4.5 V sensors on an analog pin. */
import { Fault } from "../../core/fault.ts";
import { defineDriver } from "../kit/driver.ts";
import { AnalogConfig } from "./config.ts";
import { checkCurve } from "./curve.ts";
import { AnalogSession } from "./session.ts";

export default defineDriver({
  name: "analog",
  way: "pins",
  title: { zh: "模拟量输入", en: "Analog input" },
  config: AnalogConfig,
  points: ({ point }) => [{ id: point, kind: "number" as const }],

  /** Throws `SETTING_INVALID` where the calibration contradicts itself or belongs to the other signal. */
  open(config) {
    checkCurve(config.points);
    checkSignal(config);
    return new AnalogSession(config);
  },

  pins: ({ pin, everyMs, median = 5 }) => [
    { name: pin, mode: "analog", everyMs: Math.max(10, Math.floor(everyMs / median)) },
  ],

  address: ({ pin }) => `pin ${pin}`,
});

function checkSignal({ signal, shuntOhm, divider }: AnalogConfig): void {
  if (signal === "4-20 mA" && shuntOhm === undefined)
    throw new Fault("SETTING_INVALID", "/shuntOhm is missing: without it a voltage is no current");
  if (signal === "4-20 mA" && divider !== undefined)
    throw new Fault("SETTING_INVALID", '/divider belongs to "0.5-4.5 V"');
  if (signal === "0.5-4.5 V" && shuntOhm !== undefined)
    throw new Fault("SETTING_INVALID", '/shuntOhm belongs to "4-20 mA"');
}
