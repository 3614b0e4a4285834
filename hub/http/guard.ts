/** Who may ask: a signed-in operator, from this hub's own pages. And what a browser is told to keep out. */
import type { TLSSocket } from "node:tls";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../../core/fault.ts";
import type { Right } from "../accounts/rights.ts";
import { sessionOf } from "../accounts/sign-in.ts";
import { flowsActor } from "../flows/decide.ts";
import { flowsMay } from "../flows/may.ts";
import type { SessionRow } from "../store/accounts.ts";
import type { Deps } from "./deps.ts";

declare module "fastify" {
  interface FastifyRequest {
    session: SessionRow | null;
  }
  interface FastifyContextConfig {
    /** Who may ask without signing in: anybody, or the district centre, by its own door. */
    access?: "open" | "district";
    /** What the person who asks must be allowed to do. */
    right?: Right;
  }
}

export const cookieName = "lilong";

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

/** Stands before every route that is added after it; only one that says `access: "open"` can be asked without a session. */
export function guard(app: FastifyInstance, { store, clock, flows }: Deps): void {
  app.decorateRequest("session", null);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    if (isApi(request)) reply.header("cache-control", "no-store");
    checkOrigin(request);
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    if ((access === "district") !== isAtDoor(request)) throw new Fault("NOT_FOUND", "nothing is here at this door");
    if (access !== undefined) return;
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
    request.session =
      token === undefined
        ? await sessionOf(store, request.cookies[cookieName], clock())
        : flowsSession(flows, token, request);
  });
}

/** The matched route decides: the router decodes what `request.url` still has escaped (`/%61pi`). */
export function isApi({ routeOptions, url }: FastifyRequest): boolean {
  return [routeOptions.url, url].some((path) => path === "/api" || path?.startsWith("/api/"));
}

/** The signed-in operator; routes behind the guard always have one. */
export function operatorOf(request: FastifyRequest): SessionRow {
  if (request.session === null) throw new Fault("SIGN_IN_REQUIRED", "no session");
  return request.session;
}

/** The district comes by a TLS door of its own, which let in nobody but the card's certificate; nobody else comes there. */
function isAtDoor({ raw }: FastifyRequest): boolean {
  return (raw.socket as Partial<TLSSocket>).authorized === true;
}

export const flowsRole = "flows";

/** The process that runs the flows comes with a token of its own, which opens what its nodes need. */
function flowsSession(flows: Deps["flows"], token: string, { method, routeOptions }: FastifyRequest): SessionRow {
  if (!flows.isToken(token)) throw new Fault("SIGN_IN_REQUIRED", "the token is not that of the running flows");
  if (!flowsMay(method, routeOptions.url))
    throw new Fault("SIGN_IN_REQUIRED", `flows may not ask for ${method} ${routeOptions.url}`);
  return { tokenHash: "", account: flowsActor, role: flowsRole, expiresAt: Number.MAX_SAFE_INTEGER };
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
