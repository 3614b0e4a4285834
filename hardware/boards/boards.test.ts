/** What holds for every board file: it follows the schema and can be wired by it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { Board } from "./board.ts";

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));

/** Header positions of the 40-pin header that carry these lines on every Raspberry Pi. */
const headerOf: Record<number, number> = { 4: 7, 14: 8, 15: 10 };

describe.each(files)("%s", (file) => {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  const board = check(Board, JSON.parse(text), "SETTING_INVALID");

  it("is named like its board", () => expect(`${board.board}.json`).toBe(file));

  it("recommends exactly one serial port", () =>
    expect(board.serial.filter(({ use }) => use === "recommended")).toHaveLength(1));

  it("names each port and each pin once", () => {
    const paths = board.serial.map(({ path }) => path);
    const pins = board.pins.map(({ header }) => header);
    expect([paths.length, pins.length]).toEqual([new Set(paths).size, new Set(pins).size]);
  });

  it("puts each line where the header has it", () => {
    for (const { gpio, header } of board.pins) if (gpio !== undefined) expect(header).toBe(headerOf[gpio]);
  });
});
