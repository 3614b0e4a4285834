/** What somebody writes about a ticket without moving it, and that they have opened it. */
import Type from "typebox";
import { EventId, TicketId } from "../../../core/id.ts";
import { AttachmentId, mostAttachments } from "../../tickets/attachment.ts";
import { noteKinds, writeNote } from "../../tickets/note.ts";
import { Position } from "../../tickets/position.ts";
import { keepSeen } from "../../tickets/seen.ts";
import { ticketStory } from "../../tickets/view.ts";
import type { Routes } from "../app.ts";
import { act } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { findSeen } from "../seen-ticket.ts";
import { TicketStory } from "../views.ts";

const Id = Type.Object({ id: TicketId });

const Note = Type.Object(
  {
    event: EventId,
    kind: Type.Enum([...noteKinds], { description: "add: more about it; time: more time is asked for" }),
    text: Type.Optional(Type.String({ maxLength: 2000 })),
    attachments: Type.Optional(
      Type.Array(AttachmentId, { maxItems: mostAttachments, uniqueItems: true, description: "brought before" }),
    ),
    position: Type.Optional(Position),
  },
  { additionalProperties: false },
);

export const ticketNoteRoutes: Routes = (app, deps) => {
  app.post(
    "/api/tickets/:id/notes",
    {
      config: { right: "tickets", sight: "areas" },
      schema: {
        ...answers(
          "writeTicketNote",
          "Write something down about a ticket; the same event again changes nothing",
          TicketStory,
          ...([400, 401, 404, 409, 422] as const),
        ),
        params: Id,
        body: Note,
      },
    },
    async (request) => {
      const [{ params, body }, session] = [request, operatorOf(request)];
      return act(deps, async (tables, changes) => {
        const ticket = await findSeen(tables, params.id, session);
        const note = { ...body, text: body.text ?? "", actor: session.account };
        await writeNote(tables, ticket, note, changes, deps.clock());
        return ticketStory(tables, ticket, deps.clock());
      });
    },
  );

  app.post(
    "/api/tickets/:id/seen",
    {
      config: { right: "look", sight: "areas", place: "any" },
      schema: {
        ...answers(
          "seeTicket",
          "Say that you have opened a ticket sent to your unit; kept once a person",
          TicketStory,
          ...([400, 401, 404] as const),
        ),
        params: Id,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      return act(deps, async (tables, changes) => {
        const ticket = await findSeen(tables, request.params.id, session);
        await keepSeen(tables, ticket, session, changes, deps.clock());
        return ticketStory(tables, ticket, deps.clock());
      });
    },
  );
};
