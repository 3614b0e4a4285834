/** For tests of READMEs: the rows of a table that explains every setting as its schema has it. */
import type { TSchema } from "typebox";

type Part = TSchema & {
  properties?: Record<string, Part>;
  items?: Part;
  anyOf?: Part[];
  required?: string[];
  description?: string;
};

/** Path, whether it must be given and `note`, description. Shapes that may stand in one place are put together. */
export function settingRows(schema: Part, note = "", path = ""): string[] {
  const rows = (schema.anyOf ?? [schema]).flatMap((shape) =>
    Object.entries(shape.properties ?? {}).flatMap(([name, part]) => {
      const need = shape.required?.includes(name) ? "yes" : "no";
      const own = `| \`${path}${name}\` | ${need}${note} | ${part.description} |`;
      if (part.items !== undefined) return [own, ...settingRows(part.items, note, `${path}${name}[].`)];
      // A word that tells shapes apart is explained with them.
      if (part.description === undefined) return [];
      return [own, ...settingRows(part, note, `${path}${name}.`)];
    }),
  );
  return [...new Set(rows)];
}
