/** The operations ledgers 台账: books, entries with their history, files out and in. */
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { bringIn } from "../../ledgers/bring-in.ts";
import { bookOf, bookViews, cellsOf, entryPage, entryView, entryViews } from "../../ledgers/read-ledger.ts";
import { readCells, sheetTypes, writeSheet } from "../../ledgers/sheet.ts";
import { BroughtView, LedgerBookView, LedgerEntryView } from "../../ledgers/views.ts";
import { fieldsFrom, openEntry, reviseEntry } from "../../ledgers/write-entry.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { pageAsked, paged, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";

const strict = { additionalProperties: false };
const Book = Type.Object({ book: Type.String({ maxLength: 32 }) });
const Entry = Type.Object({ book: Type.String({ maxLength: 32 }), id: Type.String({ maxLength: 64 }) });
const Raw = Type.Record(
  Type.String({ maxLength: 32 }),
  Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Null()]),
);
const why = Type.String({ maxLength: 500 });
const rev = Type.Integer({ minimum: 1, description: "the revision that was seen; 412 when another is newer" });
const largestFile = 8 * 1024 * 1024;

/** Whether who asks keeps the ledgers: sees books of people, and writes. */
function keeps(request: FastifyRequest): boolean {
  return operatorOf(request).rights.has("ledgers");
}

