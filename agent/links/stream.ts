/** Byte streams that devices speak on: one of a line or a connection made here, or one for each that dials in. */
import type { LinkState } from "./link.ts";

export type Stream = {
  /** Where it comes from: `bus-a`, `10.0.0.7:41234`. */
  name: string;
  /** Resolves when the bytes have left; rejects when the stream is gone. */
  write(bytes: Uint8Array): Promise<void>;
};

export type StreamEvents = {
  onOpen(stream: Stream): void;
  onBytes(stream: Stream, bytes: Uint8Array): void;
  onClose(stream: Stream): void;
  onState(state: LinkState): void;
};

export type Streams = { close(): Promise<void> };
export type OpenStreams = (events: StreamEvents) => Streams;
