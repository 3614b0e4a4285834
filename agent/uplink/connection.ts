/** One MQTT connection to the hub's broker, from CONNECT to its end; reconnecting is the uplink's business. */
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type IClientOptions, MqttClient } from "mqtt";
import { writeToStream } from "mqtt-packet";
import { checkHubIdentity } from "./hub-identity.ts";

// It would prepare a buffer for each of 65,536 packet ids, 10 MB, at its first packet.
writeToStream.cacheNumbers = false;

export type ConnectionSettings = {
  url: string;
  clientId: string;
  username: string;
  password: string;
  keepaliveS: number;
  connectTimeoutMs: number;
  will: { topic: string; payload: string };
  /** For `mqtts:`; PEM. */
  tls: TlsIdentity | null;
};

export type TlsIdentity = { key: string; cert: string; ca: string };

export type ConnectionEvents = {
  onOpen(): void;
  /** Anything at all came in: the broker lives. */
  onHeard(): void;
  onMessage(topic: string, payload: Uint8Array): void;
  /** Called once, with the reason. */
  onClosed(reason: string): void;
};

export type Connection = {
  publish(topic: string, payload: string | Uint8Array, options?: { retain?: boolean }): void;
  /** Gives the line up at once; `onClosed` is told why. */
  drop(why: string): void;
  /** Sends what is queued and says goodbye, or gives up after `withinMs`. */
  end(withinMs: number): Promise<void>;
};

function openSocket(host: string, port: string, tls: TlsIdentity | null): Socket {
  if (tls === null) return connect({ host, port: Number(port || 1883), noDelay: true });
  const known = { ...tls, minVersion: "TLSv1.2", checkServerIdentity: checkHubIdentity } as const;
  const socket = connectTls({ host, port: Number(port || 8883), ...known });
  return socket.setNoDelay(true);
}

export function openConnection(
  settings: ConnectionSettings,
  subscriptions: string[],
  events: ConnectionEvents,
): Connection {
  const { hostname, port } = new URL(settings.url);
  const options: IClientOptions = {
    clientId: settings.clientId,
    username: settings.username,
    password: settings.password,
    protocolVersion: 4,
    clean: true,
    keepalive: settings.keepaliveS,
    connectTimeout: settings.connectTimeoutMs,
    reconnectPeriod: 0,
    will: { topic: settings.will.topic, payload: Buffer.from(settings.will.payload), qos: 1, retain: true },
  };
  // Nagle's algorithm with delayed ACKs would cost an alert 20 ms.
  const client = new MqttClient(() => openSocket(hostname, port, settings.tls), options);
  let reason = "the connection was closed";
  let dropped: string | null = null;
  client.on("error", (error) => {
    reason = error.message;
  });
  client.on("connect", () =>
    client.subscribe(subscriptions, { qos: 1 }, (error) => {
      if (error) client.end(true);
      else events.onOpen();
    }),
  );
  client.on("packetreceive", () => events.onHeard());
  client.on("message", (topic, payload) => events.onMessage(topic, payload));
  client.once("close", () => {
    client.end(true);
    events.onClosed(dropped ?? reason);
  });
  return {
    publish: (topic, payload, { retain = false } = {}) =>
      void client.publish(topic, payload as Buffer, { qos: 1, retain }, (error) => {
        if (error) reason = error.message;
      }),
    drop(why) {
      dropped = why;
      client.end(true);
    },
    end: (withinMs) =>
      new Promise((done) => {
        const impatient = setTimeout(() => client.end(true, () => done()), withinMs);
        client.end(false, () => {
          clearTimeout(impatient);
          done();
        });
      }),
  };
}
