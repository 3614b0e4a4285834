/** Commands of Pulsar's protocol as values: what either side says, and its bytes. */
import protobuf from "protobufjs";
import { definitions } from "./definitions.ts";

export type MessageId = { ledgerId: bigint; entryId: bigint; partition?: number; batchIndex?: number };
export type ServerError = { error?: number; message?: string };
type AuthData = { authMethodName?: string; authData?: Uint8Array };

/** What the commands hold; ids of requests are put in by the connection. */
export type Bodies = {
  connect: {
    clientVersion: string;
    protocolVersion?: number;
    authMethodName?: string;
    authData?: Uint8Array;
    proxyToBrokerUrl?: string;
    featureFlags?: { supportsAuthRefresh?: boolean };
  };
  connected: { serverVersion: string; protocolVersion?: number; maxMessageSize?: number };
  authChallenge: { serverVersion?: string; challenge?: AuthData };
  authResponse: { clientVersion?: string; response?: AuthData; protocolVersion?: number };
  subscribe: {
    topic: string;
    subscription: string;
    subType: "Exclusive" | "Shared" | "Failover" | "Key_Shared";
    consumerId: bigint;
    requestId: bigint;
    consumerName?: string;
    initialPosition?: "Latest" | "Earliest";
  };
  producer: { topic: string; producerId: bigint; requestId: bigint; producerName?: string };
  producerSuccess: { requestId: bigint; producerName: string; lastSequenceId?: bigint };
  closeProducer: { producerId: bigint; requestId: bigint };
  send: { producerId: bigint; sequenceId: bigint; numMessages?: number };
  sendReceipt: { producerId: bigint; sequenceId: bigint; messageId?: MessageId };
  message: { consumerId: bigint; messageId: MessageId; redeliveryCount?: number };
  ack: { consumerId: bigint; ackType: "Individual" | "Cumulative"; messageId: MessageId[]; requestId?: bigint };
  ackResponse: { consumerId: bigint; requestId?: bigint } & ServerError;
  flow: { consumerId: bigint; messagePermits: number };
  success: { requestId: bigint };
  error: { requestId: bigint; error: number; message: string };
  closeConsumer: { consumerId: bigint; requestId: bigint };
  reachedEndOfTopic: { consumerId: bigint };
  redeliverUnacknowledgedMessages: { consumerId: bigint; messageIds?: MessageId[] };
  ping: Record<string, never>;
  pong: Record<string, never>;
  partitionMetadata: { topic: string; requestId: bigint };
  partitionMetadataResponse: { requestId: bigint; partitions?: number; response?: "Success" | "Failed" } & ServerError;
  lookupTopic: { topic: string; requestId: bigint; authoritative?: boolean };
  lookupTopicResponse: {
    requestId: bigint;
    response?: "Redirect" | "Connect" | "Failed";
    brokerServiceUrl?: string;
    brokerServiceUrlTls?: string;
    authoritative?: boolean;
    proxyThroughServiceUrl?: boolean;
  } & ServerError;
};
export type Kind = keyof Bodies;
export type Command = { [One in Kind]: { kind: One; body: Bodies[One] } }[Kind];

export type Metadata = {
  producerName: string;
  sequenceId: bigint;
  publishTime: bigint;
  properties?: { key: string; value: string }[];
  compression?: number;
  uncompressedSize?: number;
  numMessagesInBatch?: number;
  encryptionKeys?: { key: string; value: Uint8Array }[];
  numChunksFromMsg?: number;
};
export type SingleMetadata = { payloadSize: number; compactedOut?: boolean };

const { root } = protobuf.parse(definitions);
const BaseCommand = root.lookupType("pulsar.proto.BaseCommand");
const plain = { longs: BigInt, enums: String };

/** What a number is called; the number itself where it is not known. */
const names = (name: string) => (value: number) =>
  root.lookupEnum(`pulsar.proto.${name}`).valuesById[value] ?? `${value}`;
export const compressionOf = names("CompressionType");
export const errorOf = names("ServerError");
/** What is called so. */
export const numberOf = (name: "CompressionType" | "ServerError", value: string) =>
  root.lookupEnum(`pulsar.proto.${name}`).values[value] ?? 0;

function codecOf<Value extends object>(name: string) {
  const type = root.lookupType(`pulsar.proto.${name}`);
  return {
    encode: (value: Value): Uint8Array => type.encode(type.fromObject(value)).finish(),
    /** Throws for what is none. */
    decode: (bytes: Uint8Array): Value => type.toObject(type.decode(bytes), plain as never) as Value,
  };
}
export const metadata = codecOf<Metadata>("MessageMetadata");
export const singleMetadata = codecOf<SingleMetadata>("SingleMessageMetadata");

const base = codecOf<{ type: number } & Record<string, unknown>>("BaseCommand");

/** A command's type has the number of its field. */
export function encode({ kind, body }: Command): Uint8Array {
  return base.encode({ type: BaseCommand.fields[kind]?.id ?? 0, [kind]: body });
}

/** Null for a command that nobody here knows. Throws for what is none. */
export function decode(bytes: Uint8Array): Command | null {
  const { type, ...bodies } = base.decode(bytes);
  const kind = BaseCommand.fieldsById[type]?.name ?? "";
  const body = bodies[kind];
  return body === undefined ? null : ({ kind, body } as Command);
}
