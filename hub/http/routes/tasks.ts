/** What somebody has to do because the hub cannot go on by itself. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { demand } from "../../accounts/session.ts";
import { taskRights } from "../../accounts/task-rights.ts";
import { checkWord } from "../../flows/question.ts";
import type { TaskRow } from "../../store/tasks.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { areasAsked, pageAsked, paged, searched, spanned, tellPage } from "../paging.ts";
import { answers, which } from "../schema.ts";
import { TaskView } from "../views.ts";

const Query = Type.Object({
  ...paged,
  ...searched,
  ...spanned,
  state: which,
  kind: Type.Optional(
    Type.String({ maxLength: 200, description: "a fault's code, or what is to be done; several with commas between" }),
  ),
  for: Type.Optional(Type.Enum(["technician", "operator", "administrator"], { description: "who has to do it" })),
  area: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: "an area of the rulebook, with everything in it" }),
  ),
});

export const taskRoutes: Routes = (app, deps) => {
  app.get(
    "/api/tasks",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listTasks", "What somebody has to do, newest first", Type.Array(TaskView), 400, 401),
        querystring: Query,
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { q, state = "open", kind, for: who, area, from, to } = request.query;
        const areas = await areasAsked(tables, area, operatorOf(request).areas);
        const ask = pageAsked(request.query, "newest");
        const page = await tables.tasks.page({ q, state, kinds: kind?.split(","), for: who, areas, from, to, ...ask });
        tellPage(request, reply, ask.sort, page);
        return page.rows.map(taskView);
      }),
  );

  app.post(
    "/api/tasks/:id/done",
    {
      config: { right: taskRights.operator, or: Object.values(taskRights), sight: "areas" },
      schema: {
        ...answers("finishTask", "Say that it is done", TaskView, 400, 401, 404, 409),
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        body: Type.Object({ note: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false }),
      },
    },
    async (request) =>
      act(deps, async ({ tasks }) => {
        const { id } = request.params;
        const session = operatorOf(request);
        const { account: by, areas } = session;
        const before = await tasks.find(id, areas === null ? undefined : [...areas]);
        if (before === null) throw new Fault("NOT_FOUND", `task ${id}`);
        demand(session, taskRights[before.for]);
        checkWord(before, request.body.note);
        const isOurs = await tasks.finish(id, by, request.body.note ?? null, deps.clock());
        const row = (await tasks.find(id)) as TaskRow;
        if (!isOurs) throw new Fault("MOVE_NOT_ALLOWED", `task ${id} was done by ${row.doneBy}`);
        return taskView(row);
      }),
  );
};

function taskView({ doneAt, doneBy, note, dueAt, ...rest }: TaskRow): TaskView {
  return {
    ...rest,
    ...(doneAt === null ? {} : { doneAt }),
    ...(doneBy === null ? {} : { doneBy }),
    ...(note === null ? {} : { note }),
    ...(dueAt === null ? {} : { dueAt }),
  };
}
