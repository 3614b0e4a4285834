/** Stands between agent and hub, passes every byte on, and tells what goes by: batches up, acknowledgements down. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type Ack, decodeAck } from "../core/ack.ts";
import { parseTopic, type Topic } from "../core/topics.ts";
import type { Place } from "./place.ts";

export type Watcher = {
  onBatch?(batch: Topic & { kind: "batch" }): void;
  onAck?(ack: Ack): void;
};

const publish = 3;

/** Returns the port the agent connects to. While nobody listens behind, a connection is closed again. */
export async function watchLine(place: Place, hubPort: number, watcher: Watcher): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (agent) => {
    const hub = connect({ port: hubPort, host: "127.0.0.1", noDelay: true });
    sockets.push(agent, hub);
    for (const [socket, other] of [[agent, hub] as const, [hub, agent] as const]) {
      socket.on("error", () => socket.destroy());
      socket.on("close", () => other.destroy());
    }
    const [up, down] = [packetCutter(), packetCutter()];
    agent.on("data", (bytes) => {
      for (const { topic } of up(bytes)) if (topic?.kind === "batch") watcher.onBatch?.(topic);
      hub.write(bytes);
    });
    hub.on("data", (bytes) => {
      for (const { topic, body } of down(bytes)) if (topic?.kind === "ack") watcher.onAck?.(decodeAck(body));
      agent.write(bytes);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  place.atEnd(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

type Message = { topic: Topic | null; body: Buffer };

/** Cuts a stream of MQTT packets, however it is split; yields the messages in it [MQTT 3.1.1 §2.2]. */
function packetCutter(): (bytes: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const found: Message[] = [];
    for (let size = packetSize(rest); size !== null && size.end <= rest.length; size = packetSize(rest)) {
      const head = rest[0] as number;
      if (head >> 4 === publish) found.push(messageOf(rest.subarray(size.start, size.end), (head & 6) > 0));
      rest = rest.subarray(size.end);
    }
    return found;
  };
}

/** Where the packet's variable header begins and where the packet ends; null while the length is not all there. */
function packetSize(bytes: Buffer): { start: number; end: number } | null {
  let length = 0;
  for (let i = 1; i < Math.min(5, bytes.length); i++) {
    const byte = bytes[i] as number;
    length += (byte & 127) * 128 ** (i - 1);
    if (byte < 128) return { start: i + 1, end: i + 1 + length };
  }
  return null;
}

function messageOf(packet: Buffer, hasId: boolean): Message {
  const length = packet.readUInt16BE(0);
  return {
    topic: parseTopic(packet.toString("utf8", 2, 2 + length)),
    body: packet.subarray(2 + length + (hasId ? 2 : 0)),
  };
}
