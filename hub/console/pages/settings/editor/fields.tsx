/** The fields of one object, made from its schema. */
import { useWords } from "../../../i18n/language.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { settingsWords } from "../words.ts";
import { type Path, useForm } from "./form-context.ts";
import { OneField } from "./one-field.tsx";
import { isObject, type Json } from "./rows.ts";
import { type Schema, shapeOf, variantOf } from "./schema.ts";

type Props = { schema: Schema; value: Json | undefined; path: Path; leave?: readonly string[] };

export function Fields({ schema, value, path, leave = [] }: Props) {
  const { change, names } = useForm();
  const words = useWords(settingsWords);
  const fields = Object.entries(propertiesOf(schema, value)).filter(([name]) => !leave.includes(name));
  const row = isObject(value) ? value : {};
  if (change === null) {
    const facts = fields.map(([name]) => ({
      name: names.field(name),
      value: names.value(name, row[name]) || words.diff.nothing,
    }));
    return <Facts facts={facts} />;
  }
  const required = new Set(schemaOf(schema, value).required ?? []);
  return (
    <div className="form-grid">
      {fields.map(([name, field]) => (
        <OneField
          key={name}
          name={name}
          schema={field}
          value={row[name]}
          path={[...path, name]}
          optional={!required.has(name)}
        />
      ))}
    </div>
  );
}

function schemaOf(schema: Schema, value: Json | undefined): Schema {
  const shape = shapeOf(schema);
  return shape.kind === "variants" ? variantOf(shape.variants, shape.by, value) : schema;
}

export function propertiesOf(schema: Schema, value?: Json): Record<string, Schema> {
  const shape = shapeOf(schema);
  if (shape.kind !== "variants") return schema.properties ?? {};
  const { properties = {} } = variantOf(shape.variants, shape.by, value);
  const kinds = shape.variants.map((variant) => variant.properties?.[shape.by]?.const as string);
  return { ...properties, [shape.by]: { enum: kinds } };
}
