/** What people must know of a model to write for it: by which names its driver reads it, and which points its alarm hangs on. Pure. */
import { Value } from "typebox/value";
import type { PointId } from "../../../core/id.ts";
import type { Model } from "../../../core/model.ts";
import { PropertiesConfig } from "../../../drivers/properties/config.ts";

/** `names`: the first that is there counts; `values`: what may stand there, where not any number or text may. */
export type SpokenName = { point: PointId; names: string[]; values: string[] };

/** Nothing where the driver reads bytes. */
export function namesOf({ driver, settings }: Model): SpokenName[] {
  if (driver !== "properties" || !Value.Check(PropertiesConfig, settings)) return [];
  return settings.points.map(({ point, property, words = {} }) => ({
    ...{ point, names: property },
    values: Object.keys(words),
  }));
}

/** The points of its gravest rules: where none of them is told, the model is deaf. */
export function alarmPointsOf({ rules }: Pick<Model, "rules">): PointId[] {
  const gravest = Math.min(...rules.map(({ severity }) => severity));
  return [...new Set(rules.filter(({ severity }) => severity === gravest).map(({ point }) => point))];
}
