/** Reads the project's own source files and what each imports. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** A source file by its path from the root, with the specifiers it imports (types included). */
export type Source = { path: string; text: string; imports: string[] };

const folders = ["core", "drivers", "hardware", "agent", "hub", "flows", "test", "bench"];
const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

export function readSources(): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => readSource(join(root, folder, path))),
  );
}

function readSource(file: string): Source {
  const path = relative(root, file).replaceAll("\\", "/");
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(importPattern)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
  return {
    path,
    text,
    imports: specifiers.map((name) => (name.startsWith(".") ? posix.join(dirname(path), name) : name)),
  };
}

export function isTest({ path }: Source): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith("test/");
}

/** Whether a specifier is a file of the project. */
export function isOwn(specifier: string): boolean {
  return folders.some((folder) => specifier.startsWith(`${folder}/`)) || specifier.endsWith("package.json");
}
