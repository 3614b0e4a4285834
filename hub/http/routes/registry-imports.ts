/** The inventory as files: imported after a trial, exported, and a template to fill in. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { Session } from "../../accounts/session.ts";
import {
  beginTaking,
  errorsOf,
  importView,
  type JobDeps,
  newJob,
  takeRows,
  tryFile,
} from "../../registry/inventory/jobs.ts";
import { errorsCsv, inventoryCsv, inventoryWorkbook, templateWorkbook } from "../../registry/inventory/write-sheet.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { ImportJob } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";
import { act, look } from "../deps.ts";
import { deviceFilterOf, deviceFilters } from "../device-query.ts";
import { operatorOf } from "../guard.ts";
import { ImportView } from "../registry-views.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";

const largestFile = 20 * 1024 * 1024;
const mostExported = 100_000;
const mostErrors = 100_000;
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const csv = "text/csv; charset=utf-8";

const Id = Type.Object({ id: Type.String({ pattern: "^[0-9A-Z]{26}$" }) });
const Take = Type.Object(
  {
    which: Type.Enum(["right", "all"], {
      description: "the rows that are right; or all of them, and none while one is wrong",
    }),
  },
  { additionalProperties: false },
);
const file = Type.Unsafe<Buffer>(Type.Any());

export const registryImportRoutes: Routes = (app, deps) => {
  const jobs: JobDeps = { read: (work) => look(deps, work), act: (work) => act(deps, work), clock: deps.clock };
  const running = new Set<Promise<void>>();
  app.addHook("onClose", async () => void (await Promise.all(running)));

  /** Nobody waits for it: how far it is stands in the store. */
  const run = (work: Promise<void>, job: ImportJob) => {
    const ended = work.catch((error) => deps.log.error({ err: error, import: job.id }, "an import came to an end"));
    running.add(ended);
    void ended.finally(() => running.delete(ended));
  };
  const viewOf = (id: string, session: Session) =>
    look(deps, async (tables) => importView(tables, await findJob(tables, id, session), deps.clock()));

  app.post(
    "/api/registry/imports",
    {
      config: { right: "registry", sight: "areas" },
      bodyLimit: largestFile,
      schema: {
        ...answers(
          "importInventory",
          "Try a sheet (XLSX or CSV, as application/octet-stream); nothing is changed yet",
          ImportView,
          400,
          401,
        ),
        querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 255 })) }),
      },
    },
    async (request) => {
      if (!Buffer.isBuffer(request.body)) throw new Fault("INPUT_INVALID", "the body must be application/octet-stream");
      const session = operatorOf(request);
      const job = newJob(session.account, nameOnly(request.query.name ?? ""), deps.clock());
      await jobs.act(({ imports }) => imports.put(job));
      run(tryFile(jobs, job, request.body, session), job);
      return viewOf(job.id, session);
    },
  );

  app.get(
    "/api/registry/imports",
    {
      config: { right: "registry", sight: "areas" },
      schema: answers("listImports", "The newest imports, newest first", Type.Array(ImportView), 401),
    },
    async (request) =>
      look(deps, async (tables) => {
        const newest = (await tables.imports.list(20)).filter((job) => isTheirs(job, operatorOf(request)));
        return Promise.all(newest.map((job) => importView(tables, job, deps.clock())));
      }),
  );

  app.get(
    "/api/registry/imports/:id",
    {
      config: { right: "registry", sight: "areas" },
      schema: {
        ...answers("readImport", "How far an import is, and what is wrong", ImportView, 400, 401, 404),
        params: Id,
      },
    },
    async (request) => viewOf(request.params.id, operatorOf(request)),
  );

  app.get(
    "/api/registry/imports/:id/errors",
    {
      config: { right: "registry", sight: "areas" },
      schema: { ...answers("exportImportErrors", "Every wrong cell, as CSV", file, 400, 401, 404), params: Id },
    },
    async (request, reply) => {
      const { id } = request.params;
      const wrong = await look(deps, async (tables) => {
        await findJob(tables, id, operatorOf(request));
        return tables.imports.rows(id, ["wrong"], 0, mostErrors);
      });
      void reply.type(csv).header("content-disposition", `attachment; filename="errors-${id}.csv"`);
      return Buffer.from(errorsCsv(wrong.flatMap(errorsOf)));
    },
  );

  app.post(
    "/api/registry/imports/:id/take",
    {
      config: { right: "registry", sight: "areas" },
      schema: {
        ...answers(
          "takeImport",
          "Take what was tried; the same once more changes nothing",
          ImportView,
          400,
          401,
          404,
          422,
        ),
        ...{ params: Id, body: Take },
      },
    },
    async (request) => {
      const session = operatorOf(request);
      await viewOf(request.params.id, session);
      const job = await beginTaking(jobs, request.params.id, request.body.which);
      run(takeRows(jobs, job, session), job);
      return viewOf(job.id, session);
    },
  );

  app.get(
    "/api/registry/export",
    {
      config: { place: "proved", right: "look", sight: "areas" },
      schema: {
        ...answers("exportInventory", "The inventory as a sheet that can be imported again", file, 400, 401),
        querystring: Type.Object({
          format: Type.Optional(Type.Enum(["xlsx", "csv"], { default: "xlsx" })),
          ...deviceFilters,
        }),
      },
    },
    async (request, reply) => {
      const { format = "xlsx", ...asked } = request.query;
      const { rows, books } = await look(deps, async (tables) => {
        const filter = await deviceFilterOf(tables, request, { self: "without", ...asked });
        return { rows: (await tables.devices.page(filter, mostExported)).rows, books: await booksOf(tables) };
      });
      void reply.type(format === "csv" ? csv : xlsx);
      void reply.header("content-disposition", `attachment; filename="inventory.${format}"`);
      return format === "csv" ? Buffer.from(inventoryCsv(rows, books)) : inventoryWorkbook(rows, books);
    },
  );

  app.get(
    "/api/registry/template",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("readInventoryTemplate", "An empty sheet with notes on how to fill it", file, 401),
    },
    async (_request, reply) => {
      void reply.type(xlsx).header("content-disposition", 'attachment; filename="inventory-template.xlsx"');
      return templateWorkbook(await look(deps, booksOf));
    },
  );
};

/** Who sees some areas only sees what they brought themselves. */
function isTheirs({ by }: ImportJob, { areas, account }: Session): boolean {
  return areas === null || by === account;
}

/** Throws `NOT_FOUND`. */
async function findJob({ imports }: Tables, id: string, session: Session): Promise<ImportJob> {
  const job = await imports.find(id);
  if (job === null || !isTheirs(job, session)) throw new Fault("NOT_FOUND", `import ${id}`);
  return job;
}

function booksOf(tables: Tables) {
  return readBooks(tables);
}

/** What a browser sends may be a path; it is shown, and never opened. */
function nameOnly(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? "").replaceAll(/[\p{Cc}\p{Cf}]/gu, "");
}
