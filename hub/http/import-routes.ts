/** The routes of every kind of list that comes as a file: tried, looked at, its errors taken away, taken. */
import Type, { type TSchema } from "typebox";
import type { Session } from "../accounts/session.ts";
import type { MissingWish } from "../coverage/import.ts";
import type { ListReader } from "../registry/inventory/jobs.ts";
import { beginTaking, type ListTaker, takeList } from "../registry/inventory/take.ts";
import type { ImportJob, ImportKind } from "../store/imports.ts";
import type { App } from "./app.ts";
import { type Deps, look } from "./deps.ts";
import { operatorOf } from "./guard.ts";
import { findJob, importDesk, largestSheet } from "./import-desk.ts";
import { ImportView } from "./registry-views.ts";
import { answers } from "./schema.ts";

export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const csv = "text/csv; charset=utf-8";
export const file = Type.Unsafe<Buffer>(Type.Any());
export const Format = Type.Optional(Type.Enum(["xlsx", "csv"], { default: "xlsx" }));

const ImportId = Type.Object({ id: Type.String({ pattern: "^[0-9A-Z]{26}$" }) });
const which = Type.Enum(["right", "all"], {
  description: "the rows that are right; or all of them, and none while one is wrong",
});

export type TakeWish = { which: "right" | "all"; missing?: MissingWish };

/** A kind of list: where its routes are, what they are called, how a row is judged and taken. */
export type ListKind = {
  kind: ImportKind;
  at: "/api/registry/imports" | "/api/coverage/imports";
  /** Operation and summary of each. */
  called: Record<"try" | "list" | "read" | "errors" | "take", readonly [operationId: string, summary: string]>;
  /** What the taker says beside `which`. */
  asks: Record<string, TSchema>;
  reader(session: Session): ListReader;
  /** Throws what speaks against it. */
  check?(job: ImportJob, wish: TakeWish): void;
  taker(job: ImportJob, session: Session, wish: TakeWish): ListTaker;
  /** Something of it was taken. */
  taken?(): void;
};

export function importRoutes(app: App, deps: Deps, list: ListKind): void {
  const { jobs, run, viewOf, begin, listOf, errorsFile } = importDesk(app, deps, list.kind);
  const { at, called } = list;
  const config = { right: "registry", sight: "areas" } as const;

  app.post(
    at,
    {
      ...{ config, bodyLimit: largestSheet },
      schema: {
        ...answers(...called.try, ImportView, 400, 401),
        querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 255 })) }),
      },
    },
    async (request) => {
      const session = operatorOf(request);
      return begin(request.body, request.query.name ?? "", session, list.reader(session));
    },
  );

  app.get(at, { config, schema: answers(...called.list, Type.Array(ImportView), 401) }, async (request) =>
    listOf(operatorOf(request)),
  );

  app.get(
    `${at}/:id`,
    { config, schema: { ...answers(...called.read, ImportView, 400, 401, 404), params: ImportId } },
    async (request) => viewOf(request.params.id, operatorOf(request)),
  );

  app.get(
    `${at}/:id/errors`,
    { config, schema: { ...answers(...called.errors, file, 400, 401, 404), params: ImportId } },
    async (request, reply) => {
      const { id } = request.params;
      const body = await errorsFile(id, operatorOf(request));
      void reply.type(csv).header("content-disposition", `attachment; filename="errors-${id}.csv"`);
      return body;
    },
  );

  app.post(
    `${at}/:id/take`,
    {
      config,
      schema: {
        ...answers(...called.take, ImportView, 400, 401, 404, 422),
        ...{ params: ImportId, body: Type.Object({ which, ...list.asks }, { additionalProperties: false }) },
      },
    },
    async (request) => {
      const session = operatorOf(request);
      const wish = request.body as TakeWish;
      const tried = await look(deps, (tables) => findJob(tables, request.params.id, list.kind, session));
      list.check?.(tried, wish);
      const taker = list.taker(tried, session, wish);
      const job = await beginTaking(jobs, tried.id, wish.which, taker);
      run(
        takeList(jobs, job, taker).then(() => list.taken?.()),
        job,
      );
      return viewOf(job.id, session);
    },
  );
}
