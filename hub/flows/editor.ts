/** The flow editor behind the hub's sign-in: everything below /flows/ goes to the process, with the token that opens its door. */
import proxy from "@fastify/http-proxy";
import { Fault } from "../../core/fault.ts";
import type { Routes } from "../http/server.ts";
import type { Flows } from "./flows.ts";

const path = "/flows";
const doorHeader = "x-lilong-door";

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

export const editorRoutes: Routes = async (app, { flows }) => {
  await app.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.schema = { hide: true };
      route.config = { ...route.config, right: "flows" };
    });
    scope.addHook("preHandler", async () => void editorOf(flows));
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
        onError: (reply, { error }) => void reply.send(new Fault("FLOWS_DOWN", error.message, { cause: error })),
      },
    });
  });
};

function editorOf(flows: Pick<Flows, "editor">): { url: string; door: string } {
  const editor = flows.editor();
  if (editor === null) throw new Fault("FLOWS_DOWN", "the flow editor is not there now");
  return editor;
}

function without<Headers extends object>(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.includes(name))) as Headers;
}
