/** The flow editor behind the hub's sign-in: everything below /flows/ goes to the process, with the token that opens its door. */
import type { Readable } from "node:stream";
import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { cutText } from "../../core/cut-text.ts";
import { Fault } from "../../core/fault.ts";
import type { Routes } from "../http/app.ts";
import { act } from "../http/deps.ts";
import type { Live } from "../http/live.ts";
import { answerFault } from "../http/problem.ts";
import { noteChange } from "../ledgers/note-change.ts";
import type { Flows } from "./flows.ts";

const path = "/flows";
const doorHeader = "x-lilong-door";
/** The console's page about flows: who is not signed in is asked for a name there, who must confirm for the password, and comes back. */
const consolePages = { SIGN_IN_REQUIRED: "/automation", CONFIRM_REQUIRED: "/automation?editor=open" };

/** The editor builds its forms and evaluates its expressions with inline scripts, and its code editor runs in workers. Still from here alone. */
const editorPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** What the hub's own sign-in needs is nobody else's. */
const ours = ["cookie", "authorization", doorHeader];

/** [Node-RED Admin API] What changes the flows that run, and what it is called in the book of changes. */
const deploys: readonly { method: string; url: RegExp; name: string }[] = [
  { method: "POST", url: /^\/flows\/flows\/?$/, name: "部署流程" },
  { method: "POST", url: /^\/flows\/flow\/?$/, name: "新建一条流程" },
  { method: "PUT", url: /^\/flows\/flow\//, name: "改一条流程" },
  { method: "DELETE", url: /^\/flows\/flow\//, name: "删一条流程" },
  { method: "POST", url: /^\/flows\/nodes\/?$/, name: "安装流程节点" },
];

export const editorRoutes: Routes = async (app, deps) => {
  const { flows, clock, live } = deps;
  await app.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.schema = { hide: true };
      route.config = { ...route.config, right: "flows", place: "proved" };
    });
    endSocketsWithAccess(scope as unknown as FastifyInstance, live);
    scope.addHook("preHandler", async (request) => {
      editorOf(flows);
      nameDeploy(request);
    });
    scope.addHook("onResponse", async (request, { statusCode }) => {
      const [deploy, { session }] = [deployIn(request), request];
      if (deploy === null || session === null || statusCode >= 300) return;
      await act(deps, (tables) => noteChange(tables, deploy.name, session.account, clock()));
    });
    scope.setErrorHandler((error, request, reply) => {
      const page = error instanceof Fault ? pageFor(error) : undefined;
      return page !== undefined && isNavigation(request) ? reply.redirect(page) : answerFault(error, request, reply);
    });
    await scope.register(proxy, {
      prefix: path,
      rewritePrefix: path,
      upstream: "",
      disableCache: true,
      websocket: true,
      // Its type lacks what its README names.
      wsClientOptions: { rewriteRequestHeaders: () => ({ [doorHeader]: editorOf(flows).door }) } as object,
      replyOptions: {
        getUpstream: () => editorOf(flows).url,
        rewriteRequestHeaders: (_request, headers) => ({ ...without(headers), [doorHeader]: editorOf(flows).door }),
        rewriteHeaders: (headers) => ({ ...headers, "content-security-policy": editorPolicy }),
        onResponse: (request, reply, response) => {
          const { trail } = request as FastifyRequest;
          if (trail !== null && reply.statusCode >= 300) trail.entry.outcome = `HTTP ${reply.statusCode}`;
          reply.send((response as unknown as { stream: Readable }).stream);
        },
        onError: (reply, { error }) => void reply.send(new Fault("FLOWS_DOWN", error.message, { cause: error })),
      },
    });
  });
};

function pageFor({ code }: Fault): string | undefined {
  return (consolePages as Record<string, string>)[code];
}

function deployIn({ method, url }: Pick<FastifyRequest, "method" | "url">) {
  const path = plainPath(url);
  return deploys.find((one) => one.method === method && one.url.test(path)) ?? null;
}

/** [RFC 3986 §6.2.2] However the address was written: Node-RED's router minds neither case nor, on its way there, escapes. */
function plainPath(url: string): string {
  const { pathname } = new URL(url.replace(/^\/+/, "/"), "http://hub");
  try {
    return new URL(decodeURIComponent(pathname).replaceAll(/\/+/g, "/"), "http://hub").pathname.toLowerCase();
  } catch {
    return pathname.toLowerCase();
  }
}

/** The audit row of a deployment says so by name; Node-RED says how much of the flows it starts anew. */
function nameDeploy(request: FastifyRequest): void {
  const deploy = deployIn(request);
  if (deploy === null || request.trail === null) return;
  const extent = request.headers["node-red-deployment-type"];
  const detail = `${deploy.name}${typeof extent === "string" ? ` (${cutText(extent, 20)})` : ""}`;
  Object.assign(request.trail.entry, { what: "deployFlows", detail });
}

/** [Fetch Metadata] A person who opened the address, not a script of a page. */
function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === "GET" && headers.upgrade === undefined && (headers.accept ?? "").includes("text/html");
}

/** The editor talks over a socket that outlives the request which opened it: whatever ends or changes its person's access ends it; a browser that still may opens it again. */
function endSocketsWithAccess(scope: FastifyInstance, live: Live): void {
  scope.addHook("preHandler", async ({ headers, session, raw: { socket } }) => {
    if (headers.upgrade === undefined || session === null) return;
    const forget = live.watch(session.account, () => socket.destroy());
    socket.once("close", forget);
  });
}

function editorOf(flows: Pick<Flows, "editor">): { url: string; door: string } {
  const editor = flows.editor();
  if (editor === null) throw new Fault("FLOWS_DOWN", "the flow editor is not there now");
  return editor;
}

function without<Headers extends object>(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.includes(name))) as Headers;
}
