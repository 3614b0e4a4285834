/** The models of the sensors here, read as data: what their default rules will say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../core/check.ts";
import { Model } from "../../core/model.ts";
import type { Rule } from "../../core/rule.ts";
import { layout, type UnitModel } from "./layout.ts";

const folder = join(import.meta.dirname, "../sensors");

/** Throws `SETTING_INVALID` naming the field. */
export function readModel(name: UnitModel): Model {
  return check(Model, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")), "SETTING_INVALID");
}

/** Default rules by model. */
export function readRules(): Record<UnitModel, Rule[]> {
  const names = new Set(layout.map((seat) => seat.model));
  return Object.fromEntries([...names].map((name) => [name, readModel(name).rules])) as Record<UnitModel, Rule[]>;
}
