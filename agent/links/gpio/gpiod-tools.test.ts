/** What the gpiod tools of both versions print is understood, in the format asked for and in their own. */
import { describe, expect, it } from "vitest";
import { parseChips, parseEdge, parseLevel } from "./gpiod-tools.ts";

describe("the gpiod tools", () => {
  it("list chips alike in both versions", () =>
    expect(parseChips("gpiochip0 [pinctrl-bcm2711] (58 lines)\ngpiochip1 [raspberrypi-exp-gpio] (8 lines)\n")).toEqual([
      { name: "gpiochip0", label: "pinctrl-bcm2711", lines: 58 },
      { name: "gpiochip1", label: "raspberrypi-exp-gpio", lines: 8 },
    ]));

  it.each([
    ["0", false],
    ["1", true],
    ['"17"=active', true],
    ['"17"=inactive', false],
    ['"GPIO17"=active', true],
    ["error", null],
    ["", null],
    ["10", null],
  ])("tell the level %s", (text, level) => expect(parseLevel(text)).toBe(level));

  it.each([
    [1, "17 1", true],
    [1, "17 0", false],
    [1, "17 2", null],
    [2, "17 1", true],
    [2, "17 2", false],
    [2, "17 0", null],
    [1, "event:  RISING EDGE offset: 17 timestamp: [    1623.123456789]", true],
    [1, "event: FALLING EDGE offset: 17 timestamp: [    1623.123456789]", false],
    [2, "1623.123456789\trising\tgpiochip0 17", true],
    [2, '1623.123456789\tfalling\tgpiochip0 17 "GPIO17"', false],
    [2, "", null],
    [1, "nonsense", null],
  ] as const)("of version %i tell the edge %s", (major, text, level) => expect(parseEdge(major, text)).toBe(level));
});
