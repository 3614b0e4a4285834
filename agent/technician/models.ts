/** `lilong-agent models`: the catalogue as a technician reads it. */
import { readdir } from "node:fs/promises";
import type { Model } from "../../core/model.ts";
import { readModel } from "../settings/load.ts";

export async function readCatalogue(sensors: string): Promise<Model[]> {
  const files = (await readdir(sensors)).filter((file) => file.endsWith(".json")).sort();
  return Promise.all(files.map((file) => readModel(file.replace(/\.json$/, ""), file, sensors)));
}

/** One line a model: name, driver, evidence, points with units, titles. */
export function listModels(models: readonly Model[]): string {
  const rows = models.map(({ model, driver, evidence, points, title }) => [
    model,
    driver,
    evidence,
    points.map(({ id, unit }) => (unit === undefined ? id : `${id} [${unit}]`)).join(", "),
    `${title.zh} · ${title.en}`,
  ]);
  const head = ["model", "driver", "evidence", "points", "title"];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] as string).length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 4 ? cell : cell.padEnd(widths[i] as number)))
      .join("  ")
      .trimEnd();
  return `${[head, ...rows].map(line).join("\n")}\n${models.length} models\n`;
}
