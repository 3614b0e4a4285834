/** Files that entries of the operations ledgers carry: for those who keep the ledgers, and nobody else learns that there are any. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { bringFile, endFile, findFile } from "../../ledgers/files.ts";
import { bookOf } from "../../ledgers/read-ledger.ts";
import { LedgerFileView } from "../../ledgers/views.ts";
import type { LedgerFile } from "../../store/ledger-files.ts";
import { AttachmentId, mostAttachmentBytes } from "../../tickets/attachment.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { tell } from "../trail.ts";
import { headersOf } from "./attachments.ts";

const entry = { book: Type.String({ maxLength: 32 }), id: Type.String({ maxLength: 64 }) };
const Entry = Type.Object(entry);
const File = Type.Object({ ...entry, hash: AttachmentId });
const Why = Type.Object(
  { why: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) },
  { additionalProperties: false },
);
/** Somewhat more than is taken: the answer to a little too much names the limit. */
const bodyLimit = mostAttachmentBytes + 1024 * 1024;

export const ledgerFileRoutes: Routes = (app, deps) => {
  app.get(
    "/api/ledgers/:book/entries/:id/files",
    {
      config: { place: "proved", right: "ledgers" },
      schema: {
        ...answers("listLedgerFiles", "The files of an entry", Type.Array(LedgerFileView), 400, 401, 404),
        params: Entry,
      },
    },
    async ({ params }) =>
      look(deps, async (tables) => {
        const { book } = await bookOf(tables, params.book, true);
        return (await tables.ledgerFiles.list(book.id, params.id)).map(viewOf);
      }),
  );

  app.post(
    "/api/ledgers/:book/entries/:id/files",
    {
      bodyLimit,
      config: { right: "ledgers" },
      schema: {
        ...answers(
          "bringLedgerFile",
          "Bring a photo or PDF (raw bytes) to an entry; the same bytes again change nothing",
          LedgerFileView,
          ...([400, 401, 404, 409, 422] as const),
        ),
        params: Entry,
        querystring: Type.Object({
          name: Type.Optional(Type.String({ maxLength: 1000, description: "what the file is called" })),
        }),
      },
    },
    async (request) => {
      const { params, query, body } = request;
      if (!Buffer.isBuffer(body)) throw new Fault("ATTACHMENT_REFUSED", "the body must be the file itself");
      const pen = { by: operatorOf(request).account, at: deps.clock() };
      return act(deps, async (tables) => {
        const { book } = await bookOf(tables, params.book, true);
        const file = await bringFile(tables, { ...params, book: book.id }, { body, name: query.name ?? "" }, pen);
        tell(request, { detail: file.name });
        return viewOf(file);
      });
    },
  );

  app.get(
    "/api/ledgers/:book/entries/:id/files/:hash",
    {
      config: { place: "proved", audit: "reads", right: "ledgers" },
      schema: {
        ...answers(
          "readLedgerFile",
          "A file of an entry, also one that counts no more",
          Type.Unsafe<Buffer>(Type.Any()),
          ...([400, 401, 404] as const),
        ),
        params: File,
      },
    },
    async (request, reply) => {
      const { hash, ...place } = request.params;
      const [about, content] = await look(deps, async (tables) => {
        const { book } = await bookOf(tables, place.book, true);
        return [await findFile(tables, { ...place, book: book.id }, hash), await tables.photos.read(hash)];
      });
      if (content === null) throw new Fault("NOT_FOUND", `file ${hash}`);
      tell(request, { detail: about.name });
      void reply.type(about.type).headers({ ...headersOf(about), "cache-control": "no-store" });
      return Buffer.from(content.body);
    },
  );

  app.post(
    "/api/ledgers/:book/entries/:id/files/:hash/void",
    {
      config: { right: "ledgers" },
      schema: {
        ...answers("voidLedgerFile", "It counts no more; it stays readable", LedgerFileView, 400, 401, 404, 409),
        params: File,
        body: Why,
      },
    },
    async (request) => {
      const { hash, ...place } = request.params;
      const pen = { by: operatorOf(request).account, at: deps.clock() };
      return act(deps, async (tables) => {
        const { book } = await bookOf(tables, place.book, true);
        const at = { ...place, book: book.id };
        await endFile(tables, at, hash, request.body.why, pen);
        const file = await findFile(tables, at, hash);
        tell(request, { detail: file.name });
        return viewOf(file);
      });
    },
  );
};

function viewOf({ gone, ...file }: LedgerFile): LedgerFileView {
  return { ...file, ...(gone === null ? {} : { gone }) };
}
