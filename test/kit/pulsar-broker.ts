/** For tests: a stand-in for a broker of Apache Pulsar, written from its published protocol: loopback, with TLS or without, the token checked. */
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { onTestFinished } from "vitest";
import { type Bodies, type Command, type Kind, numberOf } from "../../hub/platforms/lines/pulsar/command.ts";
import { readEntry } from "../../hub/platforms/lines/pulsar/entry.ts";
import { type Frame, frameOf, startCutter } from "../../hub/platforms/lines/pulsar/frame.ts";
import { freePort } from "../rig/commands.ts";
import { type EntryWish, entryOf } from "./pulsar-entry.ts";
import { type Reader, startTopics, type Topics } from "./pulsar-topics.ts";

export type BrokerOptions = {
  /** Whose token is another is turned away. */
  token?: string;
  /** PEM. */
  tls?: { key: string; cert: string };
  /** Shared by brokers of one cluster. */
  topics?: Topics;
  partitions?: Record<string, number>;
  /** Where a topic is; this broker has it unless given. */
  lookup?(question: Bodies["lookupTopic"], port: number): Partial<Bodies["lookupTopicResponse"]>;
  /** What subscriptions are refused with. */
  refuses?: { error: string; message: string };
};

export type Broker = {
  url: string;
  port: number;
  topics: Topics;
  /** What came, in order. */
  heard: Command[];
  /** Puts an entry into a topic of this name, as the cloud does. */
  publish(topic: string, messages: readonly (string | Buffer)[], wish?: EntryWish): void;
  /** To everybody who is connected. */
  say(command: Command, rest?: Buffer): void;
  sayBytes(bytes: Buffer): void;
  /** Hears and says nothing any more. */
  freeze(): void;
  /** As a power cut; what it kept is there when it starts again. */
  kill(): Promise<void>;
  start(): Promise<void>;
};

export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const { topics = startTopics(), tls } = options;
  const port = await freePort();
  const url = `${tls === undefined ? "pulsar" : "pulsar+ssl"}://127.0.0.1:${port}`;
  const sockets = new Set<Socket>();
  let server: Server;
  let isFrozen = false;
  const heard: Command[] = [];
  const sayBytes = (bytes: Buffer) => {
    for (const socket of sockets) socket.write(bytes);
  };
  const meet = (socket: Socket) => {
    sockets.add(socket);
    const client = startClient(socket, { ...options, topics, url, port });
    const cutter = startCutter();
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      client.leave();
    });
    const hear = (frames: Frame[]) => {
      for (const { command, rest } of frames)
        if (command !== null) {
          heard.push(command);
          client.hear(command, rest);
        }
    };
    socket.on("data", (bytes) => {
      if (isFrozen) return;
      try {
        hear(cutter.cut(bytes));
      } catch {
        socket.destroy();
      }
    });
  };
  const broker: Broker = {
    ...{ url, port, topics, heard, sayBytes },
    publish: (topic, messages, wish) =>
      void topics.put(`persistent://${topic}`, entryOf(messages, wish), Math.max(1, messages.length)),
    say: (command, rest) => sayBytes(frameOf(command, rest)),
    freeze: () => (isFrozen = true),
    async kill() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
    async start() {
      server = tls === undefined ? createServer(meet) : createTlsServer(tls, meet);
      server.on("tlsClientError", () => {});
      await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    },
  };
  await broker.start();
  onTestFinished(() => broker.kill());
  return broker;
}

type ClientOptions = BrokerOptions & { topics: Topics; url: string; port: number };

