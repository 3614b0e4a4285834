/** Writes a file that only its owner reads, whole and durable or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export function writeSecret(path: string, text: string): void {
  const temp = `${path}.tmp`;
  const file = openSync(temp, "w", 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(temp, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
