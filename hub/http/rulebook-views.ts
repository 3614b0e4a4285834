/** What the HTTP API answers about the rulebook and about tasks. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();

const version = {
  kind: text,
  version: Type.Integer({ minimum: 0, description: "0: what is shipped" }),
  at: moment("imported"),
  by: text,
  source: Type.String({ description: "where the table comes from" }),
};
export const RulebookVersion = Type.Object(version, strict);
export type RulebookVersion = Type.Static<typeof RulebookVersion>;

export const RulebookTable = Type.Object({ ...version, body: Type.Unknown() }, strict);
export type RulebookTable = Type.Static<typeof RulebookTable>;

const count = Type.Integer({ minimum: 0 });
export const ImportedTable = Type.Object(
  {
    ...RulebookTable.properties,
    counts: Type.Optional(
      Type.Object(
        { added: count, changed: count, removed: count },
        { ...strict, description: "of classes: what became of those there were" },
      ),
    ),
  },
  strict,
);
export type ImportedTable = Type.Static<typeof ImportedTable>;

export const TaskView = Type.Object(
  {
    id: text,
    kind: Type.String({ description: "a fault's code, or what is to be done" }),
    subject: text,
    for: Type.Enum(["technician", "operator", "administrator"]),
    text: Bilingual,
    at: moment("opened"),
    count: Type.Integer({ minimum: 1, description: "how often it was asked for while open" }),
    doneAt: Type.Optional(moment("done")),
    doneBy: Type.Optional(text),
    note: Type.Optional(text),
    dueAt: Type.Optional(moment("nobody's answer is waited for after this")),
  },
  strict,
);
export type TaskView = Type.Static<typeof TaskView>;

export const TryDispatch = Type.Object(
  {
    class: text,
    severity: Severity,
    area: Type.Optional(Type.String({ description: "where the case is" })),
    table: Type.Optional(Type.Unknown({ description: "a draft; the table in force unless given" })),
  },
  strict,
);
export type TryDispatch = Type.Static<typeof TryDispatch>;

export const TriedDispatch = Type.Object(
  {
    row: Type.Optional(Type.Integer({ description: "the row that fits, from 1" })),
    unit: text,
    assignee: Type.String({ description: "who of it is on duty now" }),
    why: Bilingual,
  },
  strict,
);
export type TriedDispatch = Type.Static<typeof TriedDispatch>;
