/** Tickets, their stories and their moves. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { EventId, TicketId } from "../../../core/id.ts";
import { Bilingual } from "../../../core/point.ts";
import { Severity } from "../../../core/rule.ts";
import { deviceFinder } from "../../alerts/view.ts";
import type { Tables } from "../../store/store.ts";
import { AttachmentId, mostAttachments } from "../../tickets/attachment.ts";
import { move } from "../../tickets/move.ts";
import { personMoves } from "../../tickets/moves.ts";
import { openTicket } from "../../tickets/open.ts";
import { ticketStory, ticketView } from "../../tickets/view.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers, optionalMoment, which } from "../schema.ts";
import type { Routes } from "../server.ts";
import { TicketStory, TicketView } from "../views.ts";

const mostRows = 1000;
const Id = Type.Object({ id: TicketId });

const Move = Type.Object(
  {
    move: Type.Enum(personMoves),
    reason: Type.Optional(Type.String({ maxLength: 2000, description: "what was found, or why" })),
    assignee: Type.Optional(Type.String({ maxLength: 64, description: "who is sent" })),
    unit: Type.Optional(
      Type.String({ maxLength: 64, description: "the unit that is sent, by its id in the rulebook" }),
    ),
    amount: Type.Optional(Type.Number({ description: "more time, in the limit's own kind" })),
    until: optionalMoment("end of a suspension, ms since 1970"),
    into: Type.Optional(TicketId),
    event: Type.Optional(EventId),
    condition: Type.Optional(
      Type.String({ maxLength: 32, description: "what the case is, by the id of a row of its class" }),
    ),
    attachments: Type.Optional(
      Type.Array(AttachmentId, {
        maxItems: mostAttachments,
        uniqueItems: true,
        description: "files brought to the ticket before",
      }),
    ),
  },
  { additionalProperties: false },
);

const Report = Type.Object(
  {
    id: TicketId,
    event: EventId,
    source: Type.Enum(["patrol", "hotline", "analytics"]),
    title: Bilingual,
    place: Type.String({ minLength: 1, maxLength: 200 }),
    severity: Severity,
    class: Type.Optional(Type.String({ maxLength: 64, description: "a class of the rulebook" })),
    area: Type.Optional(Type.String({ maxLength: 64, description: "an area of the rulebook" })),
    openedAt: optionalMoment("when it was found, ms since 1970: from 2020 to 5 minutes from now; now unless given"),
    details: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);

export const ticketRoutes: Routes = (app, deps) => {
  app.get(
    "/api/tickets",
    {
      schema: {
        ...answers("listTickets", "Tickets, newest first", Type.Array(TicketView), 400, 401),
        querystring: Type.Object({ state: which }),
      },
    },
    async ({ query }) =>
      look(deps, async (tables) => {
        const [find, now] = [deviceFinder(tables), deps.clock()];
        const tickets = await tables.tickets.list(query.state ?? "open", mostRows);
        return Promise.all(tickets.map((ticket) => ticketView(tables, ticket, find, now)));
      }),
  );

  app.get(
    "/api/tickets/:id",
    { schema: { ...answers("readTicket", "One ticket with its story", TicketStory, 400, 401, 404), params: Id } },
    async ({ params }) => look(deps, (tables) => storyOf(tables, params.id, deps.clock())),
  );

  app.get(
    "/api/tickets/:id/story",
    {
      schema: {
        ...answers(
          "readTicketStory",
          "The whole story of a ticket, from the alert to the archive",
          TicketStory,
          400,
          401,
          404,
        ),
        params: Id,
      },
    },
    async ({ params }) => look(deps, (tables) => storyOf(tables, params.id, deps.clock())),
  );

  app.post(
    "/api/tickets",
    {
      schema: {
        ...answers(
          "reportTicket",
          "Report a case that no sensor saw; the same id again changes nothing",
          TicketStory,
          400,
          401,
        ),
        body: Report,
      },
    },
    async (request) => {
      const { openedAt = deps.clock(), ...body } = request.body;
      const report = { ...body, openedAt, by: operatorOf(request).account };
      return act(deps, async (tables, changes) => {
        const id = await openTicket(tables, report, changes, deps.clock());
        return storyOf(tables, id, deps.clock());
      });
    },
  );

  app.get(
    "/api/tickets/:id/photos/:photo",
    {
      schema: {
        ...answers("readTicketPhoto", "A photo of the ticket's story", Type.Unsafe<Buffer>(Type.Any()), 400, 401, 404),
        params: Type.Object({ id: TicketId, photo: Type.String({ pattern: "^[0-9a-f]{64}$" }) }),
      },
    },
    async ({ params }, reply) => {
      const photo = await look(deps, (tables) => tables.photos.find(params.id, params.photo));
      if (photo === null) throw new Fault("NOT_FOUND", `photo ${params.photo}`);
      // Named by its hash: it never changes.
      void reply.type(photo.type).header("cache-control", "private, max-age=31536000, immutable");
      return Buffer.from(photo.body);
    },
  );

  app.post(
    "/api/tickets/:id/moves",
    {
      schema: {
        ...answers("moveTicket", "Move a ticket on, back or out", TicketStory, 400, 401, 404, 409, 422),
        params: Id,
        body: Move,
      },
    },
    async (request) => {
      const wish = { ...request.body, actor: operatorOf(request).account };
      return act(deps, async (tables, changes) => {
        await move(tables, request.params.id, wish, changes, deps.clock());
        return storyOf(tables, request.params.id, deps.clock());
      });
    },
  );
};

async function storyOf(tables: Tables, id: TicketId, now: number): Promise<TicketStory> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("NOT_FOUND", `ticket ${id}`);
  return ticketStory(tables, ticket, now);
}
