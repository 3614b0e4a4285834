/** 考核: scores of a span, and as a workbook. */
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { readActivity } from "../../scores/activity.ts";
import { countForReader } from "../../scores/count.ts";
import { scoresCsv } from "../../scores/csv.ts";
import { readScores, type ScoreGroup, type Scores, type Span, scoreGroups } from "../../scores/read.ts";
import { workbook } from "../../scores/workbook.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers, optionalMoment } from "../schema.ts";
import { ActivityView, ScoresView } from "../views.ts";

const Range = {
  from: optionalMoment("cases reported from then on, ms since 1970; 90 days back unless given"),
  to: optionalMoment("cases reported before then; now unless given"),
};
const Query = Type.Object({ by: Type.Optional(Type.Enum([...scoreGroups], { default: "unit" })), ...Range });
const usualMs = 90 * 86_400_000;
const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const scoreRoutes: Routes = (app, deps) => {
  const spanOf = ({ from, to = deps.clock() }: Partial<Span>): Span => ({ from: from ?? to - usualMs, to });
  const scoresOf = async (request: FastifyRequest, by: ScoreGroup, span: Partial<Span>): Promise<Scores> => {
    await countForReader(deps.store);
    return look(deps, (tables) => readScores(tables, by, { ...spanOf(span), areas: operatorOf(request).areas }));
  };

  app.get(
    "/api/scores",
    {
      config: { right: "statistics", sight: "areas" },
      schema: {
        ...answers("readScores", "Discovery, speed and care, by unit, committee, class or month", ScoresView, 400, 401),
        querystring: Query,
      },
    },
    async (request) => scoresOf(request, request.query.by ?? "unit", request.query),
  );

  app.get(
    "/api/scores/activity",
    {
      config: { right: "statistics", sight: "areas" },
      schema: {
        ...answers("readActivity", "When alerts come, and how busy each scene was", ActivityView, 400, 401),
        querystring: Type.Object(Range),
      },
    },
    async (request) => {
      await countForReader(deps.store);
      const span = { ...spanOf(request.query), areas: operatorOf(request).areas };
      return look(deps, (tables) => readActivity(tables, span));
    },
  );

  app.get(
    "/api/scores.csv",
    {
      config: { place: "proved", right: "statistics", sight: "areas" },
      schema: {
        ...answers("exportScoresCsv", "One grouping as CSV", Type.Unsafe<string>(Type.Any()), 400, 401),
        querystring: Query,
      },
    },
    async (request, reply) => {
      const by = request.query.by ?? "unit";
      void reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="lilong-scores-${by}.csv"`);
      return scoresCsv(await scoresOf(request, by, request.query));
    },
  );

  app.get(
    "/api/scores.xlsx",
    {
      config: { place: "proved", audit: "reads", right: "statistics", sight: "areas" },
      schema: {
        ...answers(
          "exportScores",
          "The same as a workbook, a sheet a grouping",
          Type.Unsafe<Buffer>(Type.Any()),
          400,
          401,
        ),
        querystring: Type.Object(Range),
      },
    },
    async (request, reply) => {
      const all: Scores[] = [];
      for (const by of scoreGroups) all.push(await scoresOf(request, by, request.query));
      void reply.type(sheet).header("content-disposition", 'attachment; filename="lilong-scores.xlsx"');
      return workbook(all);
    },
  );
};
