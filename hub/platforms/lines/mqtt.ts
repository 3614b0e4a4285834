/** The MQTT line: a session that the broker keeps for the hub; each message is acknowledged to it once it is durable here. */
import { type IClientOptions, type IPublishPacket, MqttClient } from "mqtt";
import { connect } from "../../broker/external.ts";
import { limitPackets } from "../../broker/packet-limit.ts";
import { matches } from "../kit/mqtt.ts";
import type { MqttWish } from "../kit/platform.ts";
import type { Carrier, Line, StartLine } from "./line.ts";

export const startMqtt: StartLine = ({ platform, connector }, carrier, { clock }) => {
  const wish = platform.mqtt?.(connector, clock()) ?? null;
  return wish === null ? null : holdSession(wish, carrier);
};

function holdSession(wish: NonNullable<MqttWish>, carrier: Carrier): Line {
  const address = new URL(wish.url);
  const client = new MqttClient(() => limitPackets(connect(address)) as never, optionsOf(wish));
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let why = "";

  client.handleMessage = (packet, done) => void hand(wish, carrier, packet, done, () => client.stream?.destroy());
  client.on("error", (error) => (why = error.message || (error as NodeJS.ErrnoException).code || "it failed"));
  client.on("close", () => {
    if (isClosed) return;
    timer = setTimeout(() => client.reconnect(), carrier.down(why || "the broker ended the connection"));
    why = "";
  });
  client.on("connect", () => void subscribe(client, wish.topics, carrier, (failure) => (why = failure)));
  client.connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client.endAsync(true);
    },
  };
}

/** One after another: what a platform says of its devices comes before what they say. */
async function subscribe(
  client: MqttClient,
  topics: string[],
  carrier: Carrier,
  failed: (why: string) => void,
): Promise<void> {
  try {
    for (const topic of topics) {
      const granted = await client.subscribeAsync(topic, { qos: 1 });
      if (granted.some(({ qos }) => qos > 2)) throw new Error(`the broker refused the subscription to ${topic}`);
    }
    carrier.up();
  } catch (error) {
    failed((error as Error).message);
    client.stream?.destroy();
  }
}

/** `done` sends the PUBACK. What could not be stored is never acknowledged: the connection ends and the broker keeps it. */
async function hand(
  { except = [] }: NonNullable<MqttWish>,
  carrier: Carrier,
  { topic, payload, retain }: IPublishPacket,
  done: () => void,
  giveUp: () => void,
): Promise<void> {
  try {
    const body = typeof payload === "string" ? Buffer.from(payload) : payload;
    const isPassedOver = except.some((filter) => matches(filter, topic));
    if (!isPassedOver) await carrier.take({ from: topic, body, isRetained: retain === true });
    done();
  } catch {
    giveUp();
  }
}

function optionsOf({ clientId, username, password }: NonNullable<MqttWish>): IClientOptions {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    clientId,
    clean: false,
    manualConnect: true,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: 30,
    resubscribe: false,
    queueQoSZero: false,
  };
}
