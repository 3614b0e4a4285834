/** What drivers write as text, and what the hub calls its own connectors, has words on the screens. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { messages } from "../drivers/milesight/smoke.ts";
import { ownNames } from "../hub/console/called/own-names.ts";
import { said, spokenPoints } from "../hub/console/words/said.ts";

const folder = join(import.meta.dirname, "..", "hardware", "sensors");

type Named = { point: string; kind: string; words?: Record<string, unknown> };

function wordsOfModels(): unknown[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as { settings: { points?: unknown } })
    .flatMap(({ settings: { points } }) => (Array.isArray(points) ? (points as Named[]) : []))
    .filter(({ point, kind }) => kind === "string" && spokenPoints.has(point))
    .flatMap(({ words = {} }) => Object.values(words));
}

/** In `drivers/<name>/<file>`: `event: "low battery"`, or the arms of what is assigned to it. */
function wordsIn(file: string, pattern: RegExp): string[] {
  const lines = readFileSync(join(import.meta.dirname, "..", "drivers", file), "utf8").split("\n");
  return lines
    .filter((line) => pattern.test(line))
    .flatMap((line) => [...line.matchAll(/(?:event: |[?:] )"([a-z ]+)"/g)].map(([, word]) => word as string));
}

const connectorTitles = ["platforms/direct/connect.ts", "platforms/direct/devices.ts", "http/routes/direct.ts"];

test("each name that the hub gives its own connectors has an English one", () => {
  const texts = connectorTitles.map((file) => readFileSync(join(import.meta.dirname, "..", "hub", file), "utf8"));
  const given = texts.flatMap((text) =>
    [...text.matchAll(/(?:title|place): "([^"]*\p{Script=Han}[^"]*)"/gu)].map(([, name]) => name),
  );
  expect(given.length).toBeGreaterThan(3);
  expect(given.filter((name) => !ownNames.has(name as string))).toEqual([]);
});

test("each text that a driver or a model's words can say has words in both languages", () => {
  const all = [
    ...Object.values(messages),
    ...wordsOfModels(),
    ...wordsIn("huaqiang/frame.ts", /const event =/),
    ...wordsIn("wanlin/compact.ts", /event: "/),
    ...wordsIn("milesight/channels.ts", /const positions =/),
  ];
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((word) => said[word as string] === undefined)).toEqual([]);
});
