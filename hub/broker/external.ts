/** The hub as a client of another MQTT broker (Mosquitto, EMQX, NATS); who may do what is that broker's to say. */
import { connect as connectTcp, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { type IClientOptions, MqttClient } from "mqtt";
import type { Logger } from "pino";
import { hubSubscriptions } from "../../core/topics.ts";
import type { Deliver, Line } from "./line.ts";
import { limitPackets } from "./packet-limit.ts";

export type ExternalOptions = {
  /** `mqtt://name:password@host:port` or `mqtts://…` */
  url: string;
  log: Logger;
  /** Width of the first window of the reconnect's full jitter; it doubles up to `largestWindowMs`. */
  firstWindowMs?: number;
  random?: () => number;
};

const largestWindowMs = 30_000;
/** What was published last is sent before the end, if that takes no longer, ms. */
const lastWordsMs = 500;

export function externalLine({ url, log, firstWindowMs = 1000, random = Math.random }: ExternalOptions): Line {
  const address = new URL(url);
  const client = new MqttClient(() => limitPackets(connect(address)) as never, clientOptions(address));
  const broker = address.host;
  let state: "closed" | "down" | "up" = "closed";
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const retry = () => {
    if (state === "closed") return;
    state = "down";
    if (failures === 0) log.warn({ broker }, "the broker is away; it is tried until it is back");
    const windowMs = Math.min(largestWindowMs, firstWindowMs * 2 ** failures++);
    timer = setTimeout(() => client.reconnect(), random() * windowMs);
  };
  const subscribe = (whenUp: () => void) => {
    client.subscribe(hubSubscriptions, { qos: 1 }, (error) => {
      if (error) log.warn({ broker, err: error }, "the broker refused the hub's subscriptions");
      if (error) return void client.stream.destroy();
      state = "up";
      failures = 0;
      whenUp();
    });
  };

  return {
    async open(deliver, whenUp) {
      state = "down";
      client.handleMessage = (packet, done) => void hand(deliver, packet, done);
      client.on("error", (error) => log.debug({ broker, err: error }, "the connection to the broker failed"));
      client.on("close", retry);
      client.on("connect", () => subscribe(whenUp));
      client.connect();
    },
    publish(topic, body, options) {
      if (state === "up") client.publish(topic, bytes(body), { qos: 1, retain: options?.retain ?? false });
    },
    isUp: () => state === "up",
    secureAddress: () => null,
    // Whom another broker lets in is that broker's to say; hub/README.md tells how it learns of a revocation.
    shutOut: () => undefined,
    address: () => `${address.protocol}//${broker}`,
    async close() {
      if (state === "closed") return;
      const wasUp = state === "up";
      state = "closed";
      clearTimeout(timer);
      if (wasUp) await Promise.race([client.endAsync(), sleep(lastWordsMs, undefined, { ref: false })]);
      await client.endAsync(true);
    },
  };
}

function bytes(body: string | Uint8Array): string | Buffer {
  return typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function clientOptions(address: URL): IClientOptions {
  const { username, password } = address;
  return {
    ...(username === "" ? {} : { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
    clientId: `lilong-hub-${process.pid}-${Date.now().toString(36)}`,
    manualConnect: true,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: 30,
    resubscribe: false,
    queueQoSZero: false,
  };
}

/** A connection to a broker, `mqtt:` or `mqtts:`; `ca`: PEM of the authority that signed its certificate, public ones unless given. */
export function connect({ protocol, hostname, port }: URL, ca?: string): Duplex {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol === "mqtt:") return connectTcp({ host, port: Number(port || 1883), noDelay: true });
  // [RFC 6066 §3] An address is no name to ask for; the certificate has to be for it all the same.
  const servername = isIP(host) === 0 ? host : "";
  const socket = connectTls({ host, port: Number(port || 8883), servername, ...(ca === undefined ? {} : { ca }) });
  return socket.setNoDelay(true);
}

async function hand(
  deliver: Deliver,
  { topic, payload }: { topic: string; payload: string | Buffer },
  done: () => void,
): Promise<void> {
  await deliver(topic, typeof payload === "string" ? Buffer.from(payload) : payload);
  done();
}
