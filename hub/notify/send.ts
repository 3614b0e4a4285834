/** Sends one message through one channel; whatever goes wrong comes back as an answer without a secret in it. */

import { readBooks } from "../rulebook/books.ts";
import type { Channel, Person } from "../rulebook/channels.ts";
import type { Tables } from "../store/store.ts";
import type { Answer, Message, SendTime } from "./channels/channel.ts";
import { kindOf } from "./channels/kinds.ts";
import { redact } from "./channels/redact.ts";

/** A channel as it is set up at this moment. */
export type ReadyChannel = { channel: Channel; secrets: Record<string, string>; people: ReadonlyMap<string, Person> };

/** Null when the table has no such channel. */
export async function readChannel(tables: Tables, id: string): Promise<ReadyChannel | null> {
  const { channels: book } = await readBooks(tables);
  const channel = book.channels.find((row) => row.id === id);
  if (channel === undefined) return null;
  const people = new Map(book.people.map((person) => [person.name, person]));
  return { channel, secrets: await tables.channelSecrets.of(id), people };
}

/** The secrets that nobody has written down yet. */
export function lackingSecrets({ channel, secrets }: Pick<ReadyChannel, "channel" | "secrets">): string[] {
  return kindOf(channel)
    .secrets(channel)
    .filter((name) => !secrets[name]);
}

/** Never throws. */
export async function sendMessage(ready: ReadyChannel, message: Message, time: SendTime): Promise<Answer> {
  const lacking = lackingSecrets(ready);
  if (lacking.length > 0) return { state: "refused", error: `还没有填 ${lacking.join("、")}` };
  try {
    const answer = await kindOf(ready.channel).send(ready.channel, ready.secrets, message, time);
    return answer.state === "done" ? answer : { ...answer, error: redact(answer.error, ready.secrets) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { state: "later", error: redact(words, ready.secrets), isDown: true };
  }
}
