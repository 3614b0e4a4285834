/** The GPIO link: real firmware in a simulated microcontroller through johnny-five, and this machine's pins through the gpiod tools. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { PinSample, PinUse } from "../../../drivers/kit/pin.ts";
import { realClock } from "../../../test/kit/real-clock.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { firmwarePath, root, simavrPath } from "../../../test/rig/paths.ts";
import { start } from "../../../test/rig/processes.ts";
import type { LinkState } from "../link.ts";
import { gpioPins } from "./gpio.ts";
import type { BoardSettings } from "./messages.ts";

function open(board: BoardSettings, pins: PinUse[]) {
  const states: LinkState[] = [];
  const samples: PinSample[] = [];
  const link = gpioPins(board, realClock())(pins, {
    onSample: (sample) => samples.push(sample),
    onState: (state) => states.push(state),
  });
  onTestFinished(() => link.close());
  const latest = (name: string) => samples.findLast((sample) => sample.name === name);
  const reasons = () => states.flatMap((state) => (state.up ? [] : [state.reason]));
  return { link, states, samples, latest, reasons, isUp: () => states.at(-1)?.up === true };
}

/** A microcontroller that runs StandardFirmata; `say` gives it a stimulus. */
async function microcontroller() {
  const avr = start(simavrPath, [firmwarePath]);
  const [, path = ""] = /PTY (\S+)/.exec(await avr.says(/PTY \S+\n/)) ?? [];
  return {
    path,
    say: (line: string) => avr.child.stdin?.write(`${line}\n`),
    heard: () => avr.output(),
    kill: () => avr.kill(),
  };
}

const levelOf = (sample: PinSample | undefined) => sample !== undefined && "level" in sample && sample.level;
const voltsOf = (sample: PinSample | undefined) =>
  sample !== undefined && "volts" in sample ? sample.volts : Number.NaN;
const pins: PinUse[] = [
  { name: "D4", mode: "digital", pull: "up" },
  { name: "D5", mode: "digital", pull: "none" },
  { name: "A0", mode: "analog", everyMs: 100 },
];

describe("a Firmata board with real firmware", () => {
  it("tells levels and voltages, the first one too", async () => {
    const { path, say } = await microcontroller();
    say("adc 0 2500");
    say("pin 4 1");
    const { isUp, latest } = open({ kind: "firmata", path, referenceV: 5 }, pins);
    await until("the board to be ready", isUp, 20_000);
    await until("2.5 V on A0", () => Math.abs(voltsOf(latest("A0")) - 2.5) < 0.02);
    await until("the first level of D4", () => levelOf(latest("D4")) === true);
    say("pin 4 0");
    await until("D4 to fall", () => levelOf(latest("D4")) === false);
    say("adc 0 1000");
    await until("1 V on A0", () => Math.abs(voltsOf(latest("A0")) - 1) < 0.02);
  }, 40_000);

  it("is down and up again when it was reset, with its pins set up anew", async () => {
    const { path, say } = await microcontroller();
    say("pin 4 1");
    const { isUp, latest, reasons, samples } = open({ kind: "firmata", path, referenceV: 5 }, pins);
    await until("the board to be ready", isUp, 20_000);
    await until("the first level", () => levelOf(latest("D4")));
    say("reset");
    await until("the reset to be told", () => reasons().includes("the board was reset"), 20_000);
    await until("the link to be up", isUp);
    samples.length = 0;
    say("pin 4 0");
    await until("D4 to fall", () => samples.some((sample) => sample.name === "D4" && levelOf(sample) === false));
    say("adc 0 3000");
    await until("3 V on A0", () => Math.abs(voltsOf(latest("A0")) - 3) < 0.02);
  }, 60_000);

  it("is down when it hangs, and up when it goes on", async () => {
    const { path, say } = await microcontroller();
    const { isUp, reasons } = open({ kind: "firmata", path, referenceV: 5 }, pins);
    await until("the board to be ready", isUp, 20_000);
    say("pause");
    await until("the silence to be told", () => reasons().length > 0, 20_000);
    expect(reasons()[0]).toBe("the board did not answer for 2000 ms");
    say("resume");
    await until("the link to be up", isUp, 40_000);
  }, 90_000);

  it("is down when it is unplugged, with the reason", async () => {
    const { path, kill } = await microcontroller();
    const { isUp, reasons } = open({ kind: "firmata", path, referenceV: 5 }, pins);
    await until("the board to be ready", isUp, 20_000);
    await kill();
    await until("the unplugging to be told", () => reasons().length > 0, 20_000);
  }, 40_000);

  it.each([
    ["a pin it does not have", { name: "D99", mode: "digital", pull: "up" }, "the board has no pin D99"],
    ["a pull-down it does not have", { name: "D4", mode: "digital", pull: "down" }, "pin D4 has no pull-down"],
  ] as [string, PinUse, string][])(
    "names %s",
    async (_, pin, reason) => {
      const { path } = await microcontroller();
      const { reasons } = open({ kind: "firmata", path, referenceV: 5 }, [pin]);
      await until("the reason", () => reasons()[0], 20_000);
      expect(reasons()[0]).toContain(reason);
    },
    40_000,
  );

  it("names a port that is not there", async () => {
    const { reasons } = open({ kind: "firmata", path: "/dev/lilong-nothing", referenceV: 5 }, pins);
    await until("the reason", () => reasons()[0], 20_000);
    expect(reasons()[0]).toMatch(/No such file/);
  }, 40_000);
});

