/** The lane of one channel: takes what is due from the outbox, packs it into what the rate allows, sends, and writes down what came of it. */
import type { Logger } from "pino";
import type { Bucket } from "../../core/token-bucket.ts";
import { type Drain, type Sent, startDrain } from "../outbox/drain.ts";
import type { OutboxRow } from "../store/outbox.ts";
import type { Store } from "../store/store.ts";
import { bundle } from "./bundle.ts";
import type { Answer } from "./channels/channel.ts";
import { kindOf } from "./channels/kinds.ts";
import { compose } from "./compose.ts";
import { gather } from "./gather.ts";
import { keepAnswer, type SentIn } from "./keep-answer.ts";
import { laneOf, type Notice } from "./notice.ts";
import { pack } from "./pack.ts";
import { type ChannelRate, minuteMs, rateOf, startedBucket, takeOne, tokensIn, waitForOne } from "./rate.ts";
import { type ReadyChannel, readChannel, sendMessage } from "./send.ts";

export type LaneOptions = {
  store: Store;
  channel: string;
  /** Wall clock, ms since 1970; and ms that only go forward. */
  clock(): number;
  monotonic(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
  log: Logger;
  /** What was refused here may be told by another lane at once. */
  refused(): void;
};

/** What is told of one case at once. */
type Waiting = { rows: readonly OutboxRow[]; severity: Notice["severity"]; target: string };

/** So many notices are looked at together: more than a robot's message can list. */
const mostAtOnce = 500;

export function startLane(options: LaneOptions): Drain {
  const { store, channel, clock, monotonic } = options;
  const closing = new AbortController();
  const sentIn: SentIn = new Map();
  let bucket: { rate: ChannelRate; perMinute: number; left: Bucket } | null = null;
  let restUntil = 0;

  const send = gather(async (rows: readonly OutboxRow[]): Promise<Sent[]> => {
    const ready = await store.read((tables) => readChannel(tables, channel));
    if (ready === null) return rows.map(() => ({ state: "refused", error: "通道表里已经没有这个通道" }));
    if (ready.channel.state === "off") return rows.map(() => ({ state: "refused", error: "这个通道已停用" }));
    if (clock() < restUntil) return rows.map(() => ({ state: "wait", until: restUntil }));
    return sendAll(rows, ready);
  });

  /** The urgent first; when one fails that others would too, the rest is not tried. */
  async function sendAll(rows: readonly OutboxRow[], ready: ReadyChannel): Promise<Sent[]> {
    const tokens = await tokensNow(ready);
    const { bundles, later } = bundle(rows as (OutboxRow & { body: Notice })[]);
    const { messages, waiting } = pack(
      bundles.map((some) => waitingOf(some, ready)),
      tokens,
      bucket?.rate.reserve ?? 0,
    );
    const sent = new Map<number, Sent>(later.map(({ n }) => [n, { state: "wait", until: clock() }]));
    let failed: Answer | null = null;
    for (const message of messages) {
      const told = message.flatMap((one) => one.rows);
      failed = failed ?? (await sendOne(told, ready, sent));
      if (failed !== null) for (const { n } of told) if (!sent.has(n)) sent.set(n, blocked(failed));
    }
    for (const { rows: some, severity } of waiting)
      for (const { n } of some) sent.set(n, { state: "wait", until: untilNext(severity) });
    return rows.map(({ n }) => sent.get(n) as Sent);
  }

  /** Answers what stops the messages after it, or null. */
  async function sendOne(
    told: readonly OutboxRow[],
    ready: ReadyChannel,
    sent: Map<number, Sent>,
  ): Promise<Answer | null> {
    const { channel: settings, people } = ready;
    if (bucket !== null) bucket.left = takeOne(bucket.left, bucket.rate, monotonic());
    const notices = told.map(({ id, body }) => ({ id, notice: body as Notice }));
    const fits = (text: string) => kindOf(settings).fits(settings, text);
    const personOf = (name: string) => people.get(name) ?? addressed(name);
    const now = clock();
    const message = compose(notices, settings.language ?? "zh", fits, personOf, now);
    const answer = await sendMessage(ready, message, { now, signal: closing.signal });
    for (const { n } of told) sentIn.set(n, message.id);
    for (const { n } of told) sent.set(n, answer);
    if (answer.state !== "later") return null;
    if (answer.restMs !== undefined) restUntil = clock() + answer.restMs;
    return answer.restMs !== undefined || answer.isDown ? answer : null;
  }

  function blocked(failed: Answer): Sent {
    if (clock() < restUntil) return { state: "wait", until: restUntil };
    return { state: "later", error: "error" in failed ? failed.error : "" };
  }

  /** Infinite where the channel has no limit. */
  async function tokensNow({ channel: settings }: ReadyChannel): Promise<number> {
    const perMinute = Math.min(kindOf(settings).perMinute ?? Infinity, settings.perMinute ?? Infinity);
    if (perMinute === Infinity) bucket = null;
    else if (bucket?.perMinute !== perMinute) bucket = await newBucket(perMinute);
    return bucket === null ? Infinity : tokensIn(bucket.left, bucket.rate, monotonic());
  }

  async function newBucket(perMinute: number) {
    const sent = await store.read(({ notices }) => notices.countMessages(channel, clock() - minuteMs));
    const rate = rateOf(perMinute);
    return { rate, perMinute, left: startedBucket(rate, sent, monotonic()) };
  }

  function untilNext(severity: number): number {
    if (bucket === null) return clock();
    const kept = severity <= 2 ? 0 : bucket.rate.reserve;
    return clock() + waitForOne(bucket.left, bucket.rate, kept, monotonic());
  }

  const drain = startDrain({
    ...options,
    lane: laneOf(channel),
    send,
    ended: (tables, row, sent, now) => keepAnswer(tables, channel, row, sent, sentIn, now),
    committed(results) {
      if (results.some(({ state }) => state === "refused")) options.refused();
    },
    parallel: mostAtOnce,
    keys: "whole",
  });
  return {
    ...drain,
    async close() {
      closing.abort();
      await drain.close();
    },
  };
}

function waitingOf(rows: readonly (OutboxRow & { body: Notice })[], { channel }: ReadyChannel): Waiting {
  const [{ people }] = rows.map(({ body }) => body) as [Notice];
  const target = kindOf(channel).addressOf === null ? "" : people.join("、");
  const severity = Math.min(...rows.map(({ body }) => body.severity)) as Notice["severity"];
  return { rows, severity, target };
}

/** A number or address that stands in the channel itself. */
function addressed(name: string) {
  if (name.includes("@")) return { name, email: name };
  return { name, ...(/^\+?[0-9][0-9 -]{4,}$/.test(name) ? { phone: name } : {}) };
}
