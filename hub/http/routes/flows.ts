/** The flows: how they are, the tickets they are asked about, their answers, and what they say to and ask of people. */
import type { FastifyReply } from "fastify";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { TicketId } from "../../../core/id.ts";
import { deviceFinder } from "../../alerts/view.ts";
import { Answer } from "../../flows/answer.ts";
import { flowsActor } from "../../flows/decide.ts";
import { decisionViews } from "../../flows/decisions.ts";
import type { Handover } from "../../flows/handover.ts";
import { handoverView } from "../../flows/handover-view.ts";
import { tellPeople } from "../../flows/notice.ts";
import { answerQuestion, askedViews, askPeople, questionOf } from "../../flows/question.ts";
import { AskedView, DecisionView, FlowsView, HandoverView, QuestionView } from "../../flows/views.ts";
import { noteChange } from "../../ledgers/note-change.ts";
import { noteTicket } from "../../tickets/hear.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { flowsRole, operatorOf } from "../guard.ts";
import { answers, limit } from "../schema.ts";

const strict = { additionalProperties: false };
const words = Type.String({ minLength: 1, maxLength: 2000 });
const Ticket = Type.Object({ ticket: TicketId });
const Id = Type.Object({ id: Type.String({ maxLength: 64 }) });
const Done = Type.Object({ state: Type.Literal("done") }, strict);
/** Bytes that may wait for one flow; a process that reads nothing hangs. */
const mostWaiting = 1024 * 1024;
const done = { state: "done" as const };

