/** The district: what it has of us, what it says, and how both sides know each other. */
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { Callback } from "../../district/case-port.ts";
import { attachmentLane } from "../../district/cases/send.ts";
import { coverageOf } from "../../district/coverage.ts";
import openapi from "../../district/https-json/openapi.json" with { type: "json" };
import { checkSignature } from "../../district/https-json/signature.ts";
import { Taken } from "../../district/https-json/wire.ts";
import { type FeedMark, feedMark } from "../../district/inventory/share.ts";
import { type ReconcileReport, reportMark } from "../../district/nightly.ts";
import { caseLane } from "../../district/share-case.ts";
import { connected, DistrictCard, readDistrict } from "../../rulebook/district.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { Coverage } from "../coverage-views.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers, limit } from "../schema.ts";

const strict = { additionalProperties: false };
const count = Type.Integer({ minimum: 0 });
/** A photo in base64 and its words. */
const largestCallback = 1024 * 1024;

const Report = Type.Object({
  at: count,
  inventory: Type.Object({
    count,
    ...{ missing: count, different: count, extra: count, reoffered: count },
    isEqual: Type.Boolean(),
  }),
  cases: Type.Object({ asked: count, forgotten: count, untold: count }),
});

const Lane = Type.Object({ waiting: count, oldestAt: Type.Union([count, Type.Null()]) }, strict);
const DistrictView = Type.Object(
  {
    state: Type.Union([Type.Literal("on"), Type.Literal("off")]),
    name: Type.Optional(Type.Object({ zh: Type.String(), en: Type.String() })),
    url: Type.Optional(Type.String()),
    door: Type.String({ description: "where the district's callbacks come" }),
    cases: Lane,
    attachments: Lane,
    inventory: Type.Object(
      {
        newest: Type.Integer({ minimum: 0, description: "place of the newest change" }),
        told: Type.Union([count, Type.Null()], { description: "the district has everything up to here" }),
      },
      strict,
    ),
    reconciled: Type.Optional(Report),
  },
  strict,
);

const CallbackView = Type.Object(
  {
    ...{ id: Type.String(), ticket: Type.String(), seq: count, receivedAt: count },
    state: Type.Enum(["waiting", "applied", "refused", "unknown"]),
    error: Type.Optional(Type.String()),
    endedAt: Type.Optional(count),
    body: Type.String({ description: "as it came; empty after ninety days" }),
  },
  strict,
);

const Connection = Type.Object({ card: DistrictCard }, strict);

export const districtRoutes: Routes = async (app, deps) => {
  const { district, clock } = deps;
  app.get(
    "/api/district",
    {
      config: { right: "look" },
      schema: answers(
        "readDistrict",
        "How far the district has been told, and the newest comparison",
        DistrictView,
        401,
      ),
    },
    async () => look(deps, (tables) => viewOf(tables, district.card().url)),
  );

  app.get(
    "/api/district/coverage",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("readCoverage", "Devices known, connected, healthy and shared; by area", Coverage, 401),
    },
    async (request) => look(deps, (tables) => coverageOf(tables, operatorOf(request).areas)),
  );

  app.get(
    "/api/district/card",
    {
      config: { right: "district" },
      schema: answers("readCard", "The hub's own card, to be given to the district centre", DistrictCard, 401),
    },
    async () => district.card(),
  );

  app.put(
    "/api/district/connection",
    {
      config: { right: "district" },
      schema: {
        ...answers("connectDistrict", "Connect the district centre that this card is from", DistrictView, 400, 401),
        body: Connection,
      },
    },
    async (request) =>
      act(deps, async (tables) => {
        const { book } = await readDistrict(tables);
        const body = connected(book, request.body.card);
        const by = operatorOf(request).account;
        await tables.rulebook.add({ kind: "district", at: clock(), by, source: body.source, body });
        return viewOf(tables, district.card().url);
      }),
  );

  app.post(
    "/api/district/reconcile",
    {
      config: { right: "district" },
      schema: answers(
        "reconcileDistrict",
        "Compare both sides now, and tell again what differs",
        Report,
        401,
        403,
        409,
      ),
    },
    async () => district.reconcile(),
  );

  app.get(
    "/api/district/callbacks",
    {
      config: { right: "district" },
      schema: {
        ...answers("listCallbacks", "What the district said, newest first", Type.Array(CallbackView), 400, 401),
        querystring: Type.Object({ limit: Type.Optional(limit(1000, 100)) }),
      },
    },
    async ({ query }) =>
      look(deps, async ({ callbacks }) =>
        (await callbacks.list(query.limit ?? 100)).map(({ error, endedAt, ...row }) => ({
          ...row,
          ...(error === null ? {} : { error }),
          ...(endedAt === null ? {} : { endedAt }),
        })),
      ),
  );

  app.get(
    "/api/district/openapi.json",
    {
      config: { access: "open" },
      schema: answers("readDistrictDescription", "What hub and district centre say to each other", Type.Unknown()),
    },
    async () => openapi,
  );

  await app.register(async (own) => {
    // What was signed are the bytes.
    own.removeContentTypeParser("application/json");
    own.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    own.post(
      "/api/district/callbacks",
      {
        config: { access: "district" },
        bodyLimit: largestCallback,
        schema: {
          ...answers(
            "takeCallback",
            "The district's word on a case; kept, then applied in its turn",
            Taken,
            400,
            403,
            404,
          ),
          body: Type.Unsafe<Buffer>(Type.Any()),
        },
      },
      async (request) => {
        const raw = request.body as Buffer;
        const nonce = await look(deps, (tables) => nonceOf(tables, request, raw, clock()));
        const callback = check(Callback, parsed(raw), "INPUT_INVALID");
        return { id: callback.id, state: await district.inbox.take(callback, raw.toString(), nonce) };
      },
    );
  });
};

async function nonceOf(tables: Tables, request: FastifyRequest, body: Buffer, now: number): Promise<string> {
  const { book } = await readDistrict(tables);
  if (book.card === undefined || book.state === "off")
    throw new Fault("DISTRICT_REFUSED", "no district centre is connected here");
  const { method, url: path, headers } = request;
  return checkSignature({ method, path, headers, body }, book.card.publicKey, now);
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `the body is not JSON (${(cause as Error).message})`, { cause });
  }
}

async function viewOf(tables: Tables, door: string): Promise<Type.Static<typeof DistrictView>> {
  const { book } = await readDistrict(tables);
  const lane = async (name: string) => {
    const { count: waiting, oldestAt } = await tables.outbox.waiting(name);
    return { waiting, oldestAt };
  };
  const report = await tables.marks.read<ReconcileReport>(reportMark);
  return {
    ...{ state: book.state, door },
    ...(book.card === undefined ? {} : { name: book.card.name, url: book.card.url }),
    ...{ cases: await lane(caseLane), attachments: await lane(attachmentLane) },
    inventory: {
      newest: await tables.inventory.newest(),
      told: (await tables.marks.read<FeedMark>(feedMark))?.cursor ?? null,
    },
    ...(report === null ? {} : { reconciled: report }),
  };
}
