/** The Modbus RTU driver: register maps as settings, registers and bits as points. */
import { defineDriver } from "../kit/driver.ts";
import { blocksOfChannel } from "./channel.ts";
import { checkMap } from "./check-map.ts";
import { ModbusConfig } from "./config.ts";
import { ModbusSession } from "./session.ts";

export default defineDriver({
  name: "modbus",
  way: "asks",
  title: { zh: "Modbus RTU 总线", en: "Modbus RTU" },
  config: ModbusConfig,

  points: ({ blocks }) =>
    blocks.flatMap(({ points }) =>
      points.map(({ id, type }) => ({ id, kind: type === "bit" ? ("boolean" as const) : ("number" as const) })),
    ),

  /** Throws `SETTING_INVALID` where the map contradicts itself. */
  open(config) {
    const moved = { ...config, blocks: blocksOfChannel(config) };
    checkMap(moved);
    return new ModbusSession(moved.unit, moved.blocks);
  },

  address: ({ unit, channel = 1 }) => (channel === 1 ? `unit ${unit}` : `unit ${unit}, channel ${channel}`),
});
