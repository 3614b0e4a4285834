/** Coverage 应接尽接: how much of what should be connected is, row by row; and what people say of a component and its device. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { inParts } from "../../coverage/in-parts.ts";
import { confirmMatch, findSeen, partMatch } from "../../coverage/say.ts";
import { componentViews, coverageView, readTable } from "../../coverage/views.ts";
import { componentsCsv, coverageWorkbook, tableCsv } from "../../coverage/write-sheet.ts";
import type { ComponentFilter } from "../../store/components.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import {
  ComponentParams,
  ComponentStory,
  ComponentView,
  CoverageView,
  componentFilters,
  tableFilters,
} from "../component-views.ts";
import { act, look } from "../deps.ts";
import { sightOf } from "../device-query.ts";
import { operatorOf } from "../guard.ts";
import { areasAsked, pageAsked, paged, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const csv = "text/csv; charset=utf-8";
const file = Type.Unsafe<Buffer>(Type.Any());
const Device = Type.Object({ gateway: GatewayId, device: DeviceId }, { additionalProperties: false });
type Asked = { area?: string; class?: string; part?: "all" | "own"; state?: ComponentFilter["state"]; q?: string };

export const coverageRoutes: Routes = (app, deps) => {
  const { clock, coverage } = deps;
  app.get(
    "/api/coverage",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "readComponentCoverage",
          "How much of what should be connected is: by area and by class; the parts add up",
          CoverageView,
          ...([400, 401] as const),
        ),
        querystring: Type.Object(tableFilters),
      },
    },
    async (request) => {
      const mine = sightOf(request);
      const areas = await look(deps, (tables) => areasAsked(tables, request.query.area, mine));
      return coverageView(deps.store, { ...request.query, mine }, areas);
    },
  );

  app.get(
    "/api/coverage/components",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listComponents", "Components by their codes", Type.Array(ComponentView), 400, 401),
        querystring: Type.Object({ ...paged, ...componentFilters }),
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const ask = pageAsked(request.query, "code");
        const filter = await filterOf(tables, request.query, sightOf(request));
        const page = await tables.components.page(filter, ask.limit, ask.after);
        tellPage(request, reply, ask.sort, page);
        return componentViews(tables, page.rows, operatorOf(request));
      }),
  );

  app.get(
    "/api/coverage/components/:id",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("readComponent", "A component, and what each list said of it", ComponentStory, 400, 401, 404),
        params: ComponentParams,
      },
    },
    async (request) => look(deps, (tables) => storyOf(tables, request.params.id, operatorOf(request))),
  );

  for (const [verb, say, operationId, summary] of [
    ["match", confirmMatch, "matchComponent", "Say that this device is the component; it holds against every rule"],
    ["part", partMatch, "partComponent", "Say that this device is not the component; it holds against every rule"],
  ] as const)
    app.post(
      `/api/coverage/components/:id/${verb}`,
      {
        config: { right: "registry", sight: "areas" },
        schema: {
          ...answers(operationId, summary, ComponentStory, 400, 401, 404, 409),
          ...{ params: ComponentParams, body: Device },
        },
      },
      async (request) => {
        const story = await act(deps, async (tables) => {
          const who = operatorOf(request);
          await say(tables, { component: request.params.id, ...request.body }, who, clock());
          return storyOf(tables, request.params.id, who);
        });
        coverage.wake();
        return story;
      },
    );

  app.get(
    "/api/coverage/export",
    {
      config: { place: "proved", right: "look", sight: "areas" },
      schema: {
        ...answers("exportCoverage", "The components, and the table of sums, as a file", file, 400, 401),
        querystring: Type.Object({
          format: Type.Optional(Type.Enum(["xlsx", "csv"], { default: "xlsx" })),
          what: Type.Optional(Type.Enum(["components", "table"], { description: "of a CSV; an XLSX has both" })),
          ...componentFilters,
        }),
      },
    },
    async (request, reply) => {
      const { format = "xlsx", what = "components", ...asked } = request.query;
      const mine = sightOf(request);
      const filter = await look(deps, (tables) => filterOf(tables, asked, mine));
      const rows = await inParts(
        deps.store,
        ({ components }, after, limit) => components.standing(filter, after, limit),
        ({ id }) => id,
      );
      const within = asked.area === "-" ? {} : { area: asked.area };
      const { table, books } = await readTable(deps.store, { ...within, class: asked.class, mine });
      void reply.type(format === "csv" ? csv : xlsx);
      void reply.header("content-disposition", `attachment; filename="coverage.${format}"`);
      if (format === "xlsx") return coverageWorkbook(rows, table, books);
      return what === "table" ? Buffer.from(tableCsv(table, books)) : componentsCsv(rows);
    },
  );
};

async function storyOf(tables: Tables, id: string, who: Parameters<typeof componentViews>[2]) {
  const [component] = await componentViews(tables, [await findSeen(tables, id, who)], who);
  const versions = who.areas === null ? await tables.components.versions(id) : [];
  return { component: component as ComponentView, versions };
}

async function filterOf(
  tables: Tables,
  { area, part = "all", state = "all", class: code, q }: Asked,
  mine: ReadonlySet<string> | null,
): Promise<ComponentFilter> {
  const rest = { state, class: code, q };
  if (area === "-") return mine === null ? { ...rest, nowhere: true } : { ...rest, areas: [] };
  const areas = await areasAsked(tables, area, mine);
  return { ...rest, areas: part === "own" && area !== undefined ? areas?.filter((id) => id === area) : areas };
}
