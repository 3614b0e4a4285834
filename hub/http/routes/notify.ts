/** Channels: what they lack, a test message, their secrets; and the log of what was told. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { kindOf } from "../../notify/channels/kinds.ts";
import { tryChannel } from "../../notify/try-channel.ts";
import { channelView, channelViews, noticePage } from "../../notify/view.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { ChannelView, NoticeView, TriedView } from "../notify-views.ts";
import { pageAsked, paged, searched, severitiesOf, severityAsked, spanned, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";

const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
const strict = { additionalProperties: false };

const Secrets = Type.Record(
  Type.String({ pattern: "^[a-z]{1,32}$" }),
  Type.Union([Type.String({ minLength: 1, maxLength: 500 }), Type.Null({ description: "forgets it" })]),
  strict,
);

const LogQuery = Type.Object({
  ...paged,
  ...searched,
  ...severityAsked,
  ...spanned,
  channel: Type.Optional(Type.String({ maxLength: 64, description: "a channel of the rulebook" })),
  ticket: Type.Optional(Type.String({ maxLength: 64, description: "the ticket that it is about" })),
  by: Type.Optional(Type.Enum(["flows"], { description: "who said it" })),
});

const TestWish = Type.Object(
  { to: Type.Optional(Type.String({ maxLength: 200, description: "number or address" })) },
  strict,
);

export const notifyRoutes: Routes = (app, deps) => {
  app.get(
    "/api/notify/channels",
    {
      config: { right: "notify" },
      schema: answers("listChannels", "Channels: what they lack and what waits in them", Type.Array(ChannelView), 401),
    },
    async () => look(deps, channelViews),
  );

  app.put(
    "/api/notify/channels/:id/secrets",
    {
      config: { right: "notify", secret: true },
      schema: {
        ...answers(
          "setChannelSecrets",
          "Set keys and passwords; they are never shown again",
          ChannelView,
          400,
          401,
          404,
        ),
        params: Id,
        body: Secrets,
      },
    },
    async ({ params, body }) => act(deps, (tables) => putSecrets(tables, params.id, body)),
  );

  app.post(
    "/api/notify/channels/:id/test",
    {
      config: { right: "notify" },
      schema: {
        ...answers("testChannel", "Send a test message and say what happened", TriedView, 400, 401, 404),
        params: Id,
        body: TestWish,
      },
    },
    async (request) => tryChannel(deps, request.params.id, operatorOf(request).account, request.body.to),
  );

  app.get(
    "/api/notify/log",
    {
      config: { place: "proved", right: "notify" },
      schema: {
        ...answers("listNotices", "What was told to whom, when, and what came of it", Type.Array(NoticeView), 400, 401),
        querystring: LogQuery,
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { q, channel, ticket, severity, by, from, to } = request.query;
        const ask = pageAsked(request.query, "newest");
        const head = by === undefined ? undefined : `${by}/`;
        const filter = { q, channel, ticket, head, severity: severitiesOf(severity), from, to };
        const page = await noticePage(tables, { ...filter, ...ask }, deps.clock());
        tellPage(request, reply, ask.sort, page);
        return page.rows;
      }),
  );
};

async function putSecrets(tables: Tables, id: string, secrets: Record<string, string | null>): Promise<ChannelView> {
  const channel = (await readBooks(tables)).channels.channels.find((row) => row.id === id);
  if (channel === undefined) throw new Fault("NOT_FOUND", `channel ${id}`);
  const known = kindOf(channel).secrets(channel);
  for (const [name, value] of Object.entries(secrets)) {
    if (!known.includes(name))
      throw new Fault("INPUT_INVALID", `/${name} is no secret of this channel: ${known.join(", ") || "it has none"}`);
    await tables.channelSecrets.put(id, name, value);
  }
  return channelView(tables, channel);
}
