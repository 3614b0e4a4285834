/** Live updates as server-sent events; a browser that cannot keep up is let go and comes back by itself. */
import type { FastifyReply } from "fastify";
import Type from "typebox";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";

/** Bytes that may wait for one browser. */
const mostWaiting = 1024 * 1024;

export const eventRoutes: Routes = (app, { live, clock }) => {
  const open = new Set<FastifyReply>();
  app.addHook("preClose", async () => {
    for (const reply of open) letGo(reply);
  });

  app.get(
    "/api/events",
    {
      config: { right: "look", sight: "areas" },
      schema: answers(
        "listen",
        "Live updates",
        Type.String({ description: "text/event-stream; each event is named as in `LiveEvents` of hub/http/views.ts" }),
        401,
      ),
      exposeHeadRoute: false,
      sse: "only",
    },
    async (request, reply) => {
      const { account, areas, expiresAt } = operatorOf(request);
      // Who may hear what changed: the browser comes back and is asked again.
      const ears = { account, areas, onChanged: () => letGo(reply) };
      const stop = live.listen((event, json) => {
        if (reply.raw.writableLength > mostWaiting || clock() >= expiresAt) return letGo(reply);
        reply.raw.write(`event: ${event}\ndata: ${json}\n\n`);
      }, ears);
      open.add(reply);
      reply.sse.onClose(() => {
        stop();
        open.delete(reply);
      });
      reply.sse.keepAlive();
      reply.sse.sendHeaders();
      reply.raw.write(": listening\n\n");
    },
  );
};

function letGo(reply: FastifyReply): void {
  reply.sse.close();
  reply.raw.destroy();
}
