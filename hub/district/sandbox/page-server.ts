/** The sandbox centre's own page and its faults, on loopback over plain HTTP. */
import Fastify, { type FastifyInstance } from "fastify";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { checksumOf } from "../inventory/item.ts";
import { type Case, hashesOf } from "./centre.ts";
import type { Desk } from "./desk.ts";
import { FaultsWish, Mishap } from "./faults.ts";
import { page } from "./page.ts";

const Answer = Type.Object(
  {
    kind: Type.Enum(["result", "return", "urge", "instruction"]),
    actor: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    text: Type.String({ maxLength: 2000 }),
  },
  { additionalProperties: false },
);

const mostCases = 200;

export async function pageServer(desk: Desk, wake: () => void): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  app.removeContentTypeParser("text/plain");
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    const status = error instanceof Fault ? error.status : statusCode;
    return reply.code(status).send({ detail: message });
  });
  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
  app.get("/api/cases", async () =>
    [...desk.centre.cases.values()]
      .sort((a, b) => b.heardAt - a.heardAt)
      .slice(0, mostCases)
      .map(inShort),
  );
  app.get("/api/cases/:id", async ({ params }) => caseOf(desk, (params as { id: string }).id));
  app.post("/api/cases/:id/answers", async ({ params, body }) => {
    const { actor = "区城运中心", kind, text } = check(Answer, body, "INPUT_INVALID");
    const callback = await desk.reply((params as { id: string }).id, { kind, actor, text });
    wake();
    return callback;
  });
  app.get("/api/coverage", async () => ({ report: desk.centre.coverage }));
  app.get("/api/inventory", async () => {
    const rows = hashesOf(desk.centre);
    return { feed: desk.centre.feed, cursor: desk.centre.cursor, count: rows.length, checksum: checksumOf(rows) };
  });
  app.get("/api/attachments/:hash", async ({ params }, reply) => {
    const { hash } = params as { hash: string };
    const type = desk.centre.attachments.get(hash);
    if (type === undefined) throw new Fault("NOT_FOUND", `attachment ${hash}`);
    return reply.type(type).send(desk.readAttachment(hash));
  });
  faultRoutes(app, desk, wake);
  await app.ready();
  return app;
}

function faultRoutes(app: FastifyInstance, desk: Desk, wake: () => void): void {
  app.get("/faults", async () => desk.faults);
  app.post("/faults", async ({ body }) => {
    Object.assign(desk.faults, check(FaultsWish, body, "INPUT_INVALID"));
    wake();
    return desk.faults;
  });
  app.post("/mishaps", async ({ body }) => {
    const { forgetCases = [], forgetDevices = [], forgetAll, alterDevice } = check(Mishap, body, "INPUT_INVALID");
    if (alterDevice !== undefined) await desk.keep({ kind: "alter", id: alterDevice });
    await desk.keep({ kind: "forget", cases: forgetCases, items: forgetDevices, all: forgetAll ?? false });
    return {};
  });
}

function caseOf({ centre }: Desk, id: string): Case {
  const known = centre.cases.get(id);
  if (known === undefined) throw new Fault("NOT_FOUND", `case ${id}`);
  return known;
}

/** A row of the list; one that was forgotten has no state. */
function inShort({ id, lines, heardAt, sendings }: Case) {
  const last = lines.at(-1);
  return {
    ...{ id, heardAt, lines: lines.length, state: last?.to ?? null, assignee: last?.assignee ?? null },
    ...(last === undefined ? {} : { title: last.about.title, place: last.about.place, severity: last.about.severity }),
    answers: sendings.map(({ callback: { kind, text }, outcome }) => ({ kind, text, outcome })),
  };
}
