/** The tables the hub decides by: read, imported as new versions, with their history. */
import Type from "typebox";
import { findTable, importTable } from "../../rulebook/books.ts";
import { rulebookKinds } from "../../rulebook/kinds.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { RulebookTable, RulebookVersion } from "../views.ts";

/** Thousands of classes fit. */
const largestTable = 8 * 1024 * 1024;
const Kind = Type.Object({ kind: Type.Enum(rulebookKinds) });

export const rulebookRoutes: Routes = (app, deps) => {
  app.get(
    "/api/rulebook",
    { schema: answers("listRulebook", "The tables in force, without their bodies", Type.Array(RulebookVersion), 401) },
    async () =>
      look(deps, (tables) =>
        Promise.all(
          rulebookKinds.map(async (kind) => {
            const { body: _, ...version } = await findTable(tables, kind);
            return version;
          }),
        ),
      ),
  );

  app.get(
    "/api/rulebook/:kind",
    {
      schema: {
        ...answers(
          "readRulebook",
          "One table, the one in force unless a version is named",
          RulebookTable,
          400,
          401,
          404,
        ),
        params: Kind,
        querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 0 })) }),
      },
    },
    async ({ params, query }) => look(deps, (tables) => findTable(tables, params.kind, query.version)),
  );

  app.get(
    "/api/rulebook/:kind/history",
    {
      schema: {
        ...answers("readRulebookHistory", "Who imported what and when", Type.Array(RulebookVersion), 400, 401),
        params: Kind,
      },
    },
    async ({ params }) => look(deps, ({ rulebook }) => rulebook.history(params.kind)),
  );

  app.put(
    "/api/rulebook/:kind",
    {
      bodyLimit: largestTable,
      schema: {
        ...answers("importRulebook", "Import a table as its next version", RulebookTable, 400, 401, 409),
        params: Kind,
        body: Type.Unknown(),
      },
    },
    async (request) => {
      const wish = { kind: request.params.kind, body: request.body, by: operatorOf(request).account };
      return act(deps, (tables) => importTable(tables, wish, deps.clock()));
    },
  );
};
