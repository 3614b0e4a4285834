/** Joint actions 协同处突: opened from a ticket, answered by those who are called, ended with a summary. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { EventId, TicketId } from "../../../core/id.ts";
import {
  answerJoint,
  checkMayAnswer,
  checkMayEnd,
  endJointAction,
  eyesOf,
  findJoint,
  mayAnswer,
  openJointAction,
} from "../../joint/joint.ts";
import { answerKinds } from "../../joint/joint-action.ts";
import { callableTo, jointView } from "../../joint/view.ts";
import { bringAttachment } from "../../tickets/attach.ts";
import { Attachment, AttachmentId, mostAttachmentBytes, mostAttachments } from "../../tickets/attachment.ts";
import { Position } from "../../tickets/position.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { Callable, JointView } from "../joint-views.ts";
import { pageAsked, paged, tellPage } from "../paging.ts";
import { answers, which } from "../schema.ts";
import { findSeen } from "../seen-ticket.ts";
import { headersOf } from "./attachments.ts";

const JointId = EventId;
const Id = Type.Object({ id: JointId });

const Opening = Type.Object(
  {
    id: JointId,
    ticket: TicketId,
    text: Type.String({ minLength: 1, maxLength: 500, description: "what those who are called are told" }),
    units: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 50, uniqueItems: true }),
    people: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200, uniqueItems: true }),
  },
  { additionalProperties: false },
);

const Answer = Type.Object(
  {
    id: EventId,
    kind: Type.Enum([...answerKinds], { description: "seen counts once a person; the newest of the others stands" }),
    text: Type.Optional(Type.String({ maxLength: 1000 })),
    attachments: Type.Optional(Type.Array(AttachmentId, { maxItems: mostAttachments, uniqueItems: true })),
    position: Type.Optional(Position),
  },
  { additionalProperties: false },
);

const End = Type.Object({ summary: Type.String({ minLength: 1, maxLength: 2000 }) }, { additionalProperties: false });

export const jointRoutes: Routes = (app, deps) => {
  app.get(
    "/api/joint-actions",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "listJointActions",
          "Joint actions of your areas, and those you are called to; newest first",
          Type.Array(JointView),
          ...([400, 401] as const),
        ),
        querystring: Type.Object({ ...paged, state: which }),
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { state = "open", ...asked } = request.query;
        const place = pageAsked(asked, "newest");
        const seenBy = await eyesOf(tables, operatorOf(request));
        const page = await tables.jointActions.page({ state, seenBy, ...place });
        tellPage(request, reply, place.sort, page);
        return Promise.all(page.rows.map((action) => jointView(tables, action)));
      }),
  );

  app.get(
    "/api/joint-actions/:id",
    {
      config: { right: "look", sight: "areas" },
      schema: { ...answers("readJointAction", "One joint action", JointView, 400, 401, 404), params: Id },
    },
    async (request) =>
      look(deps, async (tables) => jointView(tables, await findJoint(tables, request.params.id, operatorOf(request)))),
  );

  app.get(
    "/api/tickets/:id/callable",
    {
      config: { right: "joint", sight: "areas" },
      schema: {
        ...answers("listCallable", "Whom a joint action about this ticket could call", Callable, 400, 401, 404),
        params: Type.Object({ id: TicketId }),
      },
    },
    async (request) =>
      look(deps, async (tables) => callableTo(tables, await findSeen(tables, request.params.id, operatorOf(request)))),
  );

  app.post(
    "/api/joint-actions",
    {
      config: { right: "joint", sight: "areas" },
      schema: {
        ...answers(
          "openJointAction",
          "Call people to a ticket that is red, or in a typhoon; the same id again changes nothing",
          JointView,
          ...([400, 401, 404, 409] as const),
        ),
        body: Opening,
      },
    },
    async (request) => {
      const [{ ticket, units, people, ...rest }, session] = [request.body, operatorOf(request)];
      return act(deps, async (tables, changes) => {
        const about = await findSeen(tables, ticket, session);
        const opening = { ...rest, called: { units, people }, by: session.account };
        return jointView(tables, await openJointAction(tables, opening, about, changes, deps.clock()));
      });
    },
  );

  app.post(
    "/api/joint-actions/:id/answers",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "answerJointAction",
          "Answer a joint action you are called to, or that is in your area where you work on tickets; the same id again changes nothing",
          JointView,
          ...([400, 401, 403, 404, 409, 422] as const),
        ),
        params: Id,
        body: Answer,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      const said = { ...request.body, text: request.body.text ?? "", by: session.account };
      return act(deps, async (tables, changes) => {
        const action = await findJoint(tables, request.params.id, session);
        // Who only looks has looked; nothing is to be said of it.
        if (said.kind === "seen" && !(await mayAnswer(tables, action, session))) return jointView(tables, action);
        await checkMayAnswer(tables, action, session);
        await answerJoint(tables, action, said, changes, deps.clock());
        return jointView(tables, action);
      });
    },
  );

  app.post(
    "/api/joint-actions/:id/end",
    {
      config: { right: "joint", sight: "areas" },
      schema: {
        ...answers(
          "endJointAction",
          "End it: the summary goes into the ticket's story",
          JointView,
          ...([400, 401, 404, 409] as const),
        ),
        params: Id,
        body: End,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      return act(deps, async (tables, changes) => {
        const action = await findJoint(tables, request.params.id, session);
        checkMayEnd(action, session);
        const end = { by: session.account, summary: request.body.summary };
        return jointView(tables, await endJointAction(tables, action, end, changes, deps.clock()));
      });
    },
  );

  app.post(
    "/api/joint-actions/:id/attachments",
    {
      bodyLimit: mostAttachmentBytes + 1024 * 1024,
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "bringJointAttachment",
          "Bring a photo (raw bytes) to be named in an answer; it is the ticket's",
          Attachment,
          ...([400, 401, 403, 404, 409, 422] as const),
        ),
        params: Id,
        querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 1000 })) }),
      },
    },
    async (request) => {
      const [{ params, query, body }, session] = [request, operatorOf(request)];
      if (!Buffer.isBuffer(body)) throw new Fault("ATTACHMENT_REFUSED", "the body must be the file itself");
      return act(deps, async (tables) => {
        const action = await findJoint(tables, params.id, session);
        await checkMayAnswer(tables, action, session);
        const brought = { ticket: action.ticket, body, name: query.name ?? "", by: session.account };
        return bringAttachment(tables, brought, deps.clock());
      });
    },
  );

  app.get(
    "/api/joint-actions/:id/attachments/:hash",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "readJointAttachment",
          "A photo that an answer names",
          Type.Unsafe<Buffer>(Type.Any()),
          ...([400, 401, 404] as const),
        ),
        params: Type.Object({ id: JointId, hash: AttachmentId }),
      },
    },
    async (request, reply) => {
      const { id, hash } = request.params;
      const [about, file] = await look(deps, async (tables) => {
        const action = await findJoint(tables, id, operatorOf(request));
        const said = await tables.jointActions.answers(action.id);
        const named = said.flatMap(({ attachments }) => attachments).find((one) => one.id === hash) ?? null;
        return [named, named === null ? null : await tables.photos.read(hash)];
      });
      if (about === null || file === null) throw new Fault("NOT_FOUND", `attachment ${hash} of joint action ${id}`);
      void reply.type(about.type).headers(headersOf(about));
      return Buffer.from(file.body);
    },
  );
};
