/** The MQTT line: a session that the broker keeps for the hub; each message is acknowledged to it once it is durable here. */
import { type IClientOptions, type IPublishPacket, MqttClient } from "mqtt";
import { connect } from "../../broker/external.ts";
import { limitPackets } from "../../broker/packet-limit.ts";
import { largestPush } from "../door/server.ts";
import type { Packet } from "../intake/intake.ts";
import { matches } from "../kit/mqtt.ts";
import type { MqttWish } from "../kit/platform.ts";
import type { Session } from "./line.ts";
import { tlsFailure } from "./tls.ts";

/** A broker counts its packets through before it uses an id again, and keeps what we did not confirm while we are away. */
const againMs = 86_400_000;

type Wish = NonNullable<MqttWish>;

/** Resolves with why the connection is over; it is not opened again here. */
export async function holdMqtt(wish: Wish, session: Session): Promise<string> {
  const address = new URL(wish.url);
  const client = new MqttClient(() => limitPackets(connect(address, wish.ca)) as never, optionsOf(wish));
  const over = Promise.withResolvers<string>();
  const end = (why: string) => over.resolve(why);
  client.handleMessage = (packet, done) => void hand(wish, session, packet, done, end);
  client.on("error", (error) => end(reasonOf(error)));
  client.on("close", () => end("the broker ended the connection"));
  client.on("connect", () => void subscribe(client, wish.topics, session, end));
  const stop = () => end("closed");
  session.signal.addEventListener("abort", stop, { once: true });
  client.connect();
  const why = await over.promise;
  session.signal.removeEventListener("abort", stop);
  await client.endAsync(true);
  return why;
}

function packetOf(id: number | undefined, isAgain: boolean): { packet?: Packet } {
  return id === undefined ? {} : { packet: { id, isAgain, believedMs: againMs } };
}

function reasonOf(error: Error): string {
  return tlsFailure(error) ?? (error.message || ((error as NodeJS.ErrnoException).code ?? "it failed"));
}

/** One after another: what a platform says of its devices comes before what they say. */
async function subscribe(client: MqttClient, topics: string[], session: Session, end: (why: string) => void) {
  try {
    for (const topic of topics) {
      const granted = await client.subscribeAsync(topic, { qos: 1 });
      if (granted.some(({ qos }) => qos > 2)) throw new Error(`the broker refused the subscription to ${topic}`);
    }
    session.up(async (topic, body) => void (await client.publishAsync(topic, body, { qos: 1 })));
  } catch (error) {
    end((error as Error).message);
  }
}

/** `done` sends the PUBACK. What could not be stored is never acknowledged: the connection ends, and the broker keeps it. */
async function hand(
  { except = [] }: Wish,
  session: Session,
  { topic, payload, retain, messageId, dup }: IPublishPacket,
  done: () => void,
  end: (why: string) => void,
): Promise<void> {
  try {
    const body = typeof payload === "string" ? Buffer.from(payload) : payload;
    const isPassedOver = except.some((filter) => matches(filter, topic));
    if (body.length > largestPush) session.refuse(`a message of ${topic} has more than ${largestPush} bytes`);
    else if (!isPassedOver)
      await session.take({ from: topic, body, isRetained: retain === true, ...packetOf(messageId, dup) });
    done();
  } catch (error) {
    end(`a message could not be stored: ${(error as Error).message}`);
  }
}

function optionsOf({ clientId, username, password }: Wish): IClientOptions {
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
