/** What somebody has to do because the hub cannot go on by itself. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { checkWord } from "../../flows/question.ts";
import type { TaskRow } from "../../store/tasks.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers, which } from "../schema.ts";
import type { Routes } from "../server.ts";
import { TaskView } from "../views.ts";

const mostRows = 1000;

export const taskRoutes: Routes = (app, deps) => {
  app.get(
    "/api/tasks",
    {
      schema: {
        ...answers("listTasks", "What somebody has to do, newest first", Type.Array(TaskView), 400, 401),
        querystring: Type.Object({ state: which }),
      },
    },
    async ({ query }) =>
      look(deps, async ({ tasks }) => (await tasks.list(query.state ?? "open", mostRows)).map(taskView)),
  );

  app.post(
    "/api/tasks/:id/done",
    {
      schema: {
        ...answers("finishTask", "Say that it is done", TaskView, 400, 401, 404, 409),
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        body: Type.Object({ note: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false }),
      },
    },
    async (request) =>
      act(deps, async ({ tasks }) => {
        const { id } = request.params;
        const by = operatorOf(request).account;
        const before = await tasks.find(id);
        if (before === null) throw new Fault("NOT_FOUND", `task ${id}`);
        checkWord(before, request.body.note);
        const isOurs = await tasks.finish(id, by, request.body.note ?? null, deps.clock());
        const row = (await tasks.find(id)) as TaskRow;
        if (!isOurs) throw new Fault("MOVE_NOT_ALLOWED", `task ${id} was done by ${row.doneBy}`);
        return taskView(row);
      }),
  );
};

function taskView({ doneAt, doneBy, note, ...rest }: TaskRow): TaskView {
  return {
    ...rest,
    ...(doneAt === null ? {} : { doneAt }),
    ...(doneBy === null ? {} : { doneBy }),
    ...(note === null ? {} : { note }),
  };
}
