/** The audit trail: read by page, and followed from its first row. */
import Type from "typebox";
import { verifyChain } from "../../accounts/audit.ts";
import { AuditRowView, VerdictView } from "../account-views.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { answers, limit, optionalMoment } from "../schema.ts";

const config = { right: "audit", place: "proved" } as const;
const page = 1000;

const Query = Type.Object({
  who: Type.Optional(Type.String({ maxLength: 64, description: "an account" })),
  what: Type.Optional(Type.String({ maxLength: 100, description: "an operation's id" })),
  from: optionalMoment("first moment, ms since 1970"),
  to: optionalMoment("the moment it ends before"),
  limit: Type.Optional(limit(1000, 100)),
  cursor: Type.Optional(Type.Integer({ minimum: 1, description: "of the `link` header: rows before this one" })),
});

export const auditRoutes: Routes = (app, deps) => {
  app.get(
    "/api/audit",
    {
      config,
      schema: {
        ...answers("listAudit", "Who did what, newest first", Type.Array(AuditRowView), 400, 401, 403),
        querystring: Query,
      },
    },
    async (request, reply) => {
      const { limit: most = 100, cursor = Number.MAX_SAFE_INTEGER, ...filter } = request.query;
      const { rows, count } = await look(deps, async ({ audit }) => ({
        rows: await audit.before(cursor, filter, most + 1),
        count: await audit.count(filter),
      }));
      void reply.header("x-total-count", count);
      const shown = rows.slice(0, most);
      if (rows.length > most) {
        const words = new URLSearchParams({ limit: String(most), cursor: String(shown.at(-1)?.n) });
        for (const [name, value] of Object.entries(filter)) if (value !== undefined) words.set(name, String(value));
        // [RFC 8288]
        void reply.header("link", `</api/audit?${words}>; rel="next"`);
      }
      return shown;
    },
  );

  app.get(
    "/api/audit/verify",
    {
      config: { ...config, audit: "reads" },
      schema: answers("verifyAudit", "Whether every row is as it was written", VerdictView, 401, 403),
    },
    // Page by page: the hub answers others in between.
    async () => verifyChain((n) => look(deps, ({ audit }) => audit.after(n, page)), deps.auditHead()),
  );
};
