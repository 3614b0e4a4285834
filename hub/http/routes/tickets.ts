/** Tickets, their stories and their moves. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { EventId, TicketId } from "../../../core/id.ts";
import { Severity } from "../../../core/rule.ts";
import { demand, type Session } from "../../accounts/session.ts";
import { may } from "../../accounts/sight.ts";
import type { Tables } from "../../store/store.ts";
import { ticketSorts } from "../../store/tickets.ts";
import { AttachmentId, mostAttachments } from "../../tickets/attachment.ts";
import { move } from "../../tickets/move.ts";
import { decidingMoves, personMoves, type TicketState, ticketStates } from "../../tickets/moves.ts";
import { openTicket } from "../../tickets/open.ts";
import { Position } from "../../tickets/position.ts";
import { lookIfDue } from "../../tickets/rounds.ts";
import { ticketSources } from "../../tickets/source.ts";
import { ticketStory, ticketViews } from "../../tickets/view.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import { caseFilters, casesAsked, pageAsked, sortAsked, stateAsked, tellPage } from "../paging.ts";
import { answers, optionalMoment } from "../schema.ts";
import { findSeen } from "../seen-ticket.ts";
import { TicketStory, TicketView } from "../views.ts";

const source = Type.Optional(Type.Enum([...ticketSources], { description: "who discovered it" }));
const Query = Type.Object({
  ...{ ...caseFilters, state: stateAsked(ticketStates), source, sort: sortAsked(ticketSorts) },
  assignee: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: "who has it, as it is written" })),
  due: Type.Optional(
    Type.Enum(["over", "soon"], {
      description: "those whose time is over, or will be soon: their clocks have warned",
    }),
  ),
});
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
    position: Type.Optional(Position),
  },
  { additionalProperties: false },
);

const strict = { additionalProperties: false };
/** Not only blanks. */
const said = (description: string) => Type.String({ minLength: 1, maxLength: 200, pattern: "\\S", description });

const Report = Type.Object(
  {
    id: TicketId,
    event: EventId,
    source: Type.Enum(["patrol", "hotline", "analytics"]),
    title: Type.Object(
      { zh: said("what it is, in a few words"), en: Type.Optional(said("the Chinese unless given")) },
      strict,
    ),
    place: said("where, so that somebody finds it"),
    severity: Severity,
    class: Type.Optional(Type.String({ maxLength: 64, description: "a class of the rulebook" })),
    area: Type.Optional(Type.String({ maxLength: 64, description: "an area of the rulebook" })),
    openedAt: optionalMoment("when it was found, ms since 1970: from 2020 to 5 minutes from now; now unless given"),
    details: Type.Optional(Type.String({ maxLength: 2000 })),
    position: Type.Optional(Position),
  },
  { additionalProperties: false },
);