/** One connection as the broker sees it. */
function startClient(socket: Socket, options: ClientOptions) {
  const { topics, token, tls, partitions = {}, lookup, refuses, url, port } = options;
  const readers = new Map<bigint, Reader>();
  const producers = new Map<bigint, string>();
  let isIn = false;
  const say = (command: Command, rest?: Buffer) => void (socket.writable && socket.write(frameOf(command, rest)));
  const turnAway = (name: string, message: string) => {
    const error = numberOf("ServerError", name);
    say({ kind: "error", body: { requestId: 2n ** 64n - 1n, error, message } });
    socket.end();
  };
  const hears: { [One in Kind]?: (body: Bodies[One], rest: Buffer) => void } = {
    connect({ authMethodName, authData }) {
      const isKnown = token === undefined || (authMethodName === "token" && textOf(authData) === token);
      if (!isKnown) return turnAway("AuthenticationError", `Failed to authenticate "${textOf(authData)}"`);
      isIn = true;
      say({ kind: "connected", body: { serverVersion: "stand-in", protocolVersion: 17, maxMessageSize: 5_242_880 } });
    },
    ping: () => say({ kind: "pong", body: {} }),
    partitionMetadata: ({ requestId, topic }) =>
      say({
        kind: "partitionMetadataResponse",
        body: { requestId, response: "Success", partitions: partitions[topic] ?? 0 },
      }),
    lookupTopic(question) {
      const here = { response: "Connect", authoritative: true } as const;
      const at = tls === undefined ? { brokerServiceUrl: url } : { brokerServiceUrlTls: url };
      const found = lookup?.(question, port) ?? {};
      say({ kind: "lookupTopicResponse", body: { requestId: question.requestId, ...here, ...at, ...found } });
    },
    subscribe({ topic, subscription, subType, consumerId, requestId, initialPosition = "Latest" }) {
      const deliver: Reader["deliver"] = ({ id, rest }, redeliveryCount) =>
        say({ kind: "message", body: { consumerId, messageId: id, redeliveryCount } }, rest);
      const reader: Reader = { isAlone: subType === "Exclusive", permits: 0, deliver };
      const { error, message } = refuses ?? {
        error: "ConsumerBusy",
        message: "Exclusive consumer is already connected",
      };
      if (refuses !== undefined || !topics.subscribe(topic, subscription, reader, initialPosition))
        return say({ kind: "error", body: { requestId, error: numberOf("ServerError", error), message } });
      readers.set(consumerId, reader);
      say({ kind: "success", body: { requestId } });
    },
    flow: ({ consumerId, messagePermits }) => topics.flow(readers.get(consumerId) as Reader, messagePermits),
    ack({ consumerId, messageId, ackType, requestId }) {
      topics.ack(readers.get(consumerId) as Reader, messageId, ackType === "Cumulative");
      if (requestId !== undefined) say({ kind: "ackResponse", body: { consumerId, requestId } });
    },
    redeliverUnacknowledgedMessages: ({ consumerId, messageIds }) =>
      topics.giveBack(readers.get(consumerId) as Reader, messageIds),
    closeConsumer({ consumerId, requestId }) {
      topics.leave(readers.get(consumerId) as Reader);
      say({ kind: "success", body: { requestId } });
    },
    producer({ topic, producerId, requestId, producerName = "p-1" }) {
      producers.set(producerId, topic);
      say({ kind: "producerSuccess", body: { requestId, producerName, lastSequenceId: -1n } });
    },
    closeProducer: ({ requestId }) => say({ kind: "success", body: { requestId } }),
    send({ producerId, sequenceId, numMessages = 1 }, rest) {
      readEntry(rest).open();
      const messageId = topics.put(producers.get(producerId) as string, rest, numMessages);
      say({ kind: "sendReceipt", body: { producerId, sequenceId, messageId } });
    },
  };
  return {
    hear(command: Command, rest: Uint8Array) {
      if (!isIn && command.kind !== "connect") return turnAway("NotAllowedError", "not signed in");
      (hears[command.kind] as ((body: unknown, rest: Buffer) => void) | undefined)?.(command.body, Buffer.from(rest));
    },
    leave() {
      for (const reader of readers.values()) topics.leave(reader);
    },
  };
}

const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
