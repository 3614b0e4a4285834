/** What goes over the line, both ways: one schema each for check, type and the published OpenAPI document. */
import Type from "typebox";
import { CaseLine } from "../case-port.ts";
import { InventoryItem } from "../inventory/item.ts";

const strict = { additionalProperties: false };
const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });
const cursor = (description: string) => Type.Integer({ minimum: 0, description });
const Feed = Type.String({
  minLength: 1,
  maxLength: 64,
  description: "names one life of the hub's inventory; cursors of another one mean nothing",
});
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

export const mostWords = 1000;
export const mostLines = 1000;
export const mostCases = 1000;

/** A centre looks at each word for itself: one that is wrong is rejected alone. */
export const Word = Type.Union([
  Type.Object({ id: Type.String(), hash: Hash, item: InventoryItem }, strict),
  Type.Object({ id: Type.String(), gone: Type.Literal(true) }, strict),
]);

export const DeltaBody = Type.Object(
  {
    feed: Feed,
    from: cursor("what the receiver must hold before; else it answers `gap`"),
    to: cursor("what it holds after"),
    words: Type.Array(Word, { maxItems: mostWords, description: "a device is named once" }),
  },
  strict,
);

export const FullBody = Type.Object(
  {
    feed: Feed,
    transfer: Type.String({ minLength: 1, maxLength: 64, description: "the pages of one transfer share it" }),
    page: Type.Integer({ minimum: 0, description: "0, 1, …; a page that is ahead of its turn is answered `gap`" }),
    isLast: Type.Boolean({ description: "after it everything that no page named is gone" }),
    cursor: cursor("what the receiver holds after the last page"),
    words: Type.Array(Word, { maxItems: mostWords }),
  },
  strict,
);

export const PageAnswer = Type.Union([
  Type.Object({
    state: Type.Literal("taken"),
    rejected: Type.Array(Type.Object({ id: Type.String(), why: Type.String({ minLength: 1 }) })),
  }),
  Type.Object({ state: Type.Literal("gap"), feed: orNull(Type.String()), cursor: cursor("where the receiver stands") }),
]);

export const StandingAnswer = Type.Object({
  feed: orNull(Type.String()),
  cursor: cursor("where the receiver stands"),
  count: Type.Integer({ minimum: 0 }),
  checksum: Type.String({ description: "SHA-256 over lines `id hash\\n` in the order of the ids' bytes" }),
});

export const HashesAnswer = Type.Object({ rows: Type.Array(Type.Object({ id: Type.String(), hash: Type.String() })) });

export const CoverageTaken = Type.Object({ state: Type.Literal("taken") });

export const LinesBody = Type.Object({ lines: Type.Array(CaseLine, { minItems: 1, maxItems: mostLines }) }, strict);

export const LinesAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      state: Type.Union([
        Type.Literal("taken"),
        Type.Literal("known"),
        Type.Literal("ahead"),
        Type.Literal("rejected"),
      ]),
      expects: Type.Optional(
        Type.Integer({ minimum: 0, description: "of a line that is `ahead`: the first that is missing" }),
      ),
      why: Type.Optional(Type.String({ description: "of a line that is `rejected`, in words" })),
      wants: Type.Optional(Type.Array(Hash, { description: "attachments that are not here yet" })),
    }),
  ),
});

export const StandingsBody = Type.Object(
  { cases: Type.Array(Type.String(), { minItems: 1, maxItems: mostCases }) },
  strict,
);

export const StandingsAnswer = Type.Object({
  cases: Type.Array(
    Type.Object({
      case: Type.String(),
      state: orNull(Type.String()),
      lines: Type.Integer({ minimum: 0, description: "0: the case is not here" }),
      wants: Type.Optional(Type.Array(Hash)),
    }),
  ),
});

export const Taken = Type.Object({
  id: Type.String(),
  state: Type.Union([Type.Literal("taken"), Type.Literal("known")]),
});

export const Refusal = Type.Object({
  code: Type.String({ description: "a fault's code" }),
  detail: Type.String(),
});
