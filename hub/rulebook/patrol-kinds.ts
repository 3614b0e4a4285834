/** What people on patrol call things, and the class of each in the table in force. */
import Type from "typebox";
import { check } from "../../core/check.ts";
import { Severity } from "../../core/rule.ts";
import { type Classes, findClass } from "./classes.ts";
import data from "./patrol-kinds.json" with { type: "json" };

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1 });
const PatrolKind = Type.Object({ id: text, class: text, alike: Type.Array(text), severity: Severity }, strict);
export type PatrolKind = Type.Static<typeof PatrolKind>;

const shipped = check(Type.Object({ source: text, kinds: Type.Array(PatrolKind) }, strict), data, "SETTING_INVALID");

/** A class that the street's table does not have becomes the one its patrols' cases are of. */
export function patrolKinds(classes: Classes): PatrolKind[] {
  const known = (code: string) => (findClass(classes, code) === null ? classes.patrol : code);
  return shipped.kinds.map((kind) => ({ ...kind, class: known(kind.class) }));
}
