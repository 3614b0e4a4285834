/** 考核: scores of a span, and as a workbook. */
import Type from "typebox";
import { readScores, type Scores, type Span, scoreGroups } from "../../scores/read.ts";
import { workbook } from "../../scores/workbook.ts";
import { look } from "../deps.ts";
import { answers, optionalMoment } from "../schema.ts";
import type { Routes } from "../server.ts";
import { ScoresView } from "../views.ts";

const Range = {
  from: optionalMoment("cases reported from then on, ms since 1970; 90 days back unless given"),
  to: optionalMoment("cases reported before then; now unless given"),
};
const usualMs = 90 * 86_400_000;
const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const scoreRoutes: Routes = (app, deps) => {
  const spanOf = ({ from, to = deps.clock() }: Partial<Span>): Span => ({ from: from ?? to - usualMs, to });

  app.get(
    "/api/scores",
    {
      config: { right: "statistics" },
      schema: {
        ...answers("readScores", "Discovery, speed and care, by unit, committee, class or month", ScoresView, 400, 401),
        querystring: Type.Object({ by: Type.Optional(Type.Enum([...scoreGroups], { default: "unit" })), ...Range }),
      },
    },
    async ({ query }) => look(deps, (tables) => readScores(tables, query.by ?? "unit", spanOf(query))),
  );

  app.get(
    "/api/scores.xlsx",
    {
      config: { audit: "reads", right: "statistics" },
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
    async ({ query }, reply) => {
      const all: Scores[] = [];
      for (const by of scoreGroups) all.push(await look(deps, (tables) => readScores(tables, by, spanOf(query))));
      void reply.type(sheet).header("content-disposition", 'attachment; filename="lilong-scores.xlsx"');
      return workbook(all);
    },
  );
};
