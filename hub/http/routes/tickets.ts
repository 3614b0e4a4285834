/** Tickets, their stories and their moves. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { EventId, TicketId } from "../../../core/id.ts";
import { Bilingual } from "../../../core/point.ts";
import { Severity } from "../../../core/rule.ts";
import type { Tables } from "../../store/store.ts";
import { ticketSorts } from "../../store/tickets.ts";
import { move } from "../../tickets/move.ts";
import { personMoves, type TicketState, ticketStates } from "../../tickets/moves.ts";
import { openTicket } from "../../tickets/open.ts";
import { ticketSources } from "../../tickets/ticket.ts";
import { ticketStory, ticketViews } from "../../tickets/view.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { caseFilters, casesAsked, pageAsked, sortAsked, stateAsked, tellPage } from "../paging.ts";
import { answers, optionalMoment } from "../schema.ts";
import type { Routes } from "../server.ts";
import { TicketStory, TicketView } from "../views.ts";

const source = Type.Optional(Type.Enum([...ticketSources], { description: "who discovered it" }));
const Query = Type.Object({ ...caseFilters, state: stateAsked(ticketStates), source, sort: sortAsked(ticketSorts) });
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
    openedAt: optionalMoment("when it was found, ms since 1970; now unless given"),
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
        querystring: Query,
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { sort, ...place } = pageAsked(request.query, "newest");
        const filter = await casesAsked<TicketState>(tables, request.query);
        const { source } = request.query;
        const page = await tables.tickets.page({
          ...{ ...filter, ...place, sort },
          source: source === undefined ? undefined : [source],
        });
        tellPage(request, reply, sort, page);
        return ticketViews(tables, page.rows);
      }),
  );

  app.get(
    "/api/tickets/:id",
    { schema: { ...answers("readTicket", "One ticket with its story", TicketStory, 400, 401, 404), params: Id } },
    async ({ params }) => look(deps, (tables) => storyOf(tables, params.id)),
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
    async ({ params }) => look(deps, (tables) => storyOf(tables, params.id)),
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
        return storyOf(tables, id);
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
        return storyOf(tables, request.params.id);
      });
    },
  );
};

async function storyOf(tables: Tables, id: TicketId): Promise<TicketStory> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("NOT_FOUND", `ticket ${id}`);
  return ticketStory(tables, ticket);
}
