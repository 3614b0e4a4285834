/** The list of what should be connected as a file: tried, taken as the newest version; template and sample. */
import Type from "typebox";
import { checkWish, componentList, componentTaker, missingWishes } from "../../coverage/import.ts";
import sample from "../../coverage/sample.json" with { type: "json" };
import { componentTemplate, componentTemplateCsv } from "../../coverage/write-sheet.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Routes } from "../app.ts";
import { type Deps, look } from "../deps.ts";
import { csv, Format, file, importRoutes, type ListKind, xlsx } from "../import-routes.ts";
import { answers } from "../schema.ts";

const missing = Type.Enum([...missingWishes], {
  description: "what the list no longer names stays (`keep`), or ends (`end`): only by a list without a wrong row",
});

const components = ({ clock, coverage }: Deps): ListKind => ({
  kind: "components",
  at: "/api/coverage/imports",
  called: {
    try: [
      "importComponents",
      "Try a list of components (XLSX or CSV, as application/octet-stream); nothing is changed yet",
    ],
    list: ["listComponentImports", "The newest lists, newest first, and those that are not finished"],
    read: ["readComponentImport", "How far a list is, and what is wrong"],
    errors: ["exportComponentErrors", "Every wrong cell of a list, as CSV"],
    take: ["takeComponents", "Take the list as its newest version"],
  },
  asks: { missing },
  reader: componentList,
  check: (job, wish) => checkWish(job, wish.missing ?? "keep"),
  taker: (job, session, wish) => componentTaker(job, session, wish.missing ?? "keep", clock),
  taken: () => coverage.wake(),
});

export const coverageImportRoutes: Routes = (app, deps) => {
  importRoutes(app, deps, components(deps));

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
          querystring: Type.Object({ format: Format }),
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
