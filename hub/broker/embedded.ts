/** The hub as its own MQTT broker: aedes over TCP. */
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from "node:tls";
import { Aedes, type AedesOptions, type PublishPacket } from "aedes";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { type BucketRate, fullBucket, take } from "../../core/token-bucket.ts";
import { gatewayMayPublish, gatewayMaySubscribe, hubSubscriptions, parseTopic } from "../../core/topics.ts";
import { addressOf, listen } from "../listen.ts";
import type { Door, Peer } from "./door.ts";
import type { Deliver, Line } from "./line.ts";
import { limitPackets } from "./packet-limit.ts";

export type EmbeddedOptions = {
  host: string;
  port: number;
  door: Door;
  /** CONNECTs a second that are looked at; the rest is asked to come later. 50 unless given. */
  connectRate?: number;
  /** Ms that only go forward; the process's own unless given. */
  monotonic?: () => number;
  /** For gateways that are enrolled. */
  tls?: { port: number; key: string; cert: string; ca: string };
};

/** QoS 2 messages of one device that wait for its PUBREL, in memory; one more ends its connection. Gateways speak QoS 0 and 1. */
const maxInflightInbound = 8;

/** What was published last is sent before the end, if that takes no longer, ms. */
const lastWordsMs = 500;

export async function embeddedLine(options: EmbeddedOptions): Promise<Line> {
  const { host, port, door, connectRate = 50, monotonic = () => performance.now() } = options;
  const mayConnect = limitRate({ perSecond: connectRate, burst: connectRate }, monotonic);
  const peers = new WeakMap<object, Peer>();
  const aedes = await Aedes.createBroker({ ...rights(door, mayConnect, peers), concurrency: 0, maxInflightInbound });
  const unsent = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    aedes.handle(limitPackets(socket));
  });
  const secure =
    options.tls === undefined
      ? null
      : secureServer(options.tls, door, sockets, (socket, peer) => {
          const stream = limitPackets(socket);
          peers.set(stream, peer);
          aedes.handle(stream);
        });
  return {
    async open(deliver, whenUp) {
      for (const filter of hubSubscriptions) await subscribe(aedes, filter, deliver);
      await listen(server, { host, port, setting: "mqttPort" });
      if (secure !== null) await listen(secure, { host, port: options.tls?.port ?? 0, setting: "mqttsPort" });
      whenUp();
    },
    publish(topic, body, options) {
      const sent = publish(aedes, topic, body, options?.retain ?? false).finally(() => unsent.delete(sent));
      unsent.add(sent);
    },
    isUp: () => server.listening,
    address: () => `mqtt://${addressOf(server, host)}`,
    secureAddress: () => (secure === null ? null : `mqtts://${addressOf(secure, host)}`),
    shutOut: (client) => aedesClient(aedes, client)?.close(),
    async close() {
      await Promise.race([Promise.all(unsent), setTimeout(lastWordsMs, undefined, { ref: false })]);
      const secured = secure === null ? null : new Promise<void>((done) => secure.close(() => done()));
      await close(aedes, server, sockets);
      await secured;
    },
  };
}

/** Whether one more may pass now. */
function limitRate(rate: BucketRate, monotonic: () => number): () => boolean {
  let bucket = fullBucket(rate, monotonic());
  return () => {
    const after = take(bucket, rate, 1, monotonic());
    bucket = after ?? bucket;
    return after !== null;
  };
}

