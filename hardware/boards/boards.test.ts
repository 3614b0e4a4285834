/** What holds for every board file: it follows the schema and can be wired by it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { Board } from "./board.ts";
import { IoBoard } from "./io-board.ts";

const all = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));
const files = all.filter((name) => !name.endsWith("-io.json"));
const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

/** A supply that is warm all day lasts longer with a fifth in hand. */
const share = 0.8;

describe.each(all)("the installation of %s", (file) => {
  const schema = file.endsWith("-io.json") ? IoBoard : Board;
  const board = check(schema, JSON.parse(read(file)), "SETTING_INVALID");

  it("fits its supply, with a fifth in hand", () => {
    const watts = board.parts.reduce((sum, { count, load }) => sum + count * (load?.watts ?? 0), 0);
    expect(watts).toBeGreaterThan(0);
    expect(watts).toBeLessThanOrEqual(board.supply.watts * share);
  });

  it("has a drawing with a title, words in both languages and nothing from elsewhere", () => {
    const drawing = read(board.drawing);
    expect(drawing).toMatch(/^<svg [^>]*viewBox=/);
    expect(drawing).toMatch(/<title>.+<\/title>/);
    expect(drawing).toMatch(/[\u4e00-\u9fff]/);
    expect(drawing).not.toMatch(/href|<script|url\(/);
  });

  it("is named like its board", () => expect(`${board.board}.json`).toBe(file));
});

/** Header positions of the 40-pin header that carry these lines on every Raspberry Pi. */
const headerOf: Record<number, number> = { 4: 7, 14: 8, 15: 10 };

describe.each(files)("%s", (file) => {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  const board = check(Board, JSON.parse(text), "SETTING_INVALID");

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
