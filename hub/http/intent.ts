/** Idempotency keys: a write that is sent again with its key is answered as it was, and done once. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Fault } from "../../core/fault.ts";
import type { Intent } from "../store/intents.ts";
import type { Store } from "../store/store.ts";

declare module "fastify" {
  interface FastifyRequest {
    intent: Running | null;
  }
  interface FastifyContextConfig {
    /** The question or the answer holds a secret: neither it nor a trace of it is kept for a second asking. */
    secret?: true;
  }
}

type Running = Omit<Intent, "answer"> & { isRecorded: boolean; end(): void };

const writes = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const running = new AsyncLocalStorage<Running>();

/** The store that routes are given: the first transaction of a request records its key, so that both happen or neither. */
export function storeWithIntents(store: Store): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (tables) => {
        const result = await work(tables);
        const intent = running.getStore();
        if (intent !== undefined && !intent.isRecorded) {
          const { account, key, hash, at } = intent;
          if (!(await tables.intents.add({ account, key, hash, at, answer: null })))
            throw new Fault("KEY_BUSY", `key ${key}`);
          intent.isRecorded = true;
        }
        return result;
      }),
  };
}

export function keepIntents(app: FastifyInstance, { store, clock }: { store: Store; clock(): number }): void {
  const underWay = new Map<string, Promise<void>>();
  app.decorateRequest("intent", null);
  app.addHook("preHandler", async (request, reply) => {
    const wish = wishOf(request, clock());
    if (wish === null) return;
    const name = `${wish.account} ${wish.key}`;
    for (let before = underWay.get(name); before !== undefined; before = underWay.get(name)) await before;
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.set(name, promise);
    const end = () => {
      if (underWay.get(name) === promise) underWay.delete(name);
      resolve();
    };
    request.intent = { ...wish, isRecorded: false, end };
    const known = await store.read(({ intents }) => intents.find(wish.account, wish.key));
    if (known !== null) return repeat(known, wish, request, reply);
  });
  app.addHook("preHandler", (request, _reply, done) => {
    if (request.intent === null) done();
    else running.run(request.intent, done);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const { intent } = request;
    if (intent === null || reply.hasHeader("idempotency-replayed")) return payload;
    if (!intent.isRecorded && reply.statusCode >= 400) return payload;
    try {
      await keepAnswer(store, intent, request, reply, payload);
    } catch (error) {
      if (!intent.isRecorded) throw error;
      // It was done, or the answer says why not; who asks again hears KEY_DONE.
      request.log.error({ err: error, key: intent.key }, "an answer could not be kept for a second asking");
    }
    return payload;
  });
  app.addHook("onResponse", async (request) => request.intent?.end());
  app.addHook("onRequestAbort", async (request) => request.intent?.end());
}

/** A key of visible characters; null for reads, for strangers, and where no key is sent. */
function wishOf(request: FastifyRequest, at: number): Omit<Intent, "answer"> | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined || request.session === null || !writes.has(request.method)) return null;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Fault("INPUT_INVALID", "/idempotency-key must be 1 to 128 visible characters");
  const hash = createHash("sha256").update(`${request.method} ${request.url}\n`);
  // A hash of a password would tell whether a guess at it is right.
  if (request.routeOptions.config.secret !== true) hash.update(bytesOf(request.body));
  return { account: request.session.account, key, hash: hash.digest("hex"), at };
}

function bytesOf(body: unknown): string | Buffer {
  return Buffer.isBuffer(body) ? body : (JSON.stringify(body) ?? "");
}

/** Throws `KEY_REUSED` or `KEY_DONE`. */
function repeat(known: Intent, wish: Pick<Intent, "hash">, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header("idempotency-replayed", "true");
  if (known.hash !== wish.hash) throw new Fault("KEY_REUSED", `key ${known.key}`);
  if (known.answer === null) throw new Fault("KEY_DONE", `key ${known.key}`);
  request.log.debug({ key: known.key }, "answered again");
  return reply.code(known.answer.status).type("application/json; charset=utf-8").send(known.answer.body);
}

/** Where no transaction was needed the key is recorded now. */
async function keepAnswer(
  store: Store,
  { account, key, hash, at, isRecorded }: Running,
  { routeOptions }: FastifyRequest,
  { statusCode: status }: FastifyReply,
  payload: unknown,
): Promise<void> {
  const mayBeKept = routeOptions.config.secret !== true && (typeof payload === "string" || payload == null);
  const answer = mayBeKept ? { status, body: typeof payload === "string" ? payload : "" } : null;
  await store.transaction(async ({ intents }) => {
    if (isRecorded) await intents.answer(account, key, answer);
    else await intents.add({ account, key, hash, at, answer });
  });
}
