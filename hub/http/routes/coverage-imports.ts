/** The list of what should be connected as a file: tried, taken as the newest version; template and sample. */
import Type from "typebox";
import { checkWish, componentList, missingWishes, takeComponents } from "../../coverage/import.ts";
import sample from "../../coverage/sample.json" with { type: "json" };
import { componentTemplate, componentTemplateCsv } from "../../coverage/write-sheet.ts";
import { beginTaking } from "../../registry/inventory/take.ts";
import { readBooks } from "../../rulebook/books.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { findJob, ImportId, importDesk, largestSheet } from "../import-desk.ts";
import { ImportView } from "../registry-views.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const csv = "text/csv; charset=utf-8";
const file = Type.Unsafe<Buffer>(Type.Any());
const Take = Type.Object(
  {
    which: Type.Enum(["right", "all"], {
      description: "the rows that are right; or all of them, and none while one is wrong",
    }),
    missing: Type.Enum([...missingWishes], {
      description: "what the list no longer names stays (`keep`), or ends (`end`): only by a list without a wrong row",
    }),
  },
  { additionalProperties: false },
);

export const coverageImportRoutes: Routes = (app, deps) => {
  const { jobs, run, viewOf, begin, listOf, errorsFile } = importDesk(app, deps, "components");

  app.post(
    "/api/coverage/imports",
    {
      config: { right: "registry", sight: "areas" },
      bodyLimit: largestSheet,
      schema: {
        ...answers(
          "importComponents",
          "Try a list of components (XLSX or CSV, as application/octet-stream); nothing is changed yet",
          ImportView,
          ...([400, 401] as const),
        ),
        querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 255 })) }),
      },
    },
    async (request) => {
      const session = operatorOf(request);
      return begin(request.body, request.query.name ?? "", session, componentList(session));
    },
  );

  app.get(
    "/api/coverage/imports",
    {
      config: { right: "registry", sight: "areas" },
      schema: answers("listComponentImports", "The newest lists, newest first", Type.Array(ImportView), 401),
    },
    async (request) => listOf(operatorOf(request)),
  );

  app.get(
    "/api/coverage/imports/:id",
    {
      config: { right: "registry", sight: "areas" },
      schema: {
        ...answers("readComponentImport", "How far a list is, and what is wrong", ImportView, 400, 401, 404),
        params: ImportId,
      },
    },
    async (request) => viewOf(request.params.id, operatorOf(request)),
  );

  app.get(
    "/api/coverage/imports/:id/errors",
    {
      config: { right: "registry", sight: "areas" },
      schema: {
        ...answers("exportComponentErrors", "Every wrong cell of a list, as CSV", file, 400, 401, 404),
        params: ImportId,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const body = await errorsFile(id, operatorOf(request));
      void reply.type(csv).header("content-disposition", `attachment; filename="errors-${id}.csv"`);
      return body;
    },
  );

  app.post(
    "/api/coverage/imports/:id/take",
    {
      config: { right: "registry", sight: "areas" },
      schema: {
        ...answers("takeComponents", "Take the list as its newest version", ImportView, 400, 401, 404, 422),
        ...{ params: ImportId, body: Take },
      },
    },
    async (request) => {
      const session = operatorOf(request);
      const { which, missing } = request.body;
      checkWish(await look(deps, (tables) => findJob(tables, request.params.id, "components", session)), missing);
      const job = await beginTaking(jobs, request.params.id, which);
      const taken = takeComponents(jobs, job, session, missing).then(() => deps.coverage.wake());
      run(taken, job);
      return viewOf(job.id, session);
    },
  );

  for (const [name, operationId, summary] of [
    ["template", "readComponentTemplate", "An empty list with notes on how to fill it"],
    ["sample", "readComponentSample", "A small list made by hand, to try it with"],
  ] as const)
    app.get(
      `/api/coverage/${name}`,
      {
        config: { right: "look", sight: "areas" },
        schema: {
          ...answers(operationId, summary, file, 400, 401),
          querystring: Type.Object({ format: Type.Optional(Type.Enum(["xlsx", "csv"], { default: "xlsx" })) }),
        },
      },
      async ({ query: { format = "xlsx" } }, reply) => {
        const rows = name === "sample" ? sample.rows.slice(1) : [];
        void reply.type(format === "csv" ? csv : xlsx);
        void reply.header("content-disposition", `attachment; filename="components-${name}.${format}"`);
        if (format === "csv") return Buffer.from(componentTemplateCsv(rows));
        return componentTemplate(await look(deps, readBooks), rows);
      },
    );
};
