/** Voice and SMS through the HTTP gateway of any provider: its address, body and answers are data. */
import type { GatewaySettings } from "../../../rulebook/channels.ts";
import { bytesOf, cutToBytes } from "../../cut.ts";
import { type Asked, answerOfStatus, ask, objectOf } from "../ask.ts";
import type { Answer, ChannelKind, Message, SendTime } from "../channel.ts";
import { fill } from "./template.ts";

export const gateway: ChannelKind<GatewaySettings> = {
  secrets: ({ url, headers, body }) =>
    /\{\{\s*secret\s*\}\}/.test(url + body + Object.values(headers)) ? ["secret"] : [],
  perMinute: null,
  addressOf: ({ phone }) => phone,
  fits: ({ mostBytes }, text) => bytesOf(text) <= mostBytes,
  async send(settings, secrets, message, time) {
    const phone = message.people[0]?.phone;
    if (phone === undefined) return { state: "refused", error: "没有电话号码" };
    return sendTo(phone, settings, secrets, message, time);
  },
};

async function sendTo(
  phone: string,
  settings: GatewaySettings,
  { secret = "" }: Record<string, string>,
  { id, text }: Message,
  { now, signal }: SendTime,
): Promise<Answer> {
  const values = { phone, secret, id, time: new Date(now).toISOString(), text: cutToBytes(text, settings.mostBytes) };
  const { method, encoding } = settings;
  const url = fill(settings.url, values, "form");
  const headers = Object.fromEntries(
    Object.entries(settings.headers).map(([name, value]) => [
      name,
      fill(value, values, "plain").replace(/[\r\n]/g, ""),
    ]),
  );
  const body = method === "GET" ? {} : { body: fill(settings.body, values, encoding) };
  return answerOf(await ask(url, { method, headers: { ...typeOf(settings), ...headers }, ...body }, signal), settings);
}

const types = { json: "application/json", form: "application/x-www-form-urlencoded", plain: "text/plain" };

function typeOf({ method, encoding }: GatewaySettings): Record<string, string> {
  return method === "GET" ? {} : { "content-type": `${types[encoding]}; charset=utf-8` };
}

function answerOf(asked: Asked, { answer: { field, done, later } }: GatewaySettings): Answer {
  const said = valueAt(objectOf(asked.text), field);
  if (said === undefined) {
    const byStatus = answerOfStatus(asked);
    return byStatus.state === "done" ? { state: "later", error: `回复里没有 ${field}` } : byStatus;
  }
  if (done.includes(said)) return { state: "done" };
  return { state: later.includes(said) ? "later" : "refused", error: `${field}=${said} ${asked.text.slice(0, 200)}` };
}

function valueAt(body: Record<string, unknown> | null, field: string): string | undefined {
  let value: unknown = body;
  for (const name of field.split("/").filter((part) => part !== ""))
    value = (value as Record<string, unknown> | null | undefined)?.[name];
  return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
}
