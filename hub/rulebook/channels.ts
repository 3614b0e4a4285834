/** The channels people are told by, as data: robots, webhooks, mail, voice and SMS. Their secrets are kept apart. */
import Type, { type Static } from "typebox";
import { findUnit, type Units } from "./units.ts";

const strict = { additionalProperties: false };
const words = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });
const Url = Type.String({ pattern: "^https?://[^\\s]+$", maxLength: 2000 });
const Id = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" });
const UnitId = Type.String({ minLength: 1, maxLength: 64 });

const shared = {
  id: Id,
  title: words("how people call it"),
  units: Type.Array(UnitId, { maxItems: 1000, description: "units whose people read it; empty: it is everybody's" }),
  state: Type.Optional(Type.Union([Type.Literal("on"), Type.Literal("off")], { default: "on" })),
  language: Type.Optional(Type.Union([Type.Literal("zh"), Type.Literal("en")], { default: "zh" })),
  perMinute: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 6000, description: "messages a minute, where it is fewer than usual" }),
  ),
};

export const WecomSettings = Type.Object(
  {
    kind: Type.Literal("wecom"),
    ...shared,
    url: Type.Optional(Url),
    style: Type.Optional(Type.Union([Type.Literal("text"), Type.Literal("markdown")], { default: "text" })),
  },
  { ...strict, description: "WeCom group robot; its key is the secret `key`" },
);
export type WecomSettings = Static<typeof WecomSettings>;

export const DingtalkSettings = Type.Object(
  { kind: Type.Literal("dingtalk"), ...shared, url: Type.Optional(Url) },
  { ...strict, description: "DingTalk group robot; secrets `token` and `secret` (加签)" },
);
export type DingtalkSettings = Static<typeof DingtalkSettings>;

export const WebhookSettings = Type.Object(
  { kind: Type.Literal("webhook"), ...shared, url: Url },
  { ...strict, description: "JSON to a system of one's own, signed with the secret `secret`" },
);
export type WebhookSettings = Static<typeof WebhookSettings>;

export const EmailSettings = Type.Object(
  {
    kind: Type.Literal("email"),
    ...shared,
    host: words("SMTP server"),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    security: Type.Union([Type.Literal("tls"), Type.Literal("starttls"), Type.Literal("none")], {
      description: "`none` on a network of one's own only: password and text travel open",
    }),
    user: Type.Optional(words("whom the secret `password` belongs to")),
    from: words("sender's address"),
    to: Type.Array(words("address"), { maxItems: 50, description: "besides the people who are named" }),
  },
  strict,
);
export type EmailSettings = Static<typeof EmailSettings>;

const template = (description: string) => Type.String({ maxLength: 10_000, description });

export const GatewaySettings = Type.Object(
  {
    kind: Type.Literal("gateway"),
    ...shared,
    method: Type.Union([Type.Literal("POST"), Type.Literal("GET")]),
    url: Type.String({ pattern: "^https?://[^\\s]+$", maxLength: 2000, description: "may hold {{phone}}, {{text}} …" }),
    headers: Type.Record(Type.String({ pattern: "^[A-Za-z0-9-]{1,64}$" }), template("may hold {{secret}}"), {
      ...strict,
      maxProperties: 20,
    }),
    body: template("holds {{phone}}, {{text}}, {{id}}, {{secret}}, {{time}}; each is written as `encoding` asks"),
    encoding: Type.Union([Type.Literal("json"), Type.Literal("form"), Type.Literal("plain")]),
    mostBytes: Type.Integer({ minimum: 16, maximum: 20_000, description: "longest text in UTF-8 bytes" }),
    answer: Type.Object(
      {
        field: words("field of the JSON answer that says how it went, e.g. code; /a/b for one inside another"),
        done: Type.Array(words("value when it was taken"), { minItems: 1, maxItems: 20 }),
        later: Type.Array(words("value when it may be taken later"), { maxItems: 50 }),
      },
      strict,
    ),
    to: Type.Array(Type.String({ pattern: "^[+0-9-]{3,20}$" }), {
      maxItems: 50,
      description: "numbers besides those of the people who are named",
    }),
  },
  { ...strict, description: "voice or SMS through the HTTP gateway of any provider; secret `secret`" },
);
export type GatewaySettings = Static<typeof GatewaySettings>;

export const Channel = Type.Union([WecomSettings, DingtalkSettings, WebhookSettings, EmailSettings, GatewaySettings]);
export type Channel = Static<typeof Channel>;
export type ChannelKindName = Channel["kind"];
export const channelKindNames = [
  "wecom",
  "dingtalk",
  "webhook",
  "email",
  "gateway",
] as const satisfies ChannelKindName[];

export const Person = Type.Object(
  {
    name: words("as in the roster"),
    phone: Type.Optional(Type.String({ pattern: "^[+0-9-]{3,20}$" })),
    email: Type.Optional(Type.String({ pattern: "^[^\\s@]+@[^\\s@]+$", maxLength: 200 })),
  },
  strict,
);
export type Person = Static<typeof Person>;

export const ChannelBook = Type.Object(
  {
    source: words("where the table comes from"),
    channels: Type.Array(Channel, { maxItems: 200 }),
    people: Type.Array(Person, { maxItems: 5000 }),
  },
  strict,
);
export type ChannelBook = Static<typeof ChannelBook>;

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfChannels({ channels, people }: ChannelBook, units: Units): string | null {
  for (const [i, channel] of channels.entries()) {
    for (const [j, unit] of channel.units.entries())
      if (findUnit(units, unit) === null)
        return `/channels/${i}/units/${j} "${unit}" is no unit; import the units first`;
  }
  return (
    twice(
      "/channels",
      channels.map(({ id }) => id),
    ) ??
    twice(
      "/people",
      people.map(({ name }) => name),
    )
  );
}

function twice(path: string, names: readonly string[]): string | null {
  const index = names.findIndex((name, i) => names.indexOf(name) < i);
  return index < 0 ? null : `${path}/${index} "${names[index]}" is there twice`;
}

/** The channels of a unit that a rung or a move asks for, by kind or by id. */
export function channelsFor(book: ChannelBook, unit: string | null, ways: readonly string[]): Channel[] {
  return book.channels.filter(
    ({ id, kind, units, state }) =>
      state !== "off" &&
      (ways.includes(id) || ways.includes(kind)) &&
      (units.length === 0 || (unit !== null && units.includes(unit))),
  );
}

export function personOf(book: ChannelBook, name: string): Person {
  return book.people.find((person) => person.name === name) ?? { name };
}
