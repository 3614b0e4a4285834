/** Alerts, and that somebody has seen them. */
import Type from "typebox";
import { type AlertState, alertStates } from "../../../core/alert-state.ts";
import { Fault } from "../../../core/fault.ts";
import { AlertId } from "../../../core/id.ts";
import type { Session } from "../../accounts/session.ts";
import { isSeen } from "../../accounts/sight.ts";
import { acknowledge, type ShelvingWish } from "../../alerts/alert.ts";
import { shelveAlert } from "../../alerts/shelving.ts";
import { alertStory } from "../../alerts/story.ts";
import { alertView, deviceFinder } from "../../alerts/view.ts";
import type { Changes } from "../../changes.ts";
import { tellAcknowledged } from "../../registry/tell-acknowledged.ts";
import { alertSorts, alertStandings } from "../../store/alerts.ts";
import type { Tables } from "../../store/store.ts";
import { noteTicket } from "../../tickets/hear.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import { caseFilters, casesAsked, pageAsked, sortAsked, stateAsked, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";
import { AlertStory, AlertView } from "../views.ts";

const Id = Type.Object({ id: AlertId });
const Query = Type.Object({
  ...{ ...caseFilters, state: stateAsked(alertStates), sort: sortAsked(alertSorts) },
  standing: Type.Optional(
    Type.Enum([...alertStandings], { description: "what stands now, is set aside, or is explained by another" }),
  ),
});

const Shelving = Type.Object(
  {
    until: Type.Integer({ minimum: 0, description: "ms since 1970, within a week" }),
    reason: Type.String({ maxLength: 2000, description: "why nobody needs to look at it until then" }),
  },
  { additionalProperties: false },
);

export const alertRoutes: Routes = (app, deps) => {
  app.get(
    "/api/alerts",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listAlerts", "Alerts, newest first", Type.Array(AlertView), 400, 401),
        querystring: Query,
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { sort, ...place } = pageAsked(request.query, "newest");
        const filter = await casesAsked<AlertState>(tables, request.query, operatorOf(request).areas);
        const { standing } = request.query;
        const page = await tables.alerts.page({ ...filter, ...place, sort, standing });
        tellPage(request, reply, sort, page);
        const find = deviceFinder(tables);
        return Promise.all(page.rows.map((alert) => alertView(alert, find)));
      }),
  );

  app.get(
    "/api/alerts/:id/story",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "readAlertStory",
          "One alert, with what was done about it and who was told",
          AlertStory,
          400,
          401,
          404,
        ),
        params: Id,
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        await checkSeen(tables, request.params.id, operatorOf(request));
        return alertStory(tables, request.params.id, deps.clock());
      }),
  );

  app.get(
    "/api/alerts/:id",
    {
      config: { right: "look", sight: "areas" },
      schema: { ...answers("readAlert", "One alert", AlertView, 400, 401, 404), params: Id },
    },
    async (request) =>
      look(deps, async (tables) => {
        await checkSeen(tables, request.params.id, operatorOf(request));
        return viewOf(tables, request.params.id);
      }),
  );

  app.post(
    "/api/alerts/:id/acknowledge",
    {
      config: { right: "alerts", sight: "areas" },
      schema: {
        ...answers("acknowledgeAlert", "Say that somebody has seen it", AlertView, 400, 401, 404, 409, 412),
        params: Id,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      const { id } = request.params;
      return act(deps, async (tables, changes) => {
        await checkSeen(tables, id, session);
        await holdFreshBy(request, () => viewOf(tables, id));
        return acknowledgeOne(tables, id, session.account, changes, deps.clock());
      });
    },
  );

  app.post(
    "/api/alerts/:id/shelve",
    {
      config: { right: "alerts", sight: "areas" },
      schema: {
        ...answers(
          "shelveAlert",
          "Set it aside at the hub until a time, at most a week; the gateway's siren goes on until it is acknowledged",
          AlertView,
          ...([400, 401, 404, 409, 412, 422] as const),
        ),
        params: Id,
        body: Shelving,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      const wish = { by: session.account, at: deps.clock(), ...request.body };
      const { id } = request.params;
      return act(deps, async (tables, changes) => {
        await checkSeen(tables, id, session);
        await holdFreshBy(request, () => viewOf(tables, id));
        return shelveOne(tables, id, wish, changes, deps.clock());
      });
    },
  );

  app.post(
    "/api/alerts/:id/unshelve",
    {
      config: { right: "alerts", sight: "areas" },
      schema: {
        ...answers("unshelveAlert", "Take the shelving back", AlertView, 400, 401, 404, 412),
        params: Id,
      },
    },
    async (request) => {
      const session = operatorOf(request);
      const wish = { by: session.account, at: deps.clock(), until: null, reason: "" };
      const { id } = request.params;
      return act(deps, async (tables, changes) => {
        await checkSeen(tables, id, session);
        await holdFreshBy(request, () => viewOf(tables, id));
        return shelveOne(tables, id, wish, changes, deps.clock());
      });
    },
  );
};

/** Throws `NOT_FOUND`: who may not see it does not learn that it is there. */
async function checkSeen(tables: Tables, id: AlertId, session: Session): Promise<void> {
  const alert = await tables.alerts.find(id);
  if (alert === null || !(await isSeen(session, tables, (places) => places.alert(alert))))
    throw new Fault("NOT_FOUND", `alert ${id}`);
}

async function viewOf(tables: Tables, id: AlertId): Promise<AlertView> {
  const alert = await tables.alerts.find(id);
  if (alert === null) throw new Fault("NOT_FOUND", `alert ${id}`);
  return alertView(alert, deviceFinder(tables));
}

async function acknowledgeOne(tables: Tables, id: AlertId, actor: string, changes: Changes, now: number) {
  const alert = await tables.alerts.find(id);
  if (alert === null) throw new Fault("NOT_FOUND", `alert ${id}`);
  // Seen already: nothing new is to be told or written.
  if (alert.state === "acknowledged") return alertView(alert, deviceFinder(tables));
  const seen = acknowledge(alert, actor, now, now);
  await tables.alerts.put(seen);
  changes.alerts.add(id);
  changes.gateways.add(seen.gateway);
  await tellAcknowledged(tables, seen, actor, changes, now);
  await noteTicket(tables, seen.ticket, { at: now, actor, move: "acknowledge" }, changes, now);
  return alertView(seen, deviceFinder(tables));
}

async function shelveOne(tables: Tables, id: AlertId, wish: ShelvingWish, changes: Changes, now: number) {
  return alertView(await shelveAlert(tables, id, wish, changes, now), deviceFinder(tables));
}
