/** Every driver does what its transcripts say. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../core/check.ts";
import { Model } from "../core/model.ts";
import { drivers } from "./drivers.ts";
import type { Driver, Way } from "./kit/driver.ts";
import { parseTranscript, playTranscript, type Transcript } from "./kit/transcript.ts";

/** What every driver must show at least: adverts and pin changes are never split. */
const least: Record<Way, string[]> = {
  asks: ["ok", "split", "damaged", "refused"],
  listens: ["ok", "split", "damaged", "refused"],
  adverts: ["ok", "damaged", "refused"],
  pins: ["ok", "damaged"],
};

describe.each([...drivers])("the %s driver", (name, driver) => {
  const folder = join(import.meta.dirname, name, "transcripts");
  const names = readdirSync(folder).map((file) => file.replace(/\.transcript$/, ""));

  it("has a transcript for each of the usual cases", () =>
    expect(names).toEqual(expect.arrayContaining(least[driver.way])));

  it.each(names)("follows %s", (title) => {
    const transcript = parseTranscript(readFileSync(join(folder, `${title}.transcript`), "utf8"));
    const session = driver.open(settingsOf(transcript, driver));
    for (const step of playTranscript(transcript, session))
      expect(step, `line ${step.line}: ${step.stimulus}`).toEqual({ ...step, actual: step.expected });
  });
});

function settingsOf({ model, settings }: Transcript, driver: Driver): unknown {
  const merged = model === undefined ? settings : { ...modelOf(model).settings, ...settings };
  return check(driver.config, merged, "SETTING_INVALID");
}

function modelOf(name: string): Model {
  const file = join(import.meta.dirname, "..", "hardware", "sensors", `${name}.json`);
  return check(Model, JSON.parse(readFileSync(file, "utf8")), "SETTING_INVALID");
}