/** Mutual TLS: who shows no certificate of the hub's own authority gets no further than the handshake. */
function secureServer(
  { key, cert, ca }: NonNullable<EmbeddedOptions["tls"]>,
  door: Door,
  sockets: Set<Socket>,
  onPeer: (socket: TLSSocket, peer: Peer) => void,
): TlsServer {
  const settings = { key, cert, ca, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.2" as const };
  const server = createTlsServer({ ...settings, handshakeTimeout: handshakeMs, noDelay: true, keepAlive: true });
  server.on("connection", (socket) => sockets.add(socket.once("close", () => sockets.delete(socket))));
  server.on("tlsClientError", (error) => door.turnedAway(error.message));
  server.on("secureConnection", (socket) => {
    const { subject, fingerprint256 } = socket.getPeerCertificate();
    onPeer(socket, { cn: String(subject.CN), fingerprint: fingerprint256.replaceAll(":", "").toLowerCase() });
  });
  return server;
}

/** A connection that does not come to its CONNECT is ended. */
const handshakeMs = 10_000;

/** aedes keeps them by id; its types do not say so. */
function aedesClient(aedes: Aedes, id: string): { close(): void } | undefined {
  return (aedes as unknown as { clients: Record<string, { close(): void }> }).clients[id];
}

function rights(door: Door, mayConnect: () => boolean, peers: WeakMap<object, Peer>): AedesOptions {
  return {
    authenticate: (client, name, key, done) => {
      if (!mayConnect()) return done(refusal("server unavailable", 3), false);
      const peer = peers.get(client.conn);
      const enter = () => {
        if (peer !== undefined) return door.admitPeer(client.id, peer);
        return isDevice(client.id) ? admitDevice(door, client.id, key) : door.admit(client.id, key);
      };
      const admitted = client.id === name ? enter() : Promise.resolve(false);
      void admitted.then((isAdmitted) => done(isAdmitted ? null : refusal("not authorized", 5), isAdmitted));
    },
    authorizePublish: (client, packet, done) => {
      if (client === null) return done(null);
      if (isDevice(client.id)) return takeOwn(door, client.id, packet, done);
      if (packet.qos === 2) return done(refuse(door, client.id, `${packet.topic} with QoS 2: 0 and 1 are taken`));
      if (!gatewayMayPublish(client.id, packet.topic)) return done(refuse(door, client.id, packet.topic));
      if (!retainedKinds.has(parseTopic(packet.topic)?.kind ?? "")) packet.retain = false;
      done(null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      if (gatewayMaySubscribe(client.id, subscription.topic)) return done(null, subscription);
      refuse(door, client.id, subscription.topic);
      done(null, null);
    },
  };
}

function isDevice(id: string): boolean {
  return id.includes("@");
}

async function admitDevice({ devices }: Door, user: string, credential: Uint8Array | undefined): Promise<boolean> {
  return (await devices?.admitDevice(user, credential)) ?? false;
}

/** [MQTT 3.1.1 §4.3.2] Its PUBACK leaves after `done`, so after the commit; without it the device sends again. */
function takeOwn(door: Door, user: string, packet: PublishPacket, done: (error?: Error | null) => void): void {
  packet.retain = false;
  const { topic, payload, messageId: id, dup } = packet as PublishPacket & { messageId?: number };
  const body = typeof payload === "string" ? Buffer.from(payload) : payload;
  const refused = () => new Fault("PUSH_REFUSED", `a message of "${user}" was not taken`);
  const taking =
    door.devices?.takeFrom(user, topic, body, id === undefined ? id : { id, isAgain: dup }) ?? Promise.resolve(false);
  void taking.then((isTaken) => done(isTaken ? null : refused()));
}

/** What a gateway may leave with the broker; anything else retained would pile up in memory. */
const retainedKinds = new Set<string>(["status", "devices", "reported"]);

function refuse(door: Door, id: string, topic: string): Fault {
  door.refused(id as GatewayId, topic);
  return new Fault("TOPIC_FOREIGN", `"${id}" may not use ${topic}`);
}

/** [MQTT 3.1.1 §3.2.2.3] 3: server unavailable; 5: not authorized. */
function refusal(words: string, returnCode: 3 | 5): Error & { returnCode: number } {
  return Object.assign(new Error(words), { returnCode });
}

function subscribe(aedes: Aedes, filter: string, deliver: Deliver): Promise<void> {
  return new Promise((resolve) => {
    const take = ({ topic, payload }: { topic: string; payload: string | Buffer }, done: () => void) => {
      void deliver(topic, typeof payload === "string" ? Buffer.from(payload) : payload).then(done);
    };
    aedes.subscribe(filter, take, resolve);
  });
}

function publish(aedes: Aedes, topic: string, body: string | Uint8Array, retain: boolean): Promise<void> {
  const payload = typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return new Promise((resolve) => {
    aedes.publish({ cmd: "publish", topic, payload, qos: 1, retain, dup: false }, () => resolve());
  });
}

/** Also those that have not said who they are: the server closes only when the last socket is gone. */
async function close(aedes: Aedes, server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await new Promise<void>((resolve) => aedes.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
}
