/** Who may ask: a signed-in operator, from this hub's own pages. And what a browser is told to keep out. */
import type { TLSSocket } from "node:tls";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { Fault } from "../../core/fault.ts";
import { type Right, rights } from "../accounts/rights.ts";
import { demand, type Session } from "../accounts/session.ts";
import { type Client, continueSession } from "../accounts/sessions.ts";
import { sessionByToken, tokenMark } from "../accounts/tokens.ts";
import { noChanges } from "../changes.ts";
import { flowsActor } from "../flows/decide.ts";
import { flowsMay } from "../flows/may.ts";
import type { Deps } from "./deps.ts";
import { cookieName, giveCookie } from "./session-cookie.ts";
import { newTrail, trailOf } from "./trail.ts";

export { cookieName };

declare module "fastify" {
  interface FastifyRequest {
    session: Session | null;
  }
  interface FastifyInstance {
    /** Every route there is, with what it says of who may ask. */
    declared: readonly RouteOptions[];
  }
  interface FastifyContextConfig {
    /** Who may ask without a right: anybody; the district centre, by its own door; whoever is signed in, about their own account. */
    access?: "open" | "district" | "own";
    /** What the person who asks must be allowed to do. */
    right?: Right;
    /** Or one of these; which one it needs the handler asks, when it knows what it is about. */
    or?: readonly Right[];
    /**
     * How it treats people limited to areas. `areas`: it answers and changes only what lies in theirs (`accounts/sight.ts`).
     * `none`: there is no place in it. Without it, it is closed to them.
     */
    sight?: "areas" | "none";
    /**
     * `any`: it is done from a place too where the person has not given the password yet. `proved`: it is not even read
     * there, as it tells of many persons, or who may come in.
     */
    place?: "any" | "proved";
  }
}

/** Ant Design writes its styles into the page; nothing else is inline, and nothing but a base map's pictures comes from another host. */
const policy = {
  "default-src": "'self'",
  "style-src": "'self' 'unsafe-inline'",
  "img-src": "'self' data:",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
};

/** `pictures`: the one other host pictures may come from, as an origin; null: none. */
export function policyWith(pictures: string | null): string {
  const allowed = pictures === null ? policy : { ...policy, "img-src": `${policy["img-src"]} ${pictures}` };
  return Object.entries(allowed)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");
}

export const securityHeaders = {
  "content-security-policy": policyWith(null),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/**
 * Stands before every route that is added after it. One that names neither `access` nor `right` stops the start: a route
 * that was forgotten is closed, not open.
 */
export function guard(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest("session", null);
  const added: RouteOptions[] = [];
  app.decorate("declared", added);
  app.addHook("onRoute", (route) => void added.push(route));
  app.addHook("onReady", async () => checkDeclared(added));
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    if (isApi(request)) reply.header("cache-control", "no-store");
    checkOrigin(request);
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    if ((access === "district") !== isAtDoor(request)) throw new Fault("NOT_FOUND", "nothing is here at this door");
    const now = deps.clock();
    if (access === "open" || access === "district") request.trail = trailOf(request, "", now);
    else await letIn(request, reply, deps, now);
  });
}

async function letIn(request: FastifyRequest, reply: FastifyReply, deps: Deps, now: number): Promise<void> {
  const session = await sessionIn(request, reply, deps, now);
  request.session = session;
  request.trail = trailOf(request, session.account, now);
  try {
    checkMay(session, request);
    checkToken(session, request);
    checkPlace(request);
  } catch (refused) {
    request.trail ??= newTrail(request, session.account, now);
    throw refused;
  }
}

function checkDeclared(routes: readonly RouteOptions[]): void {
  const bare = routes.find(({ config }) => config?.access === undefined && config?.right === undefined);
  if (bare !== undefined)
    throw new Error(`${bare.method} ${bare.url} says neither who may ask (access) nor what it needs (right)`);
}

async function sessionIn(request: FastifyRequest, reply: FastifyReply, deps: Deps, now: number): Promise<Session> {
  const { store, flows } = deps;
  const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (given?.startsWith(tokenMark)) return sessionByToken(store, given, now);
  if (given !== undefined) return flowsSession(flows, given, request);
  const onEnded = (account: string) => deps.live.tell({ ...noChanges(), people: new Set([account]) });
  const use = { mayRotate: mayRotate(request), onEnded };
  const cookie = request.cookies[cookieName];
  const { session, token } = await continueSession(store, cookie, clientOf(request), use, now);
  if (token !== null) giveCookie(request, reply, token);
  return session;
}