export const flowRoutes: Routes = (app, deps) => {
  const { flows, clock } = deps;
  const open = new Set<FastifyReply>();
  app.addHook("preClose", async () => {
    for (const reply of open) letGo(reply);
  });

  app.get(
    "/api/flows",
    { config: { right: "look" }, schema: answers("readFlows", "How the flows are", FlowsView, 401) },
    async () => {
      const { rssMb, pid, ends, state } = flows.state();
      const { deadlineMs } = flows.desk;
      const running = { ...(pid === null ? {} : { pid }), ...(rssMb === null ? {} : { rssMb }) };
      return { state, listening: flows.desk.listeners(), ends, ...running, deadlineMs };
    },
  );

  app.post(
    "/api/flows/restart",
    {
      config: { right: "flows" },
      schema: answers("restartFlows", "End Node-RED and start it anew, with its flows", Done, 401, 503),
    },
    async (request) => {
      if (!flows.restart()) throw new Fault("FLOWS_DOWN", "Node-RED is not running; the hub starts it by itself");
      await act(deps, (tables) => noteChange(tables, "重启流程", operatorOf(request).account, clock()));
      return done;
    },
  );

  app.get(
    "/api/flows/decisions",
    {
      config: { right: "look" },
      schema: {
        ...answers(
          "listDecisions",
          "What was decided on tickets lately, newest first",
          Type.Array(DecisionView),
          400,
          401,
        ),
        querystring: Type.Object({ limit: Type.Optional(limit(200, 50)) }),
      },
    },
    async ({ query }) => look(deps, (tables) => decisionViews(tables, query.limit ?? 50)),
  );

  app.get(
    "/api/flows/questions",
    {
      config: { right: "look" },
      schema: {
        ...answers("listQuestions", "What flows asked: what waits first", Type.Array(AskedView), 400, 401),
        querystring: Type.Object({ limit: Type.Optional(limit(200, 50)) }),
      },
    },
    async ({ query }) => look(deps, (tables) => askedViews(tables, query.limit ?? 50)),
  );

  app.get(
    "/api/flows/handovers",
    {
      config: { right: "flows" },
      schema: answers(
        "listenHandovers",
        "Tickets that wait for a decision: those that are open, then each new one",
        Type.String({ description: "text/event-stream of `handover`; goes on after `Last-Event-ID`" }),
        401,
      ),
      exposeHeadRoute: false,
      sse: "only",
    },
    async (request, reply) => {
      operatorOf(request);
      open.add(reply);
      const after = Number(request.headers["last-event-id"]);
      reply.sse.keepAlive();
      reply.sse.sendHeaders();
      reply.raw.write("retry: 500\n\n");
      const stop = flows.desk.listen(Number.isSafeInteger(after) ? after : 0, (handovers) => {
        write(reply, handovers).catch((error: unknown) => {
          request.log.warn({ err: error }, "handovers could not be told; the flow comes back for them");
          letGo(reply);
        });
      });
      reply.sse.onClose(() => {
        stop();
        open.delete(reply);
      });
    },
  );

  const write = async (reply: FastifyReply, handovers: readonly Handover[]) => {
    const views = await look(deps, (tables) => {
      const find = deviceFinder(tables);
      return Promise.all(
        handovers.map((handover) => handoverView(tables, handover, find, flows.desk.deadlineMs, deps.clock())),
      );
    });
    if (reply.raw.writableLength > mostWaiting) return letGo(reply);
    for (const view of views)
      if (view !== null) reply.raw.write(`id: ${view.n}\nevent: handover\ndata: ${JSON.stringify(view)}\n\n`);
  };

  app.post(
    "/api/flows/handovers/:ticket",
    {
      config: { right: "flows" },
      schema: {
        ...answers("answerHandover", "Decide on a ticket; the first answer counts", HandoverView, 400, 401, 404, 409),
        params: Ticket,
        body: Answer,
      },
    },
    async ({ params, body }) => {
      const handover = await flows.desk.answer(params.ticket, body);
      return look(deps, async (tables) => {
        const view = await handoverView(tables, handover, deviceFinder(tables), flows.desk.deadlineMs, deps.clock());
        return view as HandoverView;
      });
    },
  );

  app.post(
    "/api/flows/handovers/:ticket/failed",
    {
      config: { right: "flows" },
      schema: {
        ...answers("failHandover", "A flow failed at a ticket: the table decides at once", Done, 400, 401),
        params: Ticket,
        body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 500 }) }, strict),
      },
    },
    async ({ params, body }) => {
      await flows.desk.fail(params.ticket, body.text);
      return done;
    },
  );

  app.post(
    "/api/flows/tickets/:ticket/notes",
    {
      config: { right: "flows" },
      schema: {
        ...answers("noteTicket", "Write a line into a ticket's story", Done, 400, 401, 404),
        params: Ticket,
        body: Type.Object({ text: words }, strict),
      },
    },
    async ({ params, body }) => {
      await act(deps, async (tables, changes) => {
        const now = clock();
        if ((await tables.tickets.find(params.ticket)) === null)
          throw new Fault("NOT_FOUND", `ticket ${params.ticket}`);
        const line = { at: now, actor: flowsActor, move: "note" as const, reason: body.text };
        await noteTicket(tables, params.ticket, line, changes, now);
      });
      return done;
    },
  );

  app.post(
    "/api/flows/notices",
    {
      config: { right: "flows" },
      schema: {
        ...answers("sayToPeople", "Tell who is on duty", Done, 400, 401, 404),
        body: Type.Object({ text: words, ticket: Type.Optional(TicketId) }, strict),
      },
    },
    async ({ body }) => {
      await act(deps, (tables, changes) => tellPeople(tables, body, changes, clock()));
      return done;
    },
  );

  app.post(
    "/api/flows/questions",
    {
      config: { right: "flows" },
      schema: {
        ...answers("askPeople", "Ask people yes or no", QuestionView, 400, 401),
        body: Type.Object(
          {
            subject: Type.String({ minLength: 1, maxLength: 128 }),
            text: Type.String({ minLength: 1, maxLength: 500 }),
            minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
          },
          strict,
        ),
      },
    },
    async ({ body }) => act(deps, async (tables) => questionOf(tables, await askPeople(tables, body, clock()))),
  );

  app.get(
    "/api/flows/questions/:id",
    {
      config: { right: "flows" },
      schema: { ...answers("readQuestion", "What was answered", QuestionView, 400, 401, 404), params: Id },
    },
    async ({ params }) => look(deps, (tables) => questionOf(tables, params.id)),
  );

  app.post(
    "/api/flows/questions/:id/answer",
    {
      config: { right: "tickets" },
      schema: {
        ...answers("answerQuestion", "Answer a flow's question", QuestionView, 400, 401, 404, 409),
        params: Id,
        body: Type.Object(
          { answer: Type.Union([Type.Literal("yes"), Type.Literal("no"), Type.Literal("over")]) },
          strict,
        ),
      },
    },
    async (request) => {
      const { account: by, role } = operatorOf(request);
      const { answer } = request.body;
      // It may only stop waiting.
      if ((role === flowsRole) !== (answer === "over"))
        throw new Fault("INPUT_INVALID", "/answer must be yes or no of an operator, over of a flow");
      return act(deps, (tables) => answerQuestion(tables, request.params.id, answer, by, clock()));
    },
  );
};

function letGo(reply: FastifyReply): void {
  reply.sse.close();
  reply.raw.destroy();
}
