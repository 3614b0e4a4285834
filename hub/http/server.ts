/** The HTTP side of the hub: one Fastify server with the API, the live updates and the console. */
import cookie from "@fastify/cookie";
import { fastifySSE } from "@fastify/sse";
import type { FastifyInstance, RouteOptions } from "fastify";
import Type, { type TSchema } from "typebox";
import { Convert } from "typebox/value";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import { editorRoutes } from "../flows/editor.ts";
import { bareApp, type Routes } from "./app.ts";
import type { Deps } from "./deps.ts";
import { boundDepth } from "./depth.ts";
import { tagAnswers } from "./etag.ts";
import { guard } from "./guard.ts";
import { keepIntents, storeWithIntents } from "./intent.ts";
import { describe } from "./openapi.ts";
import { answerProblems } from "./problem.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { attachmentRoutes } from "./routes/attachments.ts";
import { auditRoutes } from "./routes/audit.ts";
import { commandRoutes } from "./routes/commands.ts";
import { configurationRoutes } from "./routes/configuration.ts";
import { consoleRoutes } from "./routes/console.ts";
import { coverageRoutes } from "./routes/coverage.ts";
import { coverageImportRoutes } from "./routes/coverage-imports.ts";
import { directRoutes } from "./routes/direct.ts";
import { districtRoutes } from "./routes/district.ts";
import { enrolmentRoutes } from "./routes/enrolment.ts";
import { eventRoutes } from "./routes/events.ts";
import { exportRoutes } from "./routes/export.ts";
import { faultRoutes } from "./routes/faults.ts";
import { flowRoutes } from "./routes/flows.ts";
import { healthRoutes } from "./routes/health.ts";
import { jointRoutes } from "./routes/joint.ts";
import { ledgerRoutes } from "./routes/ledger.ts";
import { ledgerFileRoutes } from "./routes/ledger-files.ts";
import { ledgersRoutes } from "./routes/ledgers.ts";
import { mappingRoutes } from "./routes/mappings.ts";
import { meRoutes } from "./routes/me.ts";
import { microRoutes } from "./routes/micro.ts";
import { nameRoutes } from "./routes/names.ts";
import { notifyRoutes } from "./routes/notify.ts";
import { oidcRoutes } from "./routes/oidc.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { peopleRoutes } from "./routes/people.ts";
import { platformRoutes } from "./routes/platforms.ts";
import { postureRoutes } from "./routes/posture.ts";
import { registryRoutes } from "./routes/registry.ts";
import { registryFactsRoutes } from "./routes/registry-facts.ts";
import { registryImportRoutes } from "./routes/registry-imports.ts";
import { registrySearchRoutes } from "./routes/registry-search.ts";
import { rulebookRoutes } from "./routes/rulebook.ts";
import { scoreRoutes } from "./routes/scores.ts";
import { taskRoutes } from "./routes/tasks.ts";
import { telemetryRoutes } from "./routes/telemetry.ts";
import { ticketNoteRoutes } from "./routes/ticket-notes.ts";
import { ticketRoutes } from "./routes/tickets.ts";
import { wallRoutes } from "./routes/walls.ts";
import { faultOfText } from "./strange-text.ts";
import { keepTrail, withTrail } from "./trail.ts";

const api: readonly Routes[] = [
  accountRoutes,
  oidcRoutes,
  meRoutes,
  peopleRoutes,
  nameRoutes,
  auditRoutes,
  registryRoutes,
  registryFactsRoutes,
  registrySearchRoutes,
  registryImportRoutes,
  mappingRoutes,
  coverageRoutes,
  coverageImportRoutes,
  platformRoutes,
  telemetryRoutes,
  exportRoutes,
  alertRoutes,
  ticketRoutes,
  ticketNoteRoutes,
  attachmentRoutes,
  jointRoutes,
  microRoutes,
  commandRoutes,
  configurationRoutes,
  postureRoutes,
  enrolmentRoutes,
  directRoutes,
  districtRoutes,
  faultRoutes,
  ledgerRoutes,
  ledgersRoutes,
  ledgerFileRoutes,
  notifyRoutes,
  rulebookRoutes,
  scoreRoutes,
  taskRoutes,
  eventRoutes,
  flowRoutes,
  healthRoutes,
  overviewRoutes,
  wallRoutes,
];

/** Ready to listen, or for `inject`. */
export async function buildServer(given: Deps): Promise<FastifyInstance> {
  const deps = { ...given, store: storeWithIntents(given.store) };
  const app = bareApp(deps);
  app.removeContentTypeParser("text/plain");
  app.setValidatorCompiler(({ schema, httpPart }) => validator(schema as TSchema, httpPart));
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.addHook("onRoute", refuseUnasked);
  answerProblems(app as unknown as FastifyInstance);
  await app.register(cookie);
  await app.register(fastifySSE, { heartbeatInterval: 15_000 });
  await describe(app as unknown as FastifyInstance, deps.version);
  keepTrail(app as unknown as FastifyInstance, given.store);
  guard(app as unknown as FastifyInstance, deps);
  boundDepth(app as unknown as FastifyInstance);
  tagAnswers(app as unknown as FastifyInstance);
  keepIntents(app as unknown as FastifyInstance, given);
  const audited = { ...deps, store: withTrail(deps.store) };
  for (const routes of api) await routes(app, audited);
  await editorRoutes(app, deps);
  await consoleRoutes(app, deps);
  await app.ready();
  return app as unknown as FastifyInstance;
}

const nothing = Type.Object({}, { additionalProperties: false });

/** A route that asks for no query takes none: a word that is misspelt must not be passed over in silence. */
function refuseUnasked(route: RouteOptions): void {
  if (route.url.startsWith("/api/") && route.schema !== undefined && route.schema.querystring === undefined)
    route.schema = { ...route.schema, querystring: nothing };
}

/** Throws `INPUT_INVALID` naming the word and those there are. */
function checkWords(schema: TSchema, query: unknown): void {
  if ((schema as { additionalProperties?: boolean }).additionalProperties === true) return;
  const known = Object.keys((schema as { properties?: object }).properties ?? {});
  const strange = Object.keys((query ?? {}) as object).find((word) => !known.includes(word));
  if (strange === undefined) return;
  const possible = known.length === 0 ? "this address takes none" : `possible are ${known.join(", ")}`;
  throw new Fault("INPUT_INVALID", `/${strange} is no query of this address; ${possible}`);
}

/** What a URL carries is text and is converted first; a body is what it says it is. */
function validator(schema: TSchema, part: string | undefined) {
  return (value: unknown) => {
    try {
      if (part === "querystring") checkWords(schema, value);
      const converted = part === "body" ? value : Convert(schema, value);
      const checked = check(schema, converted, "INPUT_INVALID");
      // Names of files come as a query and are made safe, searches are kept nowhere.
      const strange = part === "querystring" ? null : faultOfText(checked);
      if (strange !== null) throw new Fault("INPUT_INVALID", strange);
      return { value: checked };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { error };
    }
  };
}
