/** The inventory as files: imported after a trial, exported, and a template to fill in. */
import Type from "typebox";
import { deviceList } from "../../registry/inventory/jobs.ts";
import { beginTaking, takeRows } from "../../registry/inventory/take.ts";
import { inventoryCsv, inventoryWorkbook, templateWorkbook } from "../../registry/inventory/write-sheet.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Tables } from "../../store/store.ts";
import { look } from "../deps.ts";
import { deviceFilterOf, deviceFilters } from "../device-query.ts";
import { operatorOf } from "../guard.ts";
import { ImportId, importDesk, largestSheet } from "../import-desk.ts";
import { ImportView } from "../registry-views.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";

const mostExported = 100_000;
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const csv = "text/csv; charset=utf-8";

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
  const { jobs, run, viewOf, begin, listOf, errorsFile } = importDesk(app, deps, "devices");

  app.post(
    "/api/registry/imports",
    {
      config: { right: "registry", sight: "areas" },
      bodyLimit: largestSheet,
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
      const session = operatorOf(request);
      return begin(request.body, request.query.name ?? "", session, deviceList(session));
    },
  );

  app.get(
    "/api/registry/imports",
    {
      config: { right: "registry", sight: "areas" },
      schema: answers(
        "listImports",
        "The newest imports, newest first, and those that are not finished",
        Type.Array(ImportView),
        401,
      ),
    },
    async (request) => listOf(operatorOf(request)),
  );

  app.get(
    "/api/registry/imports/:id",
    {
      config: { right: "registry", sight: "areas" },
      schema: {
        ...answers("readImport", "How far an import is, and what is wrong", ImportView, 400, 401, 404),
        params: ImportId,
      },
    },
    async (request) => viewOf(request.params.id, operatorOf(request)),
  );

  app.get(
    "/api/registry/imports/:id/errors",
    {
      config: { right: "registry", sight: "areas" },
      schema: { ...answers("exportImportErrors", "Every wrong cell, as CSV", file, 400, 401, 404), params: ImportId },
    },
    async (request, reply) => {
      const { id } = request.params;
      const body = await errorsFile(id, operatorOf(request));
      void reply.type(csv).header("content-disposition", `attachment; filename="errors-${id}.csv"`);
      return body;
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
        ...{ params: ImportId, body: Take },
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
      config: { right: "look", sight: "areas" },
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

function booksOf(tables: Tables) {
  return readBooks(tables);
}
