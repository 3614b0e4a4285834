/** Puts a notice into the outbox of every channel that reaches its recipient, or into the next digest. */
import type { Bilingual } from "../../core/point.ts";
import { type Channel, channelsFor, personOf } from "../rulebook/channels.ts";
import type { Books } from "../rulebook/kinds.ts";
import { nextDigest, waitsForDigest } from "../rulebook/ladder.ts";
import { parentOf } from "../rulebook/units.ts";
import type { Tables } from "../store/store.ts";
import { channelKinds, kindOf } from "./channels/kinds.ts";
import { laneOf, type Notice } from "./notice.ts";
import { postureDigest } from "./posture-digest.ts";
import type { Recipient } from "./who.ts";

/** What is told, before it is known how. */
export type News = Pick<Notice, "kind" | "severity" | "line" | "text" | "ticket" | "alert" | "at">;

/** What waits in the lane of digests until its hour. */
export type Digested = { news: News; recipient: Recipient; ways: string[] };

export const digestLane = "notify-digest";

/** `id` names this telling: the same one again changes nothing. `ways`: kinds or ids of channels. */
export type Telling = {
  id: string;
  recipient: Recipient;
  ways: readonly string[];
};

export async function tell(tables: Tables, books: Books, news: News, telling: Telling, now: number): Promise<void> {
  const { id, recipient, ways } = telling;
  if (news.kind === "digest" || !waitsForDigest(books.ladder, news.severity, now, await postureDigest(tables)))
    return tellNow(tables, books, news, telling, now);
  // In the morning those who are meant are there themselves.
  if (recipient.part === "stand-in") return;
  const body: Digested = { news, recipient, ways: [...ways] };
  const at = nextDigest(books.ladder, now);
  await tables.outbox.add({
    lane: digestLane,
    key: `${id}/${recipient.unit}`,
    id: `${id}/${recipient.unit}`,
    body,
    at,
  });
}

async function tellNow(tables: Tables, books: Books, news: News, telling: Telling, now: number): Promise<void> {
  const { id, recipient, ways } = telling;
  const notice = noticeOf(books, news, recipient);
  const posts = postsFor(books, recipient, ways);
  for (const { channel, people } of posts) {
    const person = people === null ? "" : `/${people.join()}`;
    const row = { key: `${news.ticket ?? id}${person}`, id: `${id}/${recipient.unit}${person}`, at: now };
    await tables.outbox.add({
      lane: laneOf(channel.id),
      ...row,
      body: people === null ? notice : { ...notice, people },
    });
  }
  // That there is no channel at all is told once, not for each notice: `channels-missing.ts`.
  if (books.channels.channels.length === 0) return;
  if (posts.length === 0) await askForChannel(tables, recipient, now);
  else await tables.tasks.settle("CHANNEL_MISSING", recipient.unit, "hub", now);
}

function noticeOf({ ladder }: Books, news: News, { name, people }: Recipient): Notice {
  return { ...news, unit: name, people, lateAfter: news.at + ladder.lateAfterMin[news.kind] * 60_000 };
}

/** One outbox row: to the group of a channel, or by it to one person. */
type Post = { channel: Channel; people: string[] | null };

/**
 * By the channels that are asked for, else by any; a unit that none reaches is told through the units above it.
 */
export function postsFor(books: Books, recipient: Recipient, ways: readonly string[]): Post[] {
  const asked = climbing(books, recipient, ways);
  return asked.length > 0 ? asked : climbing(books, recipient, Object.keys(channelKinds));
}

function climbing(books: Books, { unit, people }: Recipient, ways: readonly string[]): Post[] {
  for (let id: string | null = unit; id !== null; id = parentOf(books.units, id)?.id ?? null) {
    const posts = channelsFor(books.channels, id, ways).flatMap((channel) => postsOf(books, channel, people));
    if (posts.length > 0) return posts;
  }
  return [];
}

function postsOf({ channels }: Books, channel: Channel, people: readonly string[]): Post[] {
  const { addressOf } = kindOf(channel);
  if (addressOf === null) return [{ channel, people: null }];
  const reached = people.filter((name) => addressOf(personOf(channels, name)) !== undefined);
  const fixed = "to" in channel ? channel.to : [];
  return [...new Set([...reached, ...fixed])].map((name) => ({ channel, people: [name] }));
}

async function askForChannel({ tasks }: Tables, { unit, name }: Recipient, now: number): Promise<void> {
  const text: Bilingual = {
    zh: `没有通道能通知到${name}。请在规则库的 channels 里给它加一个。`,
    en: `No channel reaches ${name}. Add one to the rulebook's channels.`,
  };
  await tasks.raise({ kind: "CHANNEL_MISSING", subject: unit, for: "administrator", text }, now);
}
