/** The Pulsar line: a shared subscription of topics and their partitions; the broker hears that it is stored after the commit. */
import { Fault } from "../../../core/fault.ts";
import type { PulsarWish } from "../kit/pulsar.ts";
import type { Session } from "./line.ts";
import { type Cluster, startCluster } from "./pulsar/cluster.ts";
import { type Consumer, startConsumer } from "./pulsar/consumer.ts";
import type { LinkOptions } from "./pulsar/link.ts";

/** Messages on their way to the disk, of all topics together; the rest waits at the platform. */
const window = 200;
const leastWindow = 10;
const openMs = 30_000;
/** Topics get more partitions while we read them. */
const lookMs = 60_000;

type Part = { topic: string; part: string };
type Held = { cluster: Cluster; consumers: Map<bigint, Consumer>; session: Session; fail(why: string): void };

/** Resolves with why it is over; what was not acknowledged by then comes again. */
export async function holdPulsar(wish: PulsarWish, session: Session): Promise<string> {
  const over = Promise.withResolvers<string>();
  const end = new AbortController();
  const consumers: Held["consumers"] = new Map();
  const { signal } = end;
  const heard = hear(consumers, session, over.resolve, signal);
  const cluster = startCluster(wish, { heard, failed: over.resolve, signal, pause: session.pause });
  const stop = () => over.resolve(String(session.signal.reason));
  session.signal.addEventListener("abort", stop, { once: true });
  let isOpen = false;
  const run = async () => {
    const parts = await partsOf(wish, cluster);
    await subscribe(wish, parts, { cluster, consumers, session, fail: over.resolve });
    isOpen = true;
    session.up();
    return watch(wish, parts, cluster, session, signal);
  };
  run().then(over.resolve, (error) => over.resolve(error instanceof Fault ? error.detail : String(error)));
  void session.pause(openMs, signal).then(() => isOpen || over.resolve(`no answer in ${openMs / 1000} s`));
  const why = await over.promise;
  end.abort("the session is over");
  session.signal.removeEventListener("abort", stop);
  return wish.token === undefined ? why : why.replaceAll(wish.token, "…");
}

async function partsOf({ topics }: PulsarWish, cluster: Cluster): Promise<Part[]> {
  const found = await Promise.all(topics.map((topic) => cluster.partsOf(`persistent://${topic}`)));
  return found.flatMap((parts, n) => parts.map((part) => ({ topic: topics[n] as string, part })));
}

async function subscribe(wish: PulsarWish, parts: Part[], held: Held): Promise<void> {
  const share = Math.max(leastWindow, Math.floor(window / parts.length));
  const { cluster, consumers, session, fail } = held;
  await Promise.all(
    parts.map(async ({ topic, part }, n) => {
      const link = await cluster.linkFor(part);
      const consumerId = BigInt(n);
      const consumer = startConsumer({ link, consumerId, from: topic, window: share, session, fail });
      consumers.set(consumerId, consumer);
      const { subscription, name: consumerName } = wish;
      const how = { subType: "Shared", initialPosition: "Earliest" } as const;
      await link.ask("subscribe", { topic: part, subscription, consumerId, consumerName, ...how }, part);
      consumer.begin();
    }),
  );
}

/** What the broker says of consumers; whatever else it says is nothing to us. */
function hear(
  consumers: Held["consumers"],
  { refuse }: Session,
  fail: (why: string) => void,
  ended: AbortSignal,
): LinkOptions["heard"] {
  return ({ command: { kind, body }, rest }) => {
    if (ended.aborted) return undefined;
    if (kind === "message") return consumers.get(body.consumerId)?.take(body, rest);
    // The topic moves to another broker, or somebody there wants us to begin anew.
    if (kind === "closeConsumer") fail("the broker closed the subscription; it is opened anew");
    if (kind === "reachedEndOfTopic") refuse("the platform ended a topic: nothing more comes from it");
    return undefined;
  };
}

/** Resolves when there are other partitions than we read. */
async function watch(wish: PulsarWish, parts: Part[], cluster: Cluster, { pause }: Session, ended: AbortSignal) {
  for (;;) {
    await pause(lookMs, ended);
    if (ended.aborted) return "";
    const now = await partsOf(wish, cluster);
    if (now.length !== parts.length) return `there are ${now.length} partitions now, not ${parts.length}`;
  }
}
