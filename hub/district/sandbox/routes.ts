/** The sandbox centre's side of `openapi.json`: takes inventory and cases over mutual TLS, every request signed. */
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { TSchema } from "typebox";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { CoverageReport } from "../coverage-report.ts";
import { checkSignature, windowMs } from "../https-json/signature.ts";
import { DeltaBody, FullBody, LinesBody, StandingsBody } from "../https-json/wire.ts";
import { checksumOf } from "../inventory/item.ts";
import type { InventoryWord } from "../inventory-port.ts";
import { hashesOf, linesOf } from "./centre.ts";
import type { Desk } from "./desk.ts";
import { judgeLines, judgeWords, wantsOf } from "./judge.ts";

const largestRequest = 16 * 1024 * 1024;

/** Each word and line is looked at alone, so the envelope is checked without them. */
const loose = <Schema extends TSchema>(schema: Schema, field: string): Schema => {
  const { properties, ...rest } = schema as never as { properties: object };
  return { ...rest, properties: { ...properties, [field]: Type.Array(Type.Unknown()) } } as never;
};
const Delta = loose(DeltaBody, "words");
const Full = loose(FullBody, "words");
const Lines = loose(LinesBody, "lines");

export async function centreServer(desk: Desk): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: largestRequest, forceCloseConnections: true });
  for (const type of ["application/json", "application/octet-stream"])
    app.addContentTypeParser(type, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => refuse(error, reply));
  guard(app, desk);
  inventoryRoutes(app, desk);
  coverageRoute(app, desk);
  caseRoutes(app, desk);
  await app.ready();
  return app;
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof Fault) return reply.code(error.status).send({ code: error.code, detail: error.detail });
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  return reply.code(statusCode).send({ code: statusCode < 500 ? "INPUT_INVALID" : "CENTRE_FAILED", detail: message });
}

/** Signature, replay, and the faults that were asked for. */
function guard(app: FastifyInstance, desk: Desk): void {
  const nonces = new Map<string, number>();
  app.addHook("preHandler", async (request) => {
    const now = desk.clock();
    const card = await desk.hubCard();
    if (card === null) throw new Fault("DISTRICT_REFUSED", "this centre has no card of the hub");
    const { method, url: path, headers } = request;
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const nonce = checkSignature({ method, path, headers, body }, card.publicKey, now);
    for (const [old, at] of nonces) if (at < now - 2 * windowMs) nonces.delete(old);
    if (nonces.has(nonce)) throw new Fault("DISTRICT_REFUSED", "this request was heard before");
    nonces.set(nonce, now);
    await desk.misbehave();
  });
}

function inventoryRoutes(app: FastifyInstance, desk: Desk): void {
  const { centre } = desk;
  const gap = () => ({ state: "gap", feed: centre.feed, cursor: centre.cursor });
  let transfer = { id: "", pages: 0, words: [] as InventoryWord[] };

  app.get("/v1/inventory", async () => {
    const rows = hashesOf(centre);
    return { feed: centre.feed, cursor: centre.cursor, count: rows.length, checksum: checksumOf(rows) };
  });

  app.get("/v1/inventory/hashes", async ({ query }) => {
    const { after = "", limit = "1000" } = query as Record<string, string>;
    const rows = hashesOf(centre);
    return { rows: rows.filter(({ id }) => id > after).slice(0, Number(limit)) };
  });

  app.post("/v1/inventory/delta", async ({ body }) => {
    const { feed, from, to, words } = read(Delta, body);
    // A page that comes again ends where the centre stands already.
    const isAgain = centre.cursor === to && centre.feed === feed;
    if (centre.feed !== feed || (centre.cursor !== from && !isAgain)) return gap();
    const { taken, rejected } = judgeWords(words, desk.faults);
    await desk.keep({ kind: "delta", feed, cursor: to, words: taken });
    return { state: "taken", rejected };
  });

  app.post("/v1/inventory/full", async ({ body }) => {
    const { feed, transfer: id, page, isLast, cursor, words } = read(Full, body);
    if (page === 0) transfer = { id, pages: 0, words: [] };
    if (id !== transfer.id || page !== transfer.pages) return gap();
    const { taken, rejected } = judgeWords(words, desk.faults);
    transfer = { id, pages: page + 1, words: [...transfer.words, ...taken] };
    if (isLast) await desk.keep({ kind: "full", feed, cursor, words: transfer.words });
    return { state: "taken", rejected };
  });
}

function coverageRoute(app: FastifyInstance, desk: Desk): void {
  app.post("/v1/coverage", async ({ body }) => {
    await desk.keep({ kind: "coverage", report: read(CoverageReport, body) });
    return { state: "taken" };
  });
}

function caseRoutes(app: FastifyInstance, desk: Desk): void {
  const { centre } = desk;
  app.post("/v1/cases/lines", async ({ body }) => {
    const { answers, taken } = judgeLines(centre, read(Lines, body).lines, desk.faults);
    if (desk.faults.keeps === "everything" && taken.length > 0)
      await desk.keep({ kind: "lines", at: desk.clock(), lines: taken });
    // What was known may be on its way to the disk by another request.
    else await desk.settled();
    return { results: answers };
  });

  app.post("/v1/cases/standings", async ({ body }) => {
    const { cases } = read(StandingsBody, body);
    return {
      cases: cases.map((id) => {
        const lines = linesOf(centre, id);
        const wants = wantsOf(centre, lines);
        return {
          case: id,
          state: lines.at(-1)?.to ?? null,
          lines: lines.length,
          ...(wants.length > 0 ? { wants } : {}),
        };
      }),
    };
  });

  app.put("/v1/attachments/:hash", async ({ params, query, body }) => {
    const { hash } = params as { hash: string };
    const { type = "application/octet-stream" } = query as { type?: string };
    await desk.keepAttachment(hash, type, body as Buffer);
    return { hash };
  });
}

function read<Schema extends TSchema>(schema: Schema, body: unknown): Type.Static<Schema> {
  try {
    return check(schema, JSON.parse(String(body)), "INPUT_INVALID");
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("INPUT_INVALID", `the body is not JSON (${(cause as Error).message})`, { cause });
  }
}