export const ticketRoutes: Routes = (app, deps) => {
  app.get(
    "/api/tickets",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listTickets", "Tickets, newest first", Type.Array(TicketView), 400, 401),
        querystring: Query,
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { sort, ...place } = pageAsked(request.query, "newest");
        const filter = await casesAsked<TicketState>(tables, request.query, operatorOf(request).areas);
        const { source, assignee, due } = request.query;
        const page = await tables.tickets.page({
          ...{ ...filter, ...place, sort },
          source: source === undefined ? undefined : [source],
          ...{ assignee, ...dueAsked(due, deps.clock()) },
        });
        tellPage(request, reply, sort, page);
        return ticketViews(tables, page.rows, deps.clock());
      }),
  );

  app.get(
    "/api/tickets/:id",
    {
      config: { right: "look", sight: "areas" },
      schema: { ...answers("readTicket", "One ticket with its story", TicketStory, 400, 401, 404), params: Id },
    },
    async (request) => look(deps, (tables) => storyOf(tables, request.params.id, operatorOf(request), deps.clock())),
  );

  app.get(
    "/api/tickets/:id/story",
    {
      config: { right: "look", sight: "areas" },
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
    async (request) => look(deps, (tables) => storyOf(tables, request.params.id, operatorOf(request), deps.clock())),
  );

  app.post(
    "/api/tickets",
    {
      config: { right: "tickets", sight: "areas" },
      schema: {
        ...answers(
          "reportTicket",
          "Report a case that no sensor saw; the same id again changes nothing",
          TicketStory,
          400,
          401,
          404,
        ),
        body: Report,
      },
    },
    async (request) => {
      const { openedAt = deps.clock(), title, place, ...body } = request.body;
      const zh = title.zh.trim();
      const session = operatorOf(request);
      const words = { title: { zh, en: title.en?.trim() ?? zh }, place: place.trim() };
      const report = { ...body, ...words, openedAt, by: session.account };
      return act(deps, async (tables, changes) => {
        // One that is there already and elsewhere is not to be learnt of.
        if ((await tables.tickets.find(report.id)) !== null) await findSeen(tables, report.id, session);
        const id = await openTicket(tables, report, changes, deps.clock());
        await checkOwnArea(tables, id, session);
        return storyOf(tables, id, session, deps.clock());
      });
    },
  );

  app.get(
    "/api/tickets/:id/photos/:photo",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("readTicketPhoto", "A photo of the ticket's story", Type.Unsafe<Buffer>(Type.Any()), 400, 401, 404),
        params: Type.Object({ id: TicketId, photo: Type.String({ pattern: "^[0-9a-f]{64}$" }) }),
      },
    },
    async (request, reply) => {
      const { params } = request;
      const photo = await look(deps, async (tables) => {
        await findSeen(tables, params.id, operatorOf(request));
        return tables.photos.find(params.id, params.photo);
      });
      if (photo === null) throw new Fault("NOT_FOUND", `photo ${params.photo}`);
      // Named by its hash: it never changes.
      void reply.type(photo.type).header("cache-control", "private, max-age=31536000, immutable");
      return Buffer.from(photo.body);
    },
  );

  app.post(
    "/api/tickets/:id/moves",
    {
      config: { right: "tickets", sight: "areas" },
      schema: {
        ...answers("moveTicket", "Move a ticket on, back or out", TicketStory, 400, 401, 404, 409, 412, 422),
        params: Id,
        body: Move,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      if (decidingMoves.has(request.body.move)) demand(session, "review");
      const wish = { ...request.body, actor: session.account };
      return act(deps, async (tables, changes) => {
        await findSeen(tables, request.params.id, session);
        if (wish.into !== undefined) await findSeen(tables, wish.into, session);
        await holdFreshBy(request, () => storyOf(tables, request.params.id, session, deps.clock()));
        await move(tables, request.params.id, wish, changes, deps.clock());
        // What follows by itself follows at once: the moves that are offered are those after it.
        const moved = await findSeen(tables, request.params.id, session);
        if (moved.state === "registered") await lookIfDue(tables, moved, changes, deps.clock(), deps.log);
        return storyOf(tables, request.params.id, session, deps.clock());
      });
    },
  );
};

function dueAsked(due: "over" | "soon" | undefined, now: number) {
  return due === undefined ? {} : due === "over" ? { dueBy: now } : { warnedAt: now };
}

async function storyOf(tables: Tables, id: TicketId, session: Session, now: number): Promise<TicketStory> {
  return ticketStory(tables, await findSeen(tables, id, session), now);
}

/** Throws `RIGHT_MISSING`; what was opened is undone with it. */
async function checkOwnArea(tables: Tables, id: TicketId, session: Session): Promise<void> {
  const ticket = await tables.tickets.find(id);
  if (ticket !== null && may(session, ticket.area)) return;
  const where = ticket?.area ?? "no area that is known";
  throw new Fault("RIGHT_MISSING", `${session.account} may report in their own areas only, and this is in ${where}`);
}
