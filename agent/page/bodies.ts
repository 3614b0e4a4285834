/** What each thing a person can do on the page takes: held to before anything looks at it. */
import Type, { type TSchema } from "typebox";
import { check } from "../../core/check.ts";
import { Severity } from "../../core/rule.ts";

const open = { additionalProperties: true };
/** How long it may be, and that it is not empty, is said by whoever takes it: in one sentence with the field. */
const text = Type.String();
const minutes = Type.Integer({ minimum: 0, maximum: 24 * 60 });

export const SignIn = Type.Object({ name: text, pin: text }, open);
export const NewPerson = Type.Object({ name: text, pin: text, isTechnician: Type.Optional(Type.Boolean()) }, open);
export const OldPerson = Type.Object({ name: text }, open);

const bodies: Readonly<Record<string, TSchema>> = {
  note: Type.Object({ text }, open),
  shelve: Type.Object({ minutes, reason: text }, open),
  patrol: Type.Object({ place: text, text, severity: Severity }, open),
  silence: Type.Object({ minutes }, open),
};

/** Throws `INPUT_INVALID` naming the field. */
export function checkBody(action: string, body: Record<string, unknown>): Record<string, unknown> {
  const schema = Object.hasOwn(bodies, action) ? bodies[action] : undefined;
  return schema === undefined ? body : (check(schema, body, "INPUT_INVALID") as Record<string, unknown>);
}
