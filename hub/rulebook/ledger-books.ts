/** The operations ledgers 台账 as data: which books there are, and what is written in each. */
import Type, { type Static } from "typebox";
import { Bilingual } from "../../core/point.ts";

const strict = { additionalProperties: false };
const Id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,31}$" });

export const columnTypes = ["text", "date", "number", "choice", "person", "unit"] as const;
export type ColumnType = (typeof columnTypes)[number];

export const LedgerColumn = Type.Object(
  {
    id: Id,
    title: Bilingual,
    type: Type.Enum([...columnTypes], {
      description: "person: a name; unit: a unit of the rulebook; date: 2026-11-27",
    }),
    required: Type.Optional(Type.Boolean()),
    choices: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 50 })),
    sensitive: Type.Optional(
      Type.Boolean({ description: "left out of files unless somebody with the right asks for it" }),
    ),
    remindDays: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 366, description: "of a date: so many days before it a task is made" }),
    ),
  },
  strict,
);
export type LedgerColumn = Static<typeof LedgerColumn>;

export const ledgerSources = ["gateways", "devices", "drills"] as const;
export type LedgerSource = (typeof ledgerSources)[number];

export const LedgerBook = Type.Object(
  {
    id: Id,
    title: Bilingual,
    about: Bilingual,
    group: Type.Enum(["operations", "people"]),
    personal: Type.Optional(Type.Boolean({ description: "shown only to those who keep the ledgers" })),
    fills: Type.Optional(
      Type.Enum([...ledgerSources], {
        description: "rows the hub knows by itself: columns name, place, state, since …",
      }),
    ),
    columns: Type.Array(LedgerColumn, { minItems: 1, maxItems: 40 }),
  },
  strict,
);
export type LedgerBook = Static<typeof LedgerBook>;

export const LedgerBooks = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 200 }),
    books: Type.Array(LedgerBook, { minItems: 1, maxItems: 50 }),
  },
  strict,
);
export type LedgerBooks = Static<typeof LedgerBooks>;

export function findBook({ books }: LedgerBooks, id: string): LedgerBook | null {
  return books.find((book) => book.id === id) ?? null;
}

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfLedgerBooks({ books }: LedgerBooks): string | null {
  const seen = new Set<string>();
  for (const [i, { id, columns }] of books.entries()) {
    if (seen.has(id)) return `/books/${i}/id "${id}" is there twice`;
    seen.add(id);
    const wrong = faultOfColumns(columns);
    if (wrong !== null) return `/books/${i}/columns${wrong}`;
  }
  return null;
}

function faultOfColumns(columns: readonly LedgerColumn[]): string | null {
  const seen = new Set<string>();
  for (const [i, { id, type, choices, remindDays }] of columns.entries()) {
    if (seen.has(id)) return `/${i}/id "${id}" is there twice`;
    seen.add(id);
    if ((type === "choice") !== (choices !== undefined))
      return `/${i}/choices are for a choice, and a choice needs them`;
    if (remindDays !== undefined && type !== "date") return `/${i}/remindDays is for a date`;
  }
  return null;
}
