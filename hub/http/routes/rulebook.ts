/** The tables the hub decides by: read, imported as new versions, with their history. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { demand, type Session } from "../../accounts/session.ts";
import { settleAreas } from "../../registry/areas.ts";
import { findTable, importTable, readBooks } from "../../rulebook/books.ts";
import { Classes } from "../../rulebook/classes.ts";
import { classesFromTable } from "../../rulebook/classes-from-table.ts";
import { decodeText } from "../../rulebook/decode-text.ts";
import { kinds, type RulebookKind, rulebookKinds } from "../../rulebook/kinds.ts";
import type { Tables } from "../../store/store.ts";
import { tryDispatch } from "../../tickets/dispatch/try-dispatch.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { demandPlace, operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { ImportedTable, RulebookTable, RulebookVersion, TriedDispatch, TryDispatch } from "../views.ts";

/** Thousands of classes fit. */
const largestTable = 8 * 1024 * 1024;
const Kind = Type.Object({ kind: Type.Enum(rulebookKinds) });

const Source = Type.String({ minLength: 1, maxLength: 200, description: "where a table of text comes from" });
const ReadClasses = Type.Object({ body: Classes }, { additionalProperties: false });

/** A table of case standards may come as text. */
async function bodyOf(tables: Tables, kind: RulebookKind, body: unknown, source: string): Promise<unknown> {
  if (!Buffer.isBuffer(body)) return body;
  if (kind !== "classes") throw new Fault("INPUT_INVALID", `${kind} must be sent as JSON`);
  return classesFromTable(decodeText(body), source, (await readBooks(tables)).classes);
}

export const rulebookRoutes: Routes = (app, deps) => {
  app.addContentTypeParser("text/tab-separated-values", { parseAs: "buffer" }, (_request, bytes, done) =>
    done(null, bytes),
  );

  app.get(
    "/api/rulebook",
    {
      config: { right: "look", sight: "none" },
      schema: answers("listRulebook", "The tables in force, without their bodies", Type.Array(RulebookVersion), 401),
    },
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
      config: { right: "look", sight: "none" },
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
    async (request) => {
      const { params, query } = request;
      // The telephones of everybody who is told of something.
      if (params.kind === "channels") demandPlace(request);
      return look(deps, (tables) => findTable(tables, params.kind, query.version));
    },
  );

  app.get(
    "/api/rulebook/:kind/history",
    {
      config: { right: "look", sight: "none" },
      schema: {
        ...answers("readRulebookHistory", "Who imported what and when", Type.Array(RulebookVersion), 400, 401),
        params: Kind,
      },
    },
    async ({ params }) => look(deps, ({ rulebook }) => rulebook.history(params.kind)),
  );

  app.get(
    "/api/rulebook/:kind/schema",
    {
      config: { right: "look", sight: "none" },
      schema: {
        ...answers("readRulebookSchema", "What such a table must look like, as JSON Schema", Type.Any(), 400, 401),
        params: Kind,
      },
    },
    async ({ params }) => kinds[params.kind].schema,
  );

  app.post(
    "/api/rulebook/dispatch/try",
    {
      bodyLimit: largestTable,
      config: { right: "look", sight: "none", place: "any" },
      schema: {
        ...answers("tryDispatch", "Which row of a table would take such a case", TriedDispatch, 400, 401),
        body: TryDispatch,
      },
    },
    async ({ body }) => look(deps, (tables) => tryDispatch(tables, body, deps.clock())),
  );

  app.post(
    "/api/rulebook/classes/read",
    {
      bodyLimit: largestTable,
      config: { right: "look", sight: "none", place: "any" },
      schema: {
        ...answers(
          "readClassesText",
          "What a table of case standards as text would make of the classes; nothing is changed",
          ReadClasses,
          400,
          401,
        ),
        querystring: Type.Object({ source: Source }),
        body: Type.Unknown({ description: "text/tab-separated-values" }),
      },
    },
    async ({ body, query }) =>
      look(deps, async (tables) => {
        if (!Buffer.isBuffer(body)) throw new Fault("INPUT_INVALID", "the body must be text/tab-separated-values");
        return { body: (await bodyOf(tables, "classes", body, query.source)) as Classes };
      }),
  );

  app.put(
    "/api/rulebook/:kind",
    {
      bodyLimit: largestTable,
      config: { right: "rulebook" },
      schema: {
        ...answers("importRulebook", "Import a table as its next version", ImportedTable, 400, 401, 409, 412),
        params: Kind,
        querystring: Type.Object({
          source: Type.Optional(Source),
          replace: Type.Optional(
            Type.Literal("yes", { description: "classes that are in use, or many at once, may go" }),
          ),
        }),
        body: Type.Unknown({ description: "the table; classes also as text/tab-separated-values" }),
      },
    },
    async (request) => {
      const { kind } = request.params;
      const session = operatorOf(request);
      if (kind === "roles") demandRoles(session);
      const by = session.account;
      const imported = await act(deps, async (tables, changes) => {
        await holdFreshBy(request, () => findTable(tables, kind));
        if (kind === "roles" || kind === "areas")
          for (const { name } of await tables.accounts.list()) changes.people.add(name);
        const body = await bodyOf(tables, kind, request.body, request.query.source ?? `imported by ${by}`);
        const { replace } = request.query;
        return importTable(tables, { kind, body, by, replace }, deps.clock());
      });
      if (kind === "areas" || kind === "units") await settleAreas(deps.store, deps.clock());
      return imported;
    },
  );
};

/** Who could write the table of roles could give themselves everything, and a token more than it lives. Throws `RIGHT_MISSING`. */
function demandRoles(session: Session): void {
  demand(session, "people");
  if (session.by === "token")
    throw new Fault("RIGHT_MISSING", "a token does not change what roles may do; sign in for that");
}
