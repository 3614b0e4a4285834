/** A settings file that a power cut or a worn card took comes back as it last was; one that somebody wrote wrongly does not. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { nodeDisk } from "../journal/disk.ts";
import { replaceFile } from "../journal/state-file.ts";
import { mendSettings } from "./settings-file.ts";

const textOf = (n: number) => `${JSON.stringify({ gateway: { id: `gw-${n}` }, links: [], devices: [] }, null, 2)}\n`;

async function setUp() {
  const path = join(tempFolder(), "gateway.json");
  for (const n of [1, 2]) await replaceFile(nodeDisk, path, textOf(n));
  return path;
}

it("leaves what is whole, and what was never there", async () => {
  const path = await setUp();
  expect([await mendSettings(path), readFileSync(path, "utf8")]).toEqual([[], textOf(2)]);
  const none = join(tempFolder(), "gateway.json");
  expect([await mendSettings(none), existsSync(none)]).toEqual([[], false]);
});

it("puts the last generation where the file is gone, and says so", async () => {
  const path = await setUp();
  rmSync(path);
  expect(await mendSettings(path)).toEqual([
    { code: "JOURNAL_DAMAGED", detail: `${path} is gone: its last generation is used` },
  ]);
  expect(readFileSync(path, "utf8")).toBe(textOf(1));
  expect(await mendSettings(path)).toEqual([]);
});

const whole = textOf(2);

it.each([
  ["empty", ""],
  ["all zeros", "\0".repeat(whole.length)],
  ["zeros at its end", whole.slice(0, 30) + "\0".repeat(30)],
  ...[1, 12, 30, 60, whole.length - 3].map((at): [string, string] => [`cut after ${at} bytes`, whole.slice(0, at)]),
])("sets a torn file aside and puts the last generation in its place (%s)", async (_, torn) => {
  const path = await setUp();
  writeFileSync(path, torn);
  const [fault, ...others] = await mendSettings(path);
  expect([fault?.code, others]).toEqual(["JOURNAL_DAMAGED", []]);
  expect(fault?.detail).toMatch(/gateway\.json\.bad-\S+: it is torn: its last generation is used$/);
  expect([readFileSync(path, "utf8"), readFileSync(`${path}.last`, "utf8")]).toEqual([textOf(1), textOf(1)]);
  const [bad = ""] = readdirSync(join(path, "..")).filter((name) => name.includes(".bad-"));
  expect(readFileSync(join(path, "..", bad), "utf8")).toBe(torn);
});

it("leaves a mistake of whoever wrote it to be named", async () => {
  const path = await setUp();
  const wrong = whole.replace('"links"', "links");
  writeFileSync(path, wrong);
  expect([await mendSettings(path), readFileSync(path, "utf8")]).toEqual([[], wrong]);
});
