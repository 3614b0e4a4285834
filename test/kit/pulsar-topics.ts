/** For tests: topics of a stand-in for Apache Pulsar: entries, subscriptions, who has what, and what comes again. */
import type { MessageId } from "../../hub/platforms/lines/pulsar/command.ts";

export type TopicEntry = { id: MessageId; rest: Buffer; count: number };

export type Reader = {
  /** Exclusive, or together with others. */
  isAlone: boolean;
  permits: number;
  deliver(entry: TopicEntry, redeliveryCount: number): void;
};

export type Topics = {
  put(topic: string, rest: Buffer, count: number): MessageId;
  /** False where somebody is there already and one of the two wants to be alone. */
  subscribe(topic: string, subscription: string, reader: Reader, from: "Latest" | "Earliest"): boolean;
  /** More may be delivered. */
  flow(reader: Reader, permits: number): void;
  ack(reader: Reader, ids: readonly MessageId[], isCumulative: boolean): void;
  /** These, or all that it has, are for somebody again. */
  giveBack(reader: Reader, ids?: readonly MessageId[]): void;
  leave(reader: Reader): void;
  /** Entries that nobody acknowledged. */
  backlog(topic: string, subscription: string): number;
};

type Subscription = {
  topic: Topic;
  readers: Reader[];
  acked: Set<bigint>;
  /** Entries that somebody has. */
  held: Map<bigint, Reader>;
  times: Map<bigint, number>;
};
type Topic = { ledgerId: bigint; entries: TopicEntry[]; subscriptions: Map<string, Subscription> };

/** They outlive the broker, as on its disk. */
export function startTopics(): Topics {
  const topics = new Map<string, Topic>();
  const of = new Map<Reader, Subscription>();
  const topicOf = (name: string) => {
    const empty: Topic = { ledgerId: BigInt(topics.size + 7), entries: [], subscriptions: new Map() };
    const topic = topics.get(name) ?? empty;
    topics.set(name, topic);
    return topic;
  };
  const giveBack = (reader: Reader, ids?: readonly MessageId[]) => {
    const subscription = of.get(reader);
    if (subscription === undefined) return;
    const { held, times } = subscription;
    for (const [entryId, holder] of held)
      if (holder === reader && (ids === undefined || ids.some((id) => id.entryId === entryId))) {
        held.delete(entryId);
        times.set(entryId, (times.get(entryId) ?? 0) + 1);
      }
    dispatch(subscription);
  };
  return {
    giveBack,
    put(name, rest, count) {
      const topic = topicOf(name);
      const id = { ledgerId: topic.ledgerId, entryId: BigInt(topic.entries.length) };
      topic.entries.push({ id, rest, count });
      for (const subscription of topic.subscriptions.values()) dispatch(subscription);
      return id;
    },
    subscribe(name, subscriptionName, reader, from) {
      const topic = topicOf(name);
      const subscription = topic.subscriptions.get(subscriptionName) ?? begin(topic, from);
      const { readers } = subscription;
      if (readers.length > 0 && [reader, ...readers].some(({ isAlone }) => isAlone)) return false;
      topic.subscriptions.set(subscriptionName, subscription);
      readers.push(reader);
      of.set(reader, subscription);
      return true;
    },
    flow(reader, permits) {
      reader.permits += permits;
      const subscription = of.get(reader);
      if (subscription !== undefined) dispatch(subscription);
    },
    ack(reader, ids, isCumulative) {
      const subscription = of.get(reader);
      if (subscription === undefined) return;
      for (const { entryId } of ids)
        for (const { id } of subscription.topic.entries)
          if (id.entryId === entryId || (isCumulative && id.entryId < entryId)) {
            subscription.acked.add(id.entryId);
            subscription.held.delete(id.entryId);
          }
    },
    leave(reader) {
      const subscription = of.get(reader);
      if (subscription === undefined) return;
      subscription.readers = subscription.readers.filter((one) => one !== reader);
      giveBack(reader);
      of.delete(reader);
    },
    backlog(name, subscriptionName) {
      const { entries, subscriptions } = topicOf(name);
      return entries.length - (subscriptions.get(subscriptionName)?.acked.size ?? 0);
    },
  };
}

function begin(topic: Topic, from: "Latest" | "Earliest"): Subscription {
  const acked = from === "Latest" ? topic.entries.map(({ id }) => id.entryId) : [];
  return { topic, readers: [], acked: new Set(acked), held: new Map(), times: new Map() };
}

/** To each in turn that has permits left; an entry counts as many as it has messages. */
function dispatch({ topic, readers, acked, held, times }: Subscription): void {
  for (const entry of topic.entries) {
    const { entryId } = entry.id;
    if (acked.has(entryId) || held.has(entryId)) continue;
    const reader = readers.find(({ permits }) => permits > 0);
    if (reader === undefined) return;
    readers.push(...readers.splice(readers.indexOf(reader), 1));
    reader.permits -= entry.count;
    held.set(entryId, reader);
    reader.deliver(entry, times.get(entryId) ?? 0);
  }
}
