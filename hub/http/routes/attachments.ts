/** Files that operators bring to tickets, as raw bytes, and how they are handed out again. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { TicketId } from "../../../core/id.ts";
import { bringAttachment } from "../../tickets/attach.ts";
import { Attachment, AttachmentId, mostAttachmentBytes } from "../../tickets/attachment.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { findSeen } from "../seen-ticket.ts";

/** Somewhat more than is taken: the answer to a little too much names the limit. */
const bodyLimit = mostAttachmentBytes + 1024 * 1024;

const Named = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 1000, description: "what the file is called" })),
});

export const attachmentRoutes: Routes = (app, deps) => {
  // `application/octet-stream` is read by the enrolment's parser.
  app.addContentTypeParser(Attachment.properties.type.enum, { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );

  app.post(
    "/api/tickets/:id/attachments",
    {
      bodyLimit,
      config: { right: "tickets", sight: "areas" },
      schema: {
        ...answers(
          "bringAttachment",
          "Bring a photo or PDF (raw bytes) to a ticket, to be named in a move; the same bytes again change nothing",
          Attachment,
          ...([400, 401, 404, 422] as const),
        ),
        params: Type.Object({ id: TicketId }),
        querystring: Named,
      },
    },
    async (request) => {
      const { params, query, body } = request;
      if (!Buffer.isBuffer(body)) throw new Fault("ATTACHMENT_REFUSED", "the body must be the file itself");
      const session = operatorOf(request);
      const brought = { ticket: params.id, body, name: query.name ?? "", by: session.account };
      return act(deps, async (tables) => {
        await findSeen(tables, params.id, session);
        return bringAttachment(tables, brought, deps.clock());
      });
    },
  );

  app.get(
    "/api/tickets/:id/attachments/:hash",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "readAttachment",
          "A file that was brought to the ticket",
          Type.Unsafe<Buffer>(Type.Any()),
          ...([400, 401, 404] as const),
        ),
        params: Type.Object({ id: TicketId, hash: AttachmentId }),
      },
    },
    async (request, reply) => {
      const { id, hash } = request.params;
      const [about, file] = await look(deps, async (tables) => {
        await findSeen(tables, id, operatorOf(request));
        return [await tables.photos.findAttachment(id, hash), await tables.photos.read(hash)];
      });
      if (about === null || file === null) throw new Fault("NOT_FOUND", `attachment ${hash} of ticket ${id}`);
      void reply.type(about.type).headers(headersOf(about));
      return Buffer.from(file.body);
    },
  );
};

/** Nothing in it runs, whatever is in it; a document is saved, not opened. Named by its hash: it never changes. */
export function headersOf({ type, name }: Attachment): Record<string, string> {
  const disposition = type === "application/pdf" ? "attachment" : "inline";
  return {
    "content-disposition": `${disposition}; filename*=UTF-8''${encoded(name)}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=31536000, immutable",
  };
}

/** [RFC 8187 §3.2.1] What `encodeURIComponent` leaves and an `ext-value` may not hold. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
