/** One way to hold foreign data to a schema: the fault names the field that is wrong. */
import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Fault, type FaultCode } from "./fault.ts";

const compiled = new WeakMap<TSchema, Validator>();

/** Returns `value` typed as `schema` says, or throws `Fault(code)` naming up to three fields: `/links/0/port must be <= 65535`. */
export function check<Schema extends TSchema>(schema: Schema, value: unknown, code: FaultCode): Static<Schema> {
  const validator = compiled.get(schema) ?? compile(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const errors = [...validator.Errors(value)].slice(0, 3);
  const detail = errors.map((error) => `${error.instancePath || "the document"} ${error.message}`).join("; ");
  throw new Fault(code, detail);
}

function compile(schema: TSchema): Validator {
  const validator = Compile(schema);
  compiled.set(schema, validator);
  return validator;
}
