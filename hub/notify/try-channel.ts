/** Sends a test message through a channel and says what happened, in words. */
import { ulid } from "ulid";
import { Fault } from "../../core/fault.ts";
import type { Store } from "../store/store.ts";
import type { Message } from "./channels/channel.ts";
import { kindOf } from "./channels/kinds.ts";
import { readChannel, sendMessage } from "./send.ts";
import { clockWords } from "./words.ts";

export type Tried = { result: "sent" | "later" | "refused"; error?: string; tookMs: number };

export type TryOptions = { store: Store; clock(): number; monotonic?: () => number };

/** `by`: who asks; `to`: a number or an address, for a channel that speaks to people one by one. Throws `NOT_FOUND`. */
export async function tryChannel(
  { store, clock, monotonic = () => performance.now() }: TryOptions,
  id: string,
  by: string,
  to?: string,
): Promise<Tried> {
  const ready = await store.read((tables) => readChannel(tables, id));
  if (ready === null) throw new Fault("NOT_FOUND", `channel ${id}`);
  const { channel } = ready;
  const address = to ?? ("to" in channel ? channel.to[0] : undefined);
  if (kindOf(channel).addressOf !== null && address === undefined)
    throw new Fault("INPUT_INVALID", "/to must name a number or an address: this channel speaks to people one by one");
  const [now, began] = [clock(), monotonic()];
  const message = testMessage(by, address, now);
  const answer = await sendMessage(ready, message, { now, signal: AbortSignal.timeout(20_000) });
  const error = answer.state === "done" ? null : answer.error;
  await store.transaction(async ({ notices, tasks }) => {
    if (error === null) await tasks.settle("CHANNEL_REFUSED", id, by, clock());
    const row = {
      id: message.id,
      channel: id,
      message: message.id,
      to: address ?? "",
      severity: 4,
      ticket: null,
    } as const;
    const result = error === null ? "sent" : "refused";
    await notices.add({
      ...row,
      alert: null,
      text: message.text,
      at: now,
      endedAt: clock(),
      result,
      error,
      late: false,
    });
  });
  const result = answer.state === "done" ? "sent" : answer.state;
  return { result, ...(error === null ? {} : { error }), tookMs: Math.round(monotonic() - began) };
}

function testMessage(by: string, address: string | undefined, now: number): Message {
  const subject = "里弄平台测试消息";
  const text = `这是一条测试消息，${by} 在 ${clockWords(now, now)} 发的。收到就说明这个通道是通的，不用处理。`;
  const person = { name: address ?? "", ...(address?.includes("@") ? { email: address } : { phone: address ?? "" }) };
  return {
    id: `test-${ulid(now)}`,
    subject,
    text,
    severity: 4,
    people: address === undefined ? [] : [person],
    items: [],
  };
}
