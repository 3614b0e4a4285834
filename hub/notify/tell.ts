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
export type TellingAll = Omit<Telling, "recipient"> & { recipients: readonly Recipient[] };

export async function tell(tables: Tables, books: Books, news: News, telling: Telling, now: number): Promise<void> {
  const { recipient, ...rest } = telling;
  await tellAll(tables, books, () => news, { ...rest, recipients: [recipient] }, now);
}

/** One thing that several hear: who reads it at one address has one message there, which names all of them. */
export async function tellAll(
  tables: Tables,
  books: Books,
  newsFor: (recipient: Recipient) => News,
  { id, recipients, ways }: TellingAll,
  now: number,
): Promise<void> {
  const waits = async (recipient: Recipient) => {
    const { kind, severity } = newsFor(recipient);
    return kind !== "digest" && waitsForDigest(books.ladder, severity, now, await postureDigest(tables));
  };
  const atOnce: Recipient[] = [];
  for (const recipient of recipients)
    if (await waits(recipient)) await tellLater(tables, books, newsFor(recipient), { id, recipient, ways }, now);
    else atOnce.push(recipient);
  for (const post of sharedPosts(books, atOnce, ways)) await addPost(tables, books, newsFor, { id, post }, now);
  await askForChannels(tables, books, atOnce, ways, now);
}

async function tellLater(tables: Tables, books: Books, news: News, { id, recipient, ways }: Telling, now: number) {
  // In the morning those who are meant are there themselves.
  if (recipient.part === "stand-in") return;
  const body: Digested = { news, recipient, ways: [...ways] };
  const key = `${id}/${recipient.unit}`;
  await tables.outbox.add({ lane: digestLane, key, id: key, body, at: nextDigest(books.ladder, now) });
}

/** One outbox row, and everybody who reads it. */
type SharedPost = Post & { of: Recipient[] };

function sharedPosts(books: Books, recipients: readonly Recipient[], ways: readonly string[]): SharedPost[] {
  const posts = recipients.flatMap((of) => postsFor(books, of, ways).map((post) => ({ post, of })));
  const groups = Map.groupBy(posts, ({ post: { channel, people } }) => `${channel.id}/${people?.join() ?? ""}`);
  return [...groups.values()].map((some) => ({ ...(some[0] as { post: Post }).post, of: some.map(({ of }) => of) }));
}

async function addPost(
  { outbox }: Tables,
  books: Books,
  newsFor: (recipient: Recipient) => News,
  { id, post: { channel, people, of } }: { id: string; post: SharedPost },
  now: number,
): Promise<void> {
  const recipient = together(of);
  const news = newsFor(recipient);
  const notice = noticeOf(books, news, recipient);
  const person = people === null ? "" : `/${people.join()}`;
  await outbox.add({
    lane: laneOf(channel.id),
    key: `${news.ticket ?? id}${person}`,
    id: `${id}/${of.map(({ unit }) => unit).join("+")}${person}`,
    at: now,
    body: people === null ? notice : { ...notice, people },
  });
}

/** The first is who is meant; a stand-in is named after it. */
function together(of: readonly Recipient[]): Recipient {
  const names = [...new Set(of.map(({ name }) => name))];
  const people = [...new Set(of.flatMap((one) => one.people))];
  return { ...(of[0] as Recipient), name: names.join("、"), people };
}

/** That there is no channel at all is told once, not for each notice: `channels-missing.ts`. */
async function askForChannels(
  tables: Tables,
  books: Books,
  recipients: readonly Recipient[],
  ways: readonly string[],
  now: number,
): Promise<void> {
  if (books.channels.channels.length === 0) return;
  for (const recipient of recipients)
    if (postsFor(books, recipient, ways).length === 0) await askForChannel(tables, recipient, now);
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
    zh: `没有通道能通知到${name}。请到“设置 › 通知通道”里给它加一个。`,
    en: `No channel reaches ${name}. Add one to the rulebook's channels.`,
  };
  await tasks.raise({ kind: "CHANNEL_MISSING", subject: unit, for: "administrator", text }, now);
}
