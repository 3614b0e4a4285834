/** One way to hold foreign data to a schema: the fault names the field that is wrong. */
import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Fault, type FaultCode } from "./fault.ts";

const compiled = new WeakMap<TSchema, Validator>();

/**
 * Returns `value` typed as `schema` says, or throws `Fault(code)` naming up to three fields: `/links/0/port must be <= 65535`.
 * `within`: where in its document the value stands.
 */
export function check<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  code: FaultCode,
  within = "",
): Static<Schema> {
  const validator = compiled.get(schema) ?? compile(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const sentences = new Set(sentencesOf([...validator.Errors(value)] as SchemaError[], within));
  throw new Fault(code, [...sentences].slice(0, 3).join("; "));
}

type SchemaError = { keyword: string; instancePath: string; message: string; params: Record<string, unknown> };

/** A choice among words is one sentence that lists them, not one for each word. */
function sentencesOf(errors: readonly SchemaError[], within: string): string[] {
  const wordsAt = (path: string) =>
    errors.flatMap(({ keyword, instancePath, params }) =>
      instancePath !== path
        ? []
        : keyword === "const"
          ? [params.allowedValue]
          : ((params.allowedValues ?? []) as unknown[]),
    );
  const isChoice = (path: string) => wordsAt(path).length > 0;
  return errors
    .filter(({ keyword, instancePath }) => keyword !== "anyOf" || !isChoice(instancePath))
    .map(({ keyword, instancePath, message }) => {
      const path = `${within}${instancePath}` || "the document";
      const isWord = keyword === "const" || keyword === "enum";
      return `${path} ${isWord ? `must be one of ${wordsAt(instancePath).map(said).join(", ")}` : message}`;
    });
}

function said(word: unknown): string {
  return JSON.stringify(word);
}

function compile(schema: TSchema): Validator {
  const validator = Compile(schema);
  compiled.set(schema, validator);
  return validator;
}
