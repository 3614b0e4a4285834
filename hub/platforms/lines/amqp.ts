/** One session over AMQP 1.0: so many messages at once as we gave credit for, each settled once it is stored. */
import type { Socket } from "node:net";
import rhea, { type Connection, type Delivery, type EventContext, type Message, type Receiver } from "rhea";
import { Fault } from "../../../core/fault.ts";
import { largestPush } from "../door/server.ts";
import type { AmqpWish } from "../kit/amqp.ts";
import { seal } from "../kit/envelope.ts";
import type { Session } from "./line.ts";
import { tlsFailure, tlsOptions } from "./tls.ts";

/** Messages on their way to the disk; the rest waits at the platform. */
const window = 200;
/** Alibaba takes 30 s to 300 s, IoTDA what it is told. */
const idleMs = 60_000;
const openMs = 15_000;

const ends = [
  ...["connection_error", "connection_close", "disconnected", "protocol_error", "error"],
  ...["session_error", "session_close", "receiver_error", "receiver_close"],
];

/** Resolves with why it is over; what was not settled by then comes again. */
export async function holdAmqp(wish: AmqpWish, session: Session): Promise<string> {
  const over = Promise.withResolvers<string>();
  const end = new AbortController();
  const connection = rhea.create_container().connect(connectOptions(wish));
  for (const event of ends) connection.on(event, (context: unknown) => over.resolve(reasonOf(event, context)));
  boundFrames(connection, over.resolve);
  const stop = () => over.resolve(String(session.signal.reason));
  session.signal.addEventListener("abort", stop, { once: true });
  const receiver = connection.open_receiver(receiverOptions(wish));
  const flow = startFlow(receiver, wish, session, end.signal, over.resolve);
  connection.on("message", flow.take);
  connection.on("receiver_open", () => {
    flow.begin();
    session.up();
  });
  void session.pause(openMs, end.signal).then(() => flow.hasBegun() || over.resolve(`no answer in ${openMs / 1000} s`));
  const why = await over.promise;
  end.abort("the session is over");
  session.signal.removeEventListener("abort", stop);
  await closeSoon(connection);
  return why;
}

/** Asked for in the `open` frame; who sends more all the same, or before it, is left as soon as it says so. */
const mostFrame = 2 * largestPush;

/** The library gathers a frame for as long as its length says, and asks nobody: 4 GB are within what a length can say. */
function boundFrames(connection: Connection, over: (why: string) => void): void {
  const { socket } = connection as unknown as { socket: Socket };
  socket.on("data", () => {
    const { frame_size: claimed = 0 } = connection as unknown as { frame_size?: number };
    if (claimed <= mostFrame) return;
    socket.destroy();
    over(`a frame of ${claimed} bytes is announced; ${mostFrame} are the most`);
  });
}

function connectOptions({ host, port, tls, ca, username, password, vhost }: AmqpWish) {
  return {
    ...{ host, port, username, password, reconnect: false, idle_time_out: idleMs, max_frame_size: mostFrame },
    ...(vhost === undefined ? {} : { hostname: vhost }),
    ...(tls ? { transport: "tls" as const, ...tlsOptions(host, ca) } : {}),
  } as Parameters<ReturnType<typeof rhea.create_container>["connect"]>[0];
}

function receiverOptions({ source }: AmqpWish) {
  return { source: { address: source }, credit_window: 0, autoaccept: false };
}

function startFlow(
  receiver: Receiver,
  wish: AmqpWish,
  session: Session,
  ended: AbortSignal,
  fail: (why: string) => void,
) {
  let hasBegun = false;
  let onTheirWay = 0;
  let left = 0;
  const give = () => {
    left = window;
    receiver.add_credit(window);
  };
  return {
    hasBegun: () => hasBegun,
    begin() {
      hasBegun = true;
      give();
    },
    take({ message, delivery }: EventContext) {
      if (ended.aborted || message === undefined || delivery === undefined) return;
      onTheirWay++;
      left--;
      takeOne(message, delivery, wish, session)
        .then(() => {
          onTheirWay--;
          // Credit given while messages are under way is counted differently by different brokers.
          if (left <= 0 && onTheirWay === 0 && !ended.aborted) give();
        })
        .catch((error: unknown) => fail(error instanceof Fault ? `${error.code}: ${error.detail}` : String(error)));
    },
  };
}

/** What can never be stored is rejected: else it would come for ever. */
async function takeOne(message: Message, delivery: Delivery, wish: AmqpWish, session: Session): Promise<void> {
  const body = storedOf(message, wish);
  if (body.length > largestPush) {
    session.refuse(`a message of ${body.length} bytes; ${largestPush} are the most`);
    delivery.reject({ condition: "amqp:link:message-size-exceeded", description: "too large" });
    return;
  }
  await session.take({ from: wish.source, body });
  delivery.accept();
}

function storedOf(message: Message, { tells }: AmqpWish): Uint8Array {
  const body = bytesOf(message.body);
  if (tells === undefined) return body;
  const told = { ...message, ...message.application_properties } as Record<string, unknown>;
  const facts = tells.filter((name) => told[name] !== undefined && told[name] !== null);
  return seal(Object.fromEntries(facts.map((name) => [name, plain(told[name])])), body);
}

function plain(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

/** A data section, or a value: text, bytes, anything else as JSON. */
function bytesOf(body: unknown): Uint8Array {
  const content = isSection(body) ? body.content : body;
  if (content instanceof Uint8Array) return content;
  if (Array.isArray(content) && content.every((part) => part instanceof Uint8Array)) return Buffer.concat(content);
  return Buffer.from(typeof content === "string" ? content : (JSON.stringify(content) ?? ""));
}

function isSection(body: unknown): body is { content: unknown } {
  return typeof body === "object" && body !== null && "typecode" in body && "content" in body;
}

type Said = { message?: string; condition?: string; description?: string; code?: string };
type Context = { error?: Said; connection?: { error?: Said }; receiver?: { error?: Said }; session?: { error?: Said } };

/** Some brokers answer with all that they know of themselves. */
const mostWhy = 300;

/** As the other side says it. */
function reasonOf(event: string, context: unknown): string {
  const { error, receiver, session, connection } = context as Context;
  const said = error ?? receiver?.error ?? session?.error ?? connection?.error ?? (context as Said);
  const untrusted = tlsFailure(said);
  if (untrusted !== null) return untrusted.slice(0, mostWhy);
  const words = [said.condition ?? said.code, said.description ?? said.message].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(": ").slice(0, mostWhy) : event.replace("_", " ");
}

/** What was settled goes out first. */
async function closeSoon(connection: Connection): Promise<void> {
  const { socket } = connection as unknown as { socket?: { destroySoon(): void } };
  connection.close();
  await new Promise((resolve) => setImmediate(resolve));
  socket?.destroySoon();
}
