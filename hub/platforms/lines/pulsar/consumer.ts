/** One consumer of a topic or a partition: so many messages at once as we asked for, each entry acknowledged once all of it is stored. */
import { Fault } from "../../../../core/fault.ts";
import { largestPush } from "../../door/server.ts";
import type { Session } from "../line.ts";
import type { Bodies } from "./command.ts";
import { type Entry, readEntry } from "./entry.ts";
import type { Link } from "./link.ts";

export type ConsumerOptions = {
  link: Link;
  consumerId: bigint;
  /** The topic as the platform wishes it. */
  from: string;
  /** Messages that may be under way. */
  window: number;
  session: Pick<Session, "take" | "refuse">;
  /** What could not be stored is never acknowledged: the session ends, and the broker keeps it. */
  fail(why: string): void;
};

export type Consumer = {
  begin(): void;
  /** Resolves when it is dealt with. */
  take(message: Bodies["message"], rest: Uint8Array): Promise<void>;
};

/** Of one batch, into one commit of the intake. */
const mostAtOnce = 200;

export function startConsumer(options: ConsumerOptions): Consumer {
  const { link, consumerId, window, fail } = options;
  let used = 0;
  const give = (messagePermits: number) => link.say({ kind: "flow", body: { consumerId, messagePermits } });
  return {
    begin: () => give(window),
    async take({ messageId }, rest) {
      const entry = readEntry(rest);
      try {
        const isStored = await storeAll(entry, `${messageId.ledgerId}:${messageId.entryId}`, options);
        if (isStored) link.say({ kind: "ack", body: { consumerId, ackType: "Individual", messageId: [messageId] } });
      } catch (error) {
        return fail(error instanceof Fault ? `${error.code}: ${error.detail}` : String(error));
      }
      used += entry.count;
      if (used < window / 2) return;
      give(used);
      used = 0;
    },
  };
}

/** False where it cannot be opened: then it stays with the broker, and somebody is told. */
async function storeAll(entry: Entry, id: string, { from, session }: ConsumerOptions): Promise<boolean> {
  const messages = openOr(entry, (why) => session.refuse(`message ${id} of ${from} stays at the broker: ${why}`));
  if (messages === null) return false;
  for (let n = 0; n < messages.length; n += mostAtOnce)
    await Promise.all(messages.slice(n, n + mostAtOnce).map((body) => store(body, from, session)));
  return true;
}

function openOr(entry: Entry, refuse: (why: string) => void): Uint8Array[] | null {
  try {
    return entry.open();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "PUSH_UNREADABLE") throw error;
    refuse(error.detail);
    return null;
  }
}

/** What can never be stored is told and passed over: else it would come for ever. */
async function store(body: Uint8Array, from: string, { take, refuse }: ConsumerOptions["session"]): Promise<void> {
  if (body.length > largestPush) refuse(`a message of ${from} has ${body.length} bytes; ${largestPush} are the most`);
  else await take({ from, body });
}