export const ledgersRoutes: Routes = async (app, deps) => {
  const pen = (request: FastifyRequest) => ({ by: operatorOf(request).account, at: deps.clock() });

  app.get(
    "/api/ledgers",
    {
      config: { right: "look" },
      schema: answers("listLedgers", "The books, with their columns", Type.Array(LedgerBookView), 401),
    },
    async (request) => look(deps, (tables) => bookViews(tables, keeps(request), deps.clock())),
  );

  app.get(
    "/api/ledgers/:book",
    {
      config: { place: "proved", right: "look" },
      schema: {
        ...answers(
          "listLedgerEntries",
          "Entries of a book, what ends soon first",
          Type.Array(LedgerEntryView),
          400,
          401,
          404,
        ),
        params: Book,
        querystring: Type.Object({
          state: Type.Optional(Type.Enum(["live", "void", "all"], { default: "live" })),
          q: Type.Optional(Type.String({ maxLength: 200, description: "words that an entry holds" })),
          due: Type.Optional(Type.Boolean({ description: "only what ends soon or has ended" })),
          ...paged,
        }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const { state = "live", q, due } = query;
      const { limit, sort, after } = pageAsked(query, "urgent");
      const views = await look(deps, async (tables) => {
        const { book } = await bookOf(tables, params.book, keeps(request));
        return entryViews(tables, book, { state, q, due }, keeps(request), deps.clock());
      });
      const page = entryPage(views, limit, after);
      tellPage(request, reply, sort, page);
      return page.rows;
    },
  );

  app.get(
    "/api/ledgers/:book/entries/:id/history",
    {
      config: { place: "proved", right: "look" },
      schema: {
        ...answers(
          "readLedgerHistory",
          "Each revision of an entry, newest first",
          Type.Array(LedgerEntryView),
          400,
          401,
          404,
        ),
        params: Entry,
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        const { book } = await bookOf(tables, request.params.book, keeps(request));
        const rows = await tables.ledgerEntries.history(book.id, request.params.id);
        return rows.map((row) => entryView(book, row, keeps(request), deps.clock()));
      }),
  );

  app.post(
    "/api/ledgers/:book",
    {
      config: { right: "ledgers" },
      schema: {
        ...answers("addLedgerEntry", "Write a new entry", LedgerEntryView, 400, 401, 404),
        params: Book,
        body: Type.Object({ fields: Raw }, strict),
      },
    },
    async (request) =>
      act(deps, async (tables) => {
        const { book, units } = await bookOf(tables, request.params.book, keeps(request));
        const fields = fieldsFrom(book, request.body.fields, units);
        return entryView(book, await openEntry(tables, book.id, fields, pen(request)), true, deps.clock());
      }),
  );

  app.patch(
    "/api/ledgers/:book/entries/:id",
    {
      config: { right: "ledgers" },
      schema: {
        ...answers("changeLedgerEntry", "Write its next revision", LedgerEntryView, 400, 401, 404, 409, 412),
        params: Entry,
        body: Type.Object({ rev, fields: Raw, why: Type.Optional(why) }, strict),
      },
    },
    async (request) =>
      act(deps, async (tables) => {
        const { body, params } = request;
        const { book, units } = await bookOf(tables, params.book, keeps(request));
        const fields = fieldsFrom(book, body.fields, units);
        const change = { book: book.id, id: params.id, rev: body.rev, why: body.why ?? null };
        return entryView(book, await reviseEntry(tables, change, { fields }, pen(request)), true, deps.clock());
      }),
  );

  app.post(
    "/api/ledgers/:book/entries/:id/void",
    {
      config: { right: "ledgers" },
      schema: {
        ...answers("voidLedgerEntry", "It counts no more; it stays readable", LedgerEntryView, 400, 401, 404, 409, 412),
        params: Entry,
        body: Type.Object({ rev, why: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) }, strict),
      },
    },
    async (request) =>
      act(deps, async (tables) => {
        const { body, params } = request;
        const { book } = await bookOf(tables, params.book, keeps(request));
        const change = { book: book.id, id: params.id, rev: body.rev, why: body.why };
        return entryView(book, await reviseEntry(tables, change, { state: "void" }, pen(request)), true, deps.clock());
      }),
  );

  app.get(
    "/api/ledgers/:book/export",
    {
      config: { place: "proved", right: "look" },
      schema: {
        ...answers("exportLedger", "The book as a file", Type.Unsafe<Buffer>(Type.Any()), 400, 401, 404),
        params: Book,
        querystring: Type.Object({
          format: Type.Optional(Type.Enum(["xlsx", "csv"], { default: "xlsx" })),
          sensitive: Type.Optional(
            Type.Boolean({ description: "with sensitive columns; for those who keep the ledgers" }),
          ),
          template: Type.Optional(Type.Boolean({ description: "only the first row, to be filled in" })),
        }),
      },
    },
    async (request, reply) => {
      const { format = "xlsx", sensitive = false, template = false } = request.query;
      const whole = sensitive && keeps(request);
      const { book, cells } = await look(deps, async (tables) => {
        const { book, units } = await bookOf(tables, request.params.book, keeps(request));
        const views = template ? [] : await entryViews(tables, book, { state: "live" }, whole, deps.clock());
        return { book, cells: cellsOf(book, views, units, template || whole) };
      });
      const name = encodeURIComponent(`${book.title.zh}.${format}`);
      void reply.type(sheetTypes[format]).header("content-disposition", `attachment; filename*=UTF-8''${name}`);
      return writeSheet(format, book.title.zh, cells);
    },
  );

  // The file itself is the body: parsers of this route alone, so that no other route takes bytes.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    for (const type of [sheetTypes.xlsx, "text/csv", "application/octet-stream"])
      scope.addContentTypeParser(type, { parseAs: "buffer" }, (_request, bytes, done) => done(null, bytes));
    scope.post(
      "/api/ledgers/:book/import",
      {
        bodyLimit: largestFile,
        config: { right: "ledgers" },
        schema: {
          ...answers("importLedger", "Check a file of entries, or take it in", BroughtView, 400, 401, 404, 422),
          consumes: [sheetTypes.xlsx, "text/csv"],
          params: Book,
          querystring: Type.Object({
            check: Type.Optional(Type.Boolean({ description: "only look; nothing is written" })),
          }),
        },
      },
      async (request) => {
        const { params, query } = request as { params: { book: string }; query: { check?: boolean } };
        const cells = await readCells(request.body as Uint8Array);
        const keep = query.check !== true;
        return act(deps, async (tables) => {
          const { book, units } = await bookOf(tables, params.book, keeps(request));
          const brought = await bringIn(tables, book, cells, units, { ...pen(request), keep });
          const result = brought.faults.length > 0 ? "refused" : keep ? "imported" : "checked";
          return { result, ...brought } as BroughtView;
        });
      },
    );
  });
};
