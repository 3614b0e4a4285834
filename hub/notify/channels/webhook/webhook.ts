/** JSON to a system of one's own, signed; the idempotency key is the same however often a message is sent. */
import type { WebhookSettings } from "../../../rulebook/channels.ts";
import { answerOfStatus, ask } from "../ask.ts";
import type { ChannelKind } from "../channel.ts";
import { webhookSign } from "./sign.ts";

export const webhook: ChannelKind<WebhookSettings> = {
  secrets: () => ["secret"],
  perMinute: null,
  addressOf: null,
  fits: () => true,
  async send({ url }, { secret = "" }, { id, subject, text, severity, people, items }, { now, signal }) {
    const to = people.map(({ name }) => name);
    const body = JSON.stringify({ id, subject, text, severity, to, items, sentAt: now });
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "idempotency-key": id,
      "lilong-timestamp": String(now),
      "lilong-signature": webhookSign(secret, now, body),
    };
    const asked = await ask(url, { method: "POST", body, headers }, signal);
    // It has this message already: that is what the idempotency key is for.
    return asked.status === 409 ? { state: "done" } : answerOfStatus(asked);
  },
};
