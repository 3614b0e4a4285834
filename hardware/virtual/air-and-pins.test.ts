/** The demonstration's BLE sensors and Arduino, read by the gateway's own links through the models they stand for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { until } from "../../test/kit/until.ts";
import { root } from "../../test/rig/paths.ts";
import { start } from "../../test/rig/processes.ts";

const { devices } = JSON.parse(readFileSync(join(import.meta.dirname, "air-and-pins.json"), "utf8"));

/** Started once for all of them: they are only listened to. */
async function ports() {
  const world = start(process.execPath, [join(import.meta.dirname, "air-and-pins.ts"), "--air", "0", "--board", "0"]);
  const said = await world.says(/ready .*\n/);
  return { air: /ready air (\S+)/.exec(said)?.[1], board: /board \S+:(\d+)/.exec(said)?.[1] };
}

const expected: Record<string, RegExp> = {
  "door-1": /open +false/,
  "leak-1": /leak +false[\s\S]*battery +88 %[\s\S]*leak +false/,
  "room-1": /temperature +2\d(\.\d)? Cel[\s\S]*humidity +5\d(\.\d)? %/,
  "rain-1": /rain +0(\.2)? mm/,
  "smoke-loop": /smoke +false/,
};

describe("the demonstration's sensors", () => {
  it.each(Object.entries(expected))(
    "%s is read at the bench as it is",
    async (id, pattern) => {
      const { air, board } = await ports();
      const { model, link, settings } = devices.find((device: { id: string }) => device.id === id);
      const sets = Object.entries({ ...settings, ...(id === "rain-1" ? { everyMs: 1000 } : {}) }).flatMap(
        ([name, value]) => ["--set", `${name}=${value}`],
      );
      const where = link === "air" ? `ble:${air}` : `firmata:127.0.0.1:${board}`;
      const agent = start(process.execPath, [
        join(root, "agent", "main.ts"),
        "read",
        model,
        "--link",
        where,
        "--every",
        "1000",
        ...sets,
      ]);
      await until("the reading", () => pattern.test(agent.output()), 25_000);
      expect(agent.output()).not.toMatch(/LINK_DOWN|FIELD_/);
      onTestFinished(() => agent.kill("SIGTERM"));
    },
    40_000,
  );
});
