/** The inventory as files: imported after a trial, exported, and a template to fill in. */
import { setImmediate as othersTurn } from "node:timers/promises";
import Type from "typebox";
import { deviceList, deviceTaker } from "../../registry/inventory/device-list.ts";
import { inventoryCsv, inventoryWorkbook, templateWorkbook } from "../../registry/inventory/write-sheet.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { DeviceFilter, DeviceRow } from "../../store/devices.ts";
import type { Mark } from "../../store/page.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { type Deps, look } from "../deps.ts";
import { deviceFilterOf, deviceFilters } from "../device-query.ts";
import { csv, Format, file, importRoutes, type ListKind, xlsx } from "../import-routes.ts";
import { answers } from "../schema.ts";

const mostExported = 100_000;
const rowsAtOnce = 1000;

const devices = ({ clock }: Deps): ListKind => ({
  kind: "devices",
  at: "/api/registry/imports",
  called: {
    try: ["importInventory", "Try a sheet (XLSX or CSV, as application/octet-stream); nothing is changed yet"],
    list: ["listImports", "The newest imports, newest first, and those that are not finished"],
    read: ["readImport", "How far an import is, and what is wrong"],
    errors: ["exportImportErrors", "Every wrong cell, as CSV"],
    take: ["takeImport", "Take what was tried; the same once more changes nothing"],
  },
  asks: {},
  reader: deviceList,
  taker: (_job, session) => deviceTaker(session, clock),
});

export const registryImportRoutes: Routes = (app, deps) => {
  importRoutes(app, deps, devices(deps));

  app.get(
    "/api/registry/export",
    {
      config: { place: "proved", right: "look", sight: "areas" },
      schema: {
        ...answers("exportInventory", "The inventory as a sheet that can be imported again", file, 400, 401),
        querystring: Type.Object({
          format: Format,
          ...deviceFilters,
        }),
      },
    },
    async (request, reply) => {
      const { format = "xlsx", ...asked } = request.query;
      const filter = await look(deps, (tables) => deviceFilterOf(tables, request, { self: "without", ...asked }));
      const [rows, books] = [await allRows(deps, filter), await look(deps, booksOf)];
      void reply.type(format === "csv" ? csv : xlsx);
      void reply.header("content-disposition", `attachment; filename="inventory.${format}"`);
      return format === "csv" ? inventoryCsv(rows, books) : inventoryWorkbook(rows, books);
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

/** Part by part: an alert has its turn between two of them. */
async function allRows(deps: Deps, filter: DeviceFilter): Promise<DeviceRow[]> {
  const all: DeviceRow[] = [];
  for (let after: Mark | null | undefined; after !== null && all.length < mostExported; await othersTurn()) {
    const from = after;
    const { rows, next } = await look(deps, ({ devices: table }) => table.page(filter, rowsAtOnce, from));
    all.push(...rows);
    after = next;
  }
  return all;
}

function booksOf(tables: Tables) {
  return readBooks(tables);
}
