/** Wall screens: links to make and to end, and what a screen may look at with one instead of signing in. */
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { mapOf } from "../../overview/map.ts";
import { overviewOf } from "../../overview/overview.ts";
import { impersonal, makeWall, wallOf, wallView } from "../../overview/wall.ts";
import type { WallRow } from "../../store/walls.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { MapView, OverviewView, WallView } from "../overview-views.ts";
import { answers } from "../schema.ts";
import { sightOf } from "./overview.ts";

const strict = { additionalProperties: false };
const cookieName = "lilong-wall";
/** A screen hangs for years; the link is ended by removing it. */
const cookieSeconds = 400 * 86_400;
const seeEveryMs = 60_000;
const changed = "event: changed\ndata: {}\n\n";
/** Bytes that may wait for a screen that reads nothing. */
const mostWaiting = 64 * 1024;

export const wallRoutes: Routes = (app, deps) => {
  const { live, clock } = deps;
  const open = new Map<FastifyReply, string>();
  const letGo = (which: (wall: string) => boolean) => {
    for (const [reply, wall] of open) if (which(wall)) reply.raw.destroy();
  };
  app.addHook("preClose", async () => letGo(() => true));
  const ofScreen = (request: FastifyRequest) => look(deps, (tables) => wallOf(tables, request.cookies[cookieName]));

  app.post(
    "/api/walls",
    {
      config: { right: "people", sight: "areas", secret: true },
      schema: {
        ...answers(
          "makeWall",
          "Make a link for a wall screen; the secret is told once",
          Type.Object({ wall: WallView, secret: Type.String() }, strict),
          400,
          401,
        ),
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 64, description: "where it hangs" }) },
          strict,
        ),
      },
    },
    async (request) => {
      const wish = { name: request.body.name, by: operatorOf(request).account, areas: sightOf(request) };
      const { row, secret } = await act(deps, (tables) => makeWall(tables, wish, clock()));
      return { wall: wallView(row), secret };
    },
  );

  app.get(
    "/api/walls",
    {
      config: { right: "people", place: "proved" },
      schema: answers("listWalls", "Wall screens, newest first", Type.Array(WallView), 401),
    },
    async () => look(deps, async ({ walls }) => (await walls.list()).map(wallView)),
  );

  app.delete(
    "/api/walls/:id",
    {
      config: { right: "people" },
      schema: {
        ...answers("endWall", "End the link of a wall screen; it goes dark at once", Type.Object({}, strict), 401, 404),
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      },
    },
    async ({ params: { id } }) => {
      const was = await act(deps, ({ walls }) => walls.remove(id));
      if (!was) throw new Fault("NOT_FOUND", `wall screen ${id}`);
      letGo((wall) => wall === id);
      return {};
    },
  );

  app.post(
    "/api/wall/session",
    {
      config: { access: "open", secret: true },
      schema: {
        ...answers("openWall", "A screen shows its link and may look from then on", WallView, 400, 401),
        body: Type.Object({ secret: Type.String({ minLength: 1, maxLength: 200 }) }, strict),
      },
    },
    async (request, reply) => {
      const row = await look(deps, (tables) => wallOf(tables, request.body.secret));
      const cookie = { path: "/api/wall", httpOnly: true, sameSite: "strict", maxAge: cookieSeconds } as const;
      void reply.setCookie(cookieName, request.body.secret, { ...cookie, secure: request.protocol === "https" });
      return wallView(row);
    },
  );

  app.get(
    "/api/wall",
    {
      config: { access: "open" },
      schema: answers("readWall", "The overview for a wall screen, without anything personal", OverviewView, 401),
    },
    async (request) => {
      const wall = await ofScreen(request);
      await seen(wall);
      return look(deps, async (tables) => impersonal(await overviewOf(tables, wall.areas, clock())));
    },
  );

  app.get(
    "/api/wall/map",
    { config: { access: "open" }, schema: answers("readWallMap", "The map for a wall screen", MapView, 401) },
    async (request, reply) => {
      const { areas } = await ofScreen(request);
      void reply.header("cache-control", "private, no-cache");
      return look(deps, (tables) => mapOf(tables, areas, clock()));
    },
  );

  app.get(
    "/api/wall/events",
    {
      config: { access: "open" },
      schema: answers("listenToWall", "Says `changed` whenever something did", Type.String(), 401),
      exposeHeadRoute: false,
      sse: "only",
    },
    async (request, reply) => {
      const { id, by } = await ofScreen(request);
      const stop = live.listen((event) => {
        if (event === "readings") return;
        if (reply.raw.writableLength > mostWaiting) reply.raw.destroy();
        else reply.raw.write(changed);
      });
      // Its maker may have been deactivated: the screen comes back and is asked again.
      const forget = live.watch(by, () => reply.raw.destroy());
      open.set(reply, id);
      reply.sse.onClose(() => {
        stop();
        forget();
        open.delete(reply);
      });
      reply.sse.keepAlive();
      reply.sse.sendHeaders();
      reply.raw.write(": listening\n\n");
    },
  );

  async function seen({ id, lastSeen }: WallRow): Promise<void> {
    if (lastSeen !== null && clock() - lastSeen < seeEveryMs) return;
    await act(deps, ({ walls }) => walls.see(id, clock()));
  }
};
