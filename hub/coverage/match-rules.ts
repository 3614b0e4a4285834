/** What decides whether a device is the component: distances and words, as data. */
import Type from "typebox";
import { check } from "../../core/check.ts";
import { ClassCode } from "../../core/class-code.ts";
import data from "./matching.json" with { type: "json" };

const metres = Type.Number({ minimum: 0, maximum: 1000 });

export const MatchRules = Type.Object(
  {
    source: Type.String(),
    nearM: { ...metres, description: "further apart they are two things" },
    nearMByClass: Type.Record(Type.String(), metres),
    clearTimes: Type.Number({ minimum: 1, description: "the second nearest lies so many times as far" }),
    clearByM: { ...metres, description: "and by so much further" },
    alike: Type.Number({ minimum: 0, maximum: 1, description: "so much of the words of two places is the same" }),
    clearBy: Type.Number({ minimum: 0, maximum: 1, description: "by so much the best is better than the next" }),
    mostCandidates: Type.Integer({ minimum: 1, maximum: 20, description: "shown to a person" }),
    mostPairs: Type.Integer({ minimum: 1, description: "compared in one building; more are left to a person" }),
    mostAround: Type.Integer({ minimum: 1, description: "compared around one spot; more are left to a person" }),
    kinds: Type.Record(Type.String(), Type.Array(ClassCode, { minItems: 1 }), {
      description: "what a sensor measures, and the classes of components it can be",
    }),
    buildingWords: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: "after a building's number" }),
  },
  { additionalProperties: false },
);
export type MatchRules = Type.Static<typeof MatchRules>;

export const matchRules: MatchRules = check(MatchRules, data, "SETTING_INVALID");