describe.each([1, 2])("this machine's pins through the gpiod tools, version %i", (major) => {
  function machine() {
    const folder = tempFolder();
    writeFileSync(join(folder, "major"), String(major));
    const before = { PATH: process.env.PATH, FAKE_GPIO: process.env.FAKE_GPIO };
    process.env.PATH = `${join(root, "test", "rig", "gpiod")}:${process.env.PATH}`;
    process.env.FAKE_GPIO = folder;
    onTestFinished(() => {
      process.env.PATH = before.PATH;
      if (before.FAKE_GPIO === undefined) delete process.env.FAKE_GPIO;
    });
    const falling = major === 1 ? 0 : 2;
    return {
      folder,
      level: (line: number, level: boolean) => writeFileSync(join(folder, `level-${line}`), level ? "1" : "0"),
      edge: (line: number, level: boolean) =>
        appendFile(join(folder, `edges-${line}`), `${line} ${level ? 1 : falling}\n`),
      watched: (line: number) => existsSync(join(folder, `busy-${line}`)),
    };
  }
  const pin: PinUse = { name: "17", mode: "digital", pull: "up" };

  it("tell the level at the beginning and each edge, with the pull that was asked for", async () => {
    const { folder, level, edge, watched } = machine();
    level(17, true);
    const { isUp, samples } = open({ kind: "gpiod", chip: "pinctrl-fake", againMs: 60_000 }, [pin]);
    await until("the link to be up", isUp, 20_000);
    await until("the first level", () => samples[0]);
    await until("the line to be watched", () => watched(17));
    await edge(17, false);
    await until("the edge", () => samples[1]);
    await edge(17, true);
    await until("the second edge", () => samples[2]);
    expect(samples).toEqual([true, false, true].map((value) => ({ name: "17", level: value })));
    expect(readFileSync(join(folder, "bias-17"), "utf8")).toBe("pull-up\n");
  }, 40_000);

  it("read a level anew from time to time: an edge that was missed is found", async () => {
    const { level, samples } = { ...machine(), samples: [] as PinSample[] };
    level(17, true);
    const opened = open({ kind: "gpiod", chip: "pinctrl-fake", againMs: 1000 }, [pin]);
    await until("the first level", () => opened.samples[0], 20_000);
    level(17, false);
    await until("the missed edge", () => levelOf(opened.latest("17")) === false, 20_000);
    expect(samples).toEqual([]);
  }, 40_000);

  it("name a chip that is not there, and those that are", async () => {
    machine();
    const { reasons } = open({ kind: "gpiod", chip: "pinctrl-rp1", againMs: 60_000 }, [pin]);
    await until("the reason", () => reasons()[0], 20_000);
    expect(reasons()[0]).toBe(
      "no GPIO chip has the label pinctrl-rp1; this machine has pinctrl-fake, raspberrypi-exp-gpio",
    );
  }, 40_000);

  it("say what to install where they are missing", async () => {
    const folder = tempFolder();
    const { PATH } = process.env;
    process.env.PATH = folder;
    onTestFinished(() => {
      process.env.PATH = PATH;
    });
    const { reasons } = open({ kind: "gpiod", chip: "pinctrl-fake", againMs: 60_000 }, [pin]);
    await until("the reason", () => reasons()[0], 20_000);
    expect(reasons()[0]).toBe("gpiodetect is not installed: apt-get install gpiod");
  }, 40_000);

  it("are let go when the link is closed", async () => {
    const { watched } = machine();
    const { link, isUp } = open({ kind: "gpiod", chip: "pinctrl-fake", againMs: 60_000 }, [pin]);
    await until("the link to be up", isUp, 20_000);
    await until("the line to be watched", () => watched(17));
    await link.close();
    await until("the line to be free", () => !watched(17));
  }, 40_000);
});