export function clientOf({ ip, headers, id }: FastifyRequest): Client {
  return { address: ip, agent: (headers["user-agent"] ?? "").slice(0, 300), request: id };
}

/** A stream or a socket that breaks may never have brought the new token. */
function mayRotate({ headers }: FastifyRequest): boolean {
  return headers.upgrade === undefined && !headers.accept?.includes("text/event-stream");
}

/** Throws `RIGHT_MISSING` or `TOTP_MISSING`. */
function checkMay(session: Session, { routeOptions: { config } }: FastifyRequest): void {
  checkPerson(session, config.right);
  if (config.right === undefined) return;
  if (session.needsTotp) throw new Fault("TOTP_MISSING", `the role "${session.role}" asks for a one-time code`);
  if (config.or?.some((one) => session.rights.has(one)) !== true) demand(session, config.right);
  if (session.areas === null || config.sight !== undefined) return;
  const what = `${session.account} sees some areas only, and this is about all of them`;
  throw new Fault("RIGHT_MISSING", `${what}; an administrator can give a role that sees everything`);
}

/** A session that was carried off reads what its person reads, and changes nothing. Throws `CONFIRM_REQUIRED`. */
function checkPlace(request: FastifyRequest): void {
  if (request.routeOptions.config.place !== "any" && !isPlainReading(request)) demandPlace(request);
}

/** For a handler that tells of many persons only sometimes. Throws `CONFIRM_REQUIRED`. */
export function demandPlace(request: FastifyRequest): void {
  const { account, place } = operatorOf(request);
  if (place !== "proved")
    throw new Fault("CONFIRM_REQUIRED", `${account} has not given the password at ${request.ip} yet`);
}

/** What an ordinary desk reads. A socket is opened by a reading, and changes what it likes. */
function isPlainReading({ method, headers, routeOptions }: FastifyRequest): boolean {
  return reading.has(method) && headers.upgrade === undefined && routeOptions.config.place !== "proved";
}

/** A token that could make tokens would never end. */
function checkPerson({ by }: Session, right: Right | undefined): void {
  if (right === undefined && by !== "person")
    throw new Fault("RIGHT_MISSING", "a token does not touch accounts; sign in for that");
}

/** What a token made, a person, a code, a wall's link, would outlive it. Throws `RIGHT_MISSING`. */
function checkToken({ by }: Session, { method, routeOptions: { config } }: FastifyRequest): void {
  if (by === "token" && config.right === "people" && !reading.has(method))
    throw new Fault("RIGHT_MISSING", "a token does not change who may come in; sign in for that");
}

/** The matched route decides: the router decodes what `request.url` still has escaped (`/%61pi`). */
export function isApi({ routeOptions, url }: FastifyRequest): boolean {
  return [routeOptions.url, url].some((path) => path === "/api" || path?.startsWith("/api/"));
}

/** Who asks, with rights and areas; routes behind the guard always have one. */
export function operatorOf(request: FastifyRequest): Session {
  if (request.session === null) throw new Fault("SIGN_IN_REQUIRED", "no session");
  return request.session;
}

/** The district comes by a TLS door of its own, which let in nobody but the card's certificate; nobody else comes there. */
function isAtDoor({ raw }: FastifyRequest): boolean {
  return (raw.socket as Partial<TLSSocket>).authorized === true;
}

export const flowsRole = "flows";

/** The process that runs the flows comes with a token of its own, which opens what its nodes need. */
function flowsSession(flows: Deps["flows"], token: string, { method, routeOptions }: FastifyRequest): Session {
  if (!flows.isToken(token)) throw new Fault("SIGN_IN_REQUIRED", "the token is not that of the running flows");
  if (!flowsMay(method, routeOptions.url))
    throw new Fault("SIGN_IN_REQUIRED", `flows may not ask for ${method} ${routeOptions.url}`);
  return {
    ...{ by: "flows", id: "", account: flowsActor, role: flowsRole, expiresAt: Number.MAX_SAFE_INTEGER },
    // The list of routes above is what it may.
    ...{ rights: new Set(rights), areas: null, needsTotp: false, place: "proved" },
  };
}

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * [Fetch, `Origin` header] A browser names the page that sends; a page of another site may not move anything here, nor open
 * a socket, which no browser keeps to its own site.
 */
function checkOrigin({ method, headers, host }: FastifyRequest): void {
  if (reading.has(method) && headers.upgrade === undefined) return;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const isForeign =
    origin === undefined
      ? site !== undefined && site !== "same-origin" && site !== "none"
      : !URL.canParse(origin) || new URL(origin).host !== host;
  if (isForeign) throw new Fault("ORIGIN_FOREIGN", `the request comes from another site (${origin ?? site})`);
}
