/** `node hardware/classes/copy.ts`: writes the copy of the tables that the hub carries; the test holds the two together. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const tables = { "CJ/T 214": "cjt214-2007.tsv", "GB/T 30428.2": "gbt30428-2.tsv" };
export const copyPath = join(import.meta.dirname, "..", "..", "hub", "registry", "component-classes.json");
type Row = Record<string, string>;

/** The rows of a table by column name; lines with # tell where it comes from. */
export function rowsOf(file: string): Row[] {
  const [head = "", ...rows] = readFileSync(join(import.meta.dirname, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const names = head.split("\t");
  return rows.map((row) => Object.fromEntries(row.split("\t").map((cell, i) => [names[i] as string, cell])));
}

export function copyOf() {
  const all = Object.entries(tables).flatMap(([standard, file]) => rowsOf(file).map((row) => ({ standard, ...row })));
  const isEvent = ({ kind }: Row) => kind === "event";
  return {
    source: "hardware/classes: cjt214-2007.tsv, gbt30428-2.tsv, sensor-classes.json; node hardware/classes/copy.ts",
    components: Object.fromEntries(all.filter((row) => !isEvent(row)).map(named)),
    events: Object.fromEntries(all.filter(isEvent).map(named)),
    watched: watched(),
  };
}

function named({ standard, code, name_zh: zh = "", name_en = "" }: Row) {
  const en = name_en === "" ? zh : `${name_en[0]?.toUpperCase()}${name_en.slice(1)}`;
  return [`${standard}:${code}`, { zh, en }];
}

function watched(): Record<string, string> {
  const text = readFileSync(join(import.meta.dirname, "sensor-classes.json"), "utf8");
  const { classes } = JSON.parse(text) as { classes: Record<string, { component: string | null }> };
  return Object.fromEntries(
    Object.entries(classes).flatMap(([kind, { component }]) => (component === null ? [] : [[kind, component]])),
  );
}

if (import.meta.main) writeFileSync(copyPath, `${JSON.stringify(copyOf(), null, 2)}\n`);
