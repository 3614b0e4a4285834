/** `lilong-agent doctor`: examines, prints, writes the bundle; returns the exit code. */
import { readFile } from "node:fs/promises";
import { drivers } from "../../drivers/drivers.ts";
import { machineClock } from "../clock/machine-clock.ts";
import { loadSettings } from "../settings/load.ts";
import { writeBundle } from "./bundle.ts";
import { examine } from "./examine.ts";
import { machineAt } from "./machine.ts";
import { asDocument, exitCode, type Language, print } from "./print.ts";

export type DoctorWish = {
  settings: string;
  data: string;
  sensors: string;
  version: string;
  isJson: boolean;
  bundle: string | null;
  language: Language;
  /** Where the machine's own files begin. */
  root: string;
};

const withinMs = 6000;

export async function runDoctor(wish: DoctorWish, say: (text: string) => void): Promise<0 | 1 | 2> {
  const { settings, data, sensors, version, isJson, bundle, language } = wish;
  const findings = await examine({
    folder: data,
    load: () => loadSettings(settings, sensors, drivers),
    machine: machineAt(wish.root),
    clock: machineClock(),
    withinMs,
  });
  const document = asDocument(findings);
  say(isJson ? `${JSON.stringify(document, null, 2)}\n` : print(findings, language));
  if (bundle !== null)
    await writeBundle(bundle, { version, findings: document, settings: await readText(settings), folder: data });
  return exitCode(findings);
}

async function readText(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: Error) => JSON.stringify(error.message));
  try {
    return JSON.parse(text);
  } catch {
    // Not even JSON: its words could hold anything.
    return "the settings are no JSON";
  }
}
