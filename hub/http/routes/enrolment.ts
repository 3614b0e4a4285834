/** Enrolment: codes for operators, certificates for gateways. */
import Type from "typebox";
import { mostPhotoBytes } from "../../../core/alert-event.ts";
import { EnrolAnswer, EnrolRequest, RenewAnswer, shownCode } from "../../../core/enrolment.ts";
import { Fault } from "../../../core/fault.ts";
import { GatewayId } from "../../../core/id.ts";
import { checkGatewaySeen } from "../../accounts/sight.ts";
import { enrol, mintCode, renew, revoke } from "../../enrolment/enrol.ts";
import { filePhoto, fileRecord, isSound, names, type SignedText } from "../../enrolment/records.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { pageAsked, paged, spanned, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";
import { CertificateView, CodeView } from "../views.ts";

const strict = { additionalProperties: false };
const params = Type.Object({ gateway: GatewayId });

const CodeWish = Type.Object(
  {
    gateway: GatewayId,
    hours: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 720, default: 24, description: "how long it may be used" }),
    ),
  },
  strict,
);
const Renewal = Type.Object({ csr: Type.String({ minLength: 1, maxLength: 8192 }) }, strict);
const Signed = Type.Object(
  {
    text: Type.String({ minLength: 2, description: "the record, exactly as it was signed" }),
    signature: Type.String({ maxLength: 200, description: "ECDSA P-256 over SHA-256, DER in base64" }),
    publicKey: Type.String({ maxLength: 400, description: "PEM" }),
  },
  strict,
);
const Told = Type.Object(
  { ...Signed.properties, sound: Type.Boolean({ description: "the signature still holds" }) },
  strict,
);
const PhotoOf = Type.Object({ id: Type.String({ maxLength: 64 }), photo: Type.String({ pattern: "^[0-9a-f]{64}$" }) });
const Filed = Type.Object({ id: Type.String() }, strict);
const Reason = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }, strict);

export const enrolmentRoutes: Routes = (app, deps) => {
  const { store, clock, enrolling } = deps;
  app.post(
    "/api/enrolments",
    {
      config: { right: "gateways", secret: true },
      schema: { ...answers("makeCode", "Make a one-time code for a gateway", CodeView, 400, 401), body: CodeWish },
    },
    async (request) => {
      const { gateway, hours = 24 } = request.body;
      const by = operatorOf(request).account;
      const { code, expiresAt } = await mintCode(store, { gateway, by, hours }, clock());
      return { gateway, handle: code.handle, code: shownCode(code), by, at: clock(), expiresAt, isUsed: false };
    },
  );

  app.get(
    "/api/enrolments",
    {
      config: { right: "gateways" },
      schema: {
        ...answers(
          "listCodes",
          "One-time codes, newest first; the codes themselves are not kept",
          Type.Array(CodeView),
          ...([400, 401] as const),
        ),
        querystring: Type.Object(paged),
      },
    },
    async (request, reply) => {
      const ask = pageAsked(request.query, "newest");
      const page = await look(deps, ({ enrolments }) => enrolments.page(ask));
      tellPage(request, reply, ask.sort, page);
      return page.rows.map(({ gateway, handle, by, at, expiresAt, csr }) => ({
        ...{ gateway, handle, by, at, expiresAt, isUsed: csr !== null },
      }));
    },
  );

  app.post(
    "/api/enrol",
    {
      config: { access: "open" },
      schema: {
        ...answers("enrol", "A gateway gets its certificate for a code", EnrolAnswer, 400, 403, 410),
        body: EnrolRequest,
      },
    },
    async (request) => enrol(enrolling, request.body, clock()),
  );

  app.post(
    "/api/enrol/renew",
    {
      config: { access: "open" },
      schema: {
        ...answers("renew", "A gateway renews its certificate by its key", RenewAnswer, 400, 403),
        body: Renewal,
      },
    },
    async (request) => renew(enrolling, request.body.csr, clock()),
  );

  app.get(
    "/api/gateways/:gateway/certificates",
    {
      config: { right: "gateways" },
      schema: {
        ...answers(
          "listCertificates",
          "The gateway's certificates, newest first",
          Type.Array(CertificateView),
          400,
          401,
        ),
        params,
      },
    },
    async ({ params: { gateway } }) =>
      look(deps, async ({ certificates }) =>
        (await certificates.listOf(gateway)).map(({ fingerprint, at, expiresAt, revokedAt, reason }) => ({
          ...{ fingerprint, at, expiresAt },
          ...(revokedAt === null ? {} : { revokedAt }),
          ...(reason === null ? {} : { reason }),
        })),
      ),
  );

  app.post(
    "/api/records",
    {
      config: { access: "open" },
      schema: { ...answers("fileRecord", "A gateway files a signed acceptance record", Filed, 400, 403), body: Signed },
    },
    async (request) => fileRecord(store, request.body, clock()),
  );

  // Raw bytes: the hash in the address is what proves them.
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  app.put(
    "/api/records/:id/photos/:photo",
    {
      config: { access: "open" },
      bodyLimit: mostPhotoBytes,
      schema: {
        ...answers("filePhoto", "A gateway files a photo that its record names", Type.Null(), 400, 404),
        params: PhotoOf,
      },
    },
    async ({ params: { id, photo }, body }) => {
      if (!Buffer.isBuffer(body)) throw new Fault("INPUT_INVALID", "the body must be application/octet-stream");
      await filePhoto(store, id, photo, body);
      return null;
    },
  );

  app.get(
    "/api/records/:id/photos/:photo",
    {
      config: { right: "look" },
      schema: {
        ...answers(
          "readRecordPhoto",
          "A photo of an acceptance record",
          Type.Unsafe<Buffer>(Type.Any()),
          400,
          401,
          404,
        ),
        params: PhotoOf,
      },
    },
    async ({ params: { id, photo } }, reply) => {
      const found = await look(deps, async ({ records, photos }) => {
        const record = await records.find(id);
        return record === null || !names(record.body, photo) ? null : photos.read(photo);
      });
      if (found === null) throw new Fault("NOT_FOUND", `photo ${photo}`);
      void reply.type(found.type).header("cache-control", "private, max-age=31536000, immutable");
      return Buffer.from(found.body);
    },
  );

  app.get(
    "/api/gateways/:gateway/records",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listRecords", "Its acceptance records as it signed them, newest first", Type.Array(Told), 400, 401),
        params,
        querystring: Type.Object({ ...paged, ...spanned }),
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { gateway } = request.params;
        await checkGatewaySeen(operatorOf(request), tables, gateway);
        const { from, to } = request.query;
        const ask = pageAsked(request.query, "newest");
        const page = await tables.records.page({ gateway, from, to, ...ask });
        tellPage(request, reply, ask.sort, page);
        return page.rows.map(({ body }) => {
          const signed: SignedText = JSON.parse(body);
          return { ...signed, sound: isSound(signed) };
        });
      }),
  );

  app.post(
    "/api/gateways/:gateway/certificates/revoke",
    {
      config: { right: "gateways" },
      schema: { ...answers("revoke", "Shut a gateway out, now", Type.Null(), 400, 401, 404), params, body: Reason },
    },
    async ({ params: { gateway }, body: { reason } }) => {
      await act(deps, async (tables, changes) => {
        await revoke(tables, gateway, reason, clock());
        changes.gateways.add(gateway);
      });
      deps.shutOut(gateway);
      return null;
    },
  );
};
