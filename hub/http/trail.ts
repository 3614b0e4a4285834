/** Writes the audit trail of the API: each request that changes something, in the transaction of what it changed. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { addAudit } from "../accounts/audit.ts";
import type { AuditEntry } from "../store/audit.ts";
import type { Store } from "../store/store.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What the audit trail will say of it; null: nothing. */
    trail: Trail | null;
  }
  interface FastifyContextConfig {
    /** `reads`: it is told of although it changes nothing, as an export is. `own`: the handler tells of it itself. */
    audit?: "reads" | "own";
  }
}

export type Trail = {
  entry: AuditEntry;
  isWritten: boolean;
  /** A stranger's failures are told of nowhere: they would fill the disk. */
  isStranger: boolean;
};

/** Which request a transaction belongs to: the routes need not hand it from call to call. */
const asking = new AsyncLocalStorage<Trail>();

/** The same store; the first transaction of a request that commits has the request's row in it. */
export function withTrail(store: Store): Store {
  return {
    ...store,
    async transaction(work) {
      const trail = asking.getStore();
      if (trail === undefined || trail.isWritten || trail.isStranger) return store.transaction(work);
      const result = await store.transaction(async (tables) => {
        const result = await work(tables);
        await addAudit(tables, trail.entry);
        return result;
      });
      trail.isWritten = true;
      return result;
    },
  };
}

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/** What is to be told of this request, if anything. `who` empty: a stranger, or a machine that proves itself otherwise. */
export function trailOf(request: FastifyRequest, who: string, now: number): Trail | null {
  const { audit } = request.routeOptions.config;
  if (audit === "own" || (reading.has(request.method) && audit === undefined)) return null;
  return newTrail(request, who, now);
}

export function newTrail(request: FastifyRequest, who: string, at: number): Trail {
  const { method, routeOptions, params, ip, id } = request;
  const { operationId } = (routeOptions.schema ?? {}) as { operationId?: string };
  const what = operationId ?? `${method} ${routeOptions.url}`;
  const on = Object.values((params ?? {}) as Record<string, string>).join("/");
  const entry = { at, who, address: ip, what, on: on.slice(0, 200), outcome: "done", request: id, detail: "" };
  return { entry, isWritten: false, isStranger: who === "" };
}

/** What the request is about, and what else is to be known of it; call it before the transaction ends. */
export function tell(request: FastifyRequest, words: Partial<Pick<AuditEntry, "on" | "detail">>): void {
  if (request.trail !== null) Object.assign(request.trail.entry, words);
}

/** What no transaction has told is told before the answer leaves: nobody hears "done" of what has no row. */
export function keepTrail(app: FastifyInstance, store: Store): void {
  app.decorateRequest("trail", null);
  app.addHook("preHandler", (request, _reply, done) => {
    if (request.trail === null) done();
    else asking.run(request.trail, done);
  });
  app.addHook("onSend", async ({ trail, log }) => {
    if (trail === null || isTold(trail)) return;
    const { entry } = trail;
    const isFailure = entry.outcome !== "done";
    // A failure to write it is answered too: that answer is not told of again.
    Object.assign(trail, { isWritten: true, isStranger: true });
    try {
      await store.transaction((tables) => addAudit(tables, entry));
    } catch (error) {
      if (!isFailure) throw error;
      // Nothing was done, and the answer says why; thrown from here it would lose its form.
      log.error({ err: error, entry }, "a refusal could not be written into the audit trail");
    }
  });
}

function isTold({ entry, isWritten, isStranger }: Trail): boolean {
  return entry.outcome === "done" ? isWritten : isStranger;
}
