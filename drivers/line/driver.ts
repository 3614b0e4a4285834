/** The line driver: sensors that write a line of text, described by a pattern with named groups. */
import { Fault } from "../../core/fault.ts";
import { defineDriver } from "../kit/driver.ts";
import { LineConfig } from "./config.ts";
import { compilePattern } from "./pattern.ts";
import { LineSession } from "./session.ts";

export default defineDriver({
  name: "line",
  way: "listens",
  title: { zh: "文本行传感器", en: "Lines of text" },
  config: LineConfig,
  points: ({ points }) => points.map(({ point, kind }) => ({ id: point, kind })),

  /** Throws `SETTING_INVALID` naming a pattern that may run away or a group it does not have. */
  open(config) {
    const pattern = compilePattern(config.pattern);
    for (const [index, { group, kind, words }] of config.points.entries()) {
      if (!pattern.has(group))
        throw new Fault("SETTING_INVALID", `/points/${index}/group "${group}" is not in the pattern`);
      if (kind === "boolean" && words === undefined)
        throw new Fault("SETTING_INVALID", `/points/${index}/words is missing: a boolean needs them`);
      const wrong = Object.entries(words ?? {}).find(([, value]) => typeof value !== kind);
      if (wrong !== undefined)
        throw new Fault("SETTING_INVALID", `/points/${index}/words "${wrong[0]}" does not mean a ${kind}`);
    }
    if (config.address !== undefined && !pattern.has("address"))
      throw new Fault("SETTING_INVALID", "/address is set, and the pattern has no group `address`");
    return new LineSession(config, pattern);
  },

  address: ({ address }) => (address === undefined ? "the whole line" : `address ${address}`),
});
