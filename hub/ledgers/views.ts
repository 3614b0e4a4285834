/** What the API answers of the operations ledgers. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { LedgerBook } from "../rulebook/ledger-books.ts";
import { Attachment } from "../tickets/attachment.ts";

const strict = { additionalProperties: false };
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });

export const LedgerBookView = Type.Object(
  {
    ...LedgerBook.properties,
    entries: Type.Integer({ minimum: 0, description: "live ones that people wrote" }),
    due: Type.Integer({ minimum: 0, description: "of them, how many end soon or have ended" }),
    mayWrite: Type.Boolean({ description: "whether who asks keeps it" }),
  },
  { ...strict, title: "OperationsLedger" },
);
export type LedgerBookView = Type.Static<typeof LedgerBookView>;

const Fields = Type.Record(text, Type.Union([text, Type.Number()]));

export const LedgerExpiry = Type.Object(
  { column: text, date: text, daysLeft: Type.Integer(), isDue: Type.Boolean() },
  strict,
);

export const LedgerEntryView = Type.Object(
  {
    id: text,
    rev: Type.Integer({ minimum: 0, description: "0: the hub knows it by itself" }),
    at: moment("written"),
    by: text,
    state: Type.Enum(["live", "void"]),
    why: Type.Optional(text),
    fields: Fields,
    expiry: Type.Optional(LedgerExpiry),
    files: Type.Optional(
      Type.Integer({ minimum: 1, description: "how many it carries; for those who keep the ledgers" }),
    ),
    source: Type.Optional({ ...Bilingual, description: "where a row that nobody wrote comes from; it is read only" }),
    about: Type.Optional(
      Type.Object(
        { gateway: Type.Optional(text), device: Type.Optional(text), ticket: Type.Optional(text) },
        { ...strict, description: "what it is about" },
      ),
    ),
  },
  { ...strict, title: "OperationsLedgerEntry" },
);
export type LedgerEntryView = Type.Static<typeof LedgerEntryView>;

export const LedgerFileView = Type.Object(
  {
    ...Attachment.properties,
    by: text,
    at: moment("brought"),
    gone: Type.Optional(
      Type.Object({ by: text, at: moment("taken away"), why: text }, { ...strict, description: "it counts no more" }),
    ),
  },
  { ...strict, title: "OperationsLedgerFile" },
);
export type LedgerFileView = Type.Static<typeof LedgerFileView>;

export const BroughtView = Type.Object(
  {
    result: Type.Enum(["checked", "imported", "refused"], { description: "refused: a row is wrong, nothing changed" }),
    added: count,
    changed: count,
    same: Type.Integer({ minimum: 0, description: "rows that are there already" }),
    faults: Type.Array(Type.Object({ row: count, column: text, why: Bilingual }, strict), {
      description: "row of the file, from 1",
    }),
  },
  { ...strict, title: "LedgerImport" },
);
export type BroughtView = Type.Static<typeof BroughtView>;
