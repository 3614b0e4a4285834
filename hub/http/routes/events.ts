/** Live updates as server-sent events; a browser that cannot keep up is let go, comes back by itself and misses nothing. */
import type { FastifyReply } from "fastify";
import Type from "typebox";
import type { Routes } from "../app.ts";
import { operatorOf } from "../guard.ts";
import type { Line } from "../recent.ts";
import { answers } from "../schema.ts";

/** Bytes that may wait for one browser. */
const mostWaiting = 1024 * 1024;

const Query = Type.Object({
  after: Type.Optional(
    Type.String({
      maxLength: 64,
      description: "id of the last event that was heard, where `Last-Event-ID` cannot be sent",
    }),
  ),
});

export const eventRoutes: Routes = (app, { live, clock }) => {
  const open = new Set<FastifyReply>();
  app.addHook("preClose", async () => {
    for (const reply of open) letGo(reply);
  });

  app.get(
    "/api/events",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "listen",
          "Live updates, going on after `Last-Event-ID`",
          Type.String({
            description:
              "text/event-stream; each event is named as in `LiveEvents` of hub/http/views.ts. The first is `hello`, whose id is where to go on, or `reset`: too much was missed, read everything again",
          }),
          400,
          401,
        ),
        querystring: Query,
      },
      exposeHeadRoute: false,
      sse: "only",
    },
    async (request, reply) => {
      const { account, areas, expiresAt } = operatorOf(request);
      const last = request.headers["last-event-id"] ?? request.query.after;
      // Who may hear what changed: the browser comes back and is asked again.
      const ears = { account, areas, onChanged: () => letGo(reply) };
      const stop = live.listen((event, json, id) => {
        if (reply.raw.writableLength > mostWaiting || clock() >= expiresAt) return letGo(reply);
        reply.raw.write(textOf({ event, json, id }));
      }, ears);
      open.add(reply);
      reply.sse.onClose(() => {
        stop();
        open.delete(reply);
      });
      reply.sse.keepAlive();
      reply.sse.sendHeaders();
      // What was told is kept without its areas: who is kept to some reads everything again.
      const missed = last === undefined ? [] : areas === null ? live.after(String(last)) : null;
      for (const line of firstLines(live.now(), last === undefined ? undefined : String(last), missed))
        reply.raw.write(textOf(line));
    },
  );
};

/** Who comes back is told what it missed; who is new, or away too long, where it begins. */
function firstLines(now: string, last: string | undefined, missed: Line[] | null): Line[] {
  if (missed === null) return [{ id: now, event: "reset", json: "{}" }];
  return [{ id: last ?? now, event: "hello", json: "{}" }, ...missed];
}

function textOf({ id, event, json }: Line): string {
  return `event: ${event}\ndata: ${json}\nid: ${id}\n\n`;
}

function letGo(reply: FastifyReply): void {
  reply.sse.close();
  reply.raw.destroy();
}
