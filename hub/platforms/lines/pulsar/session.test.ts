/** One session of the Pulsar line at a stand-in broker: who is let in, where topics are, and what ends it. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ownAuthority } from "../../../../test/kit/certificates.ts";
import { type Broker, startBroker } from "../../../../test/kit/pulsar-broker.ts";
import { holdForTest } from "../../../../test/kit/pulsar-hold.ts";
import { startTopics } from "../../../../test/kit/pulsar-topics.ts";
import { until } from "../../../../test/kit/until.ts";

const topic = "aep-msgpush/1/all";
const full = `persistent://${topic}`;
const token = "a-token";

const heard = ({ heard }: Broker, kind: string) =>
  heard.filter((command) => command.kind === kind).map(({ body }) => body);
const backlog = ({ topics }: Broker, name = full) => topics.backlog(name, "1");

describe("who is let in", () => {
  test("it reads a shared subscription from the earliest message on, by the token", async () => {
    const broker = await startBroker({ token });
    broker.publish(topic, ["before it came"]);
    const held = holdForTest({ url: broker.url, token });
    await until("it came", () => held.taken.length === 1);
    expect(held.taken).toEqual([{ from: topic, body: Buffer.from("before it came") }]);
    expect(heard(broker, "subscribe")).toMatchObject([
      { topic: full, subscription: "1", subType: "Shared", initialPosition: "Earliest", consumerName: "lilong" },
    ]);
    await until("it is acknowledged", () => backlog(broker) === 0);
  });

  test("a wrong token, and none, are told with a sentence that does not hold the token", async () => {
    const broker = await startBroker({ token });
    for (const wrong of [{ token: "another-token" }, {}]) {
      const why = await holdForTest({ url: broker.url, ...wrong }).over;
      expect(why).toMatch(
        /the broker does not accept the token: enter the one that is valid now \(AuthenticationError/,
      );
      expect(why).not.toContain("another-token");
    }
  });

  test("what the broker refuses of a subscription is told, a number that nobody knows too", async () => {
    const refused = async (error: string, message = "not for you") =>
      holdForTest({ url: (await startBroker({ refuses: { error, message } })).url }).over;
    expect(await refused("AuthorizationError")).toContain(`${full}: the token may not read this topic`);
    expect(await refused("TopicNotFound", "no such thing\n\tat java.lang")).toMatch(
      /compare tenant and topic \(TopicNotFound: no such thing\)$/,
    );
    expect(await refused("PersistenceError")).toContain("the broker refused it (PersistenceError: not for you)");
  });

  test("a token that the broker wants to see again is shown again", async () => {
    const broker = await startBroker({ token });
    const held = holdForTest({ url: broker.url, token });
    await until("it is up", held.isUp);
    broker.say({ kind: "authChallenge", body: { challenge: { authMethodName: "token" } } });
    await until("it is shown", () => heard(broker, "authResponse").length === 1);
    expect(heard(broker, "authResponse")).toMatchObject([
      { response: { authMethodName: "token", authData: Buffer.from(token) } },
    ]);
  });
});

describe("TLS", () => {
  const text = ({ key, cert }: { key: string; cert: string }) => ({
    key: readFileSync(key, "utf8"),
    cert: readFileSync(cert, "utf8"),
  });

  test("an authority of one's own is believed, another and none are not", async () => {
    const [own, another] = await Promise.all([ownAuthority("Street"), ownAuthority("Somebody")]);
    const broker = await startBroker({ token, tls: text(await own.sign("127.0.0.1")) });
    broker.publish(topic, ["secret"]);
    for (const wrong of [{}, { ca: another.ca }])
      expect(await holdForTest({ url: broker.url, token, ...wrong }).over).toMatch(
        /no authority that is trusted here .* `ca`/,
      );
    expect(broker.heard).toEqual([]);
    const held = holdForTest({ url: broker.url, token, ca: own.ca });
    await until("it came", () => held.taken.length === 1);
  });

  test("a certificate for another name is refused; a port without TLS is told", async () => {
    const own = await ownAuthority("Street");
    const broker = await startBroker({ tls: text(await own.sign("mq.example.com")) });
    expect(await holdForTest({ url: broker.url, ca: own.ca }).over).toContain("for another name");
    const plain = await startBroker();
    const url = plain.url.replace("pulsar:", "pulsar+ssl:");
    expect(await holdForTest({ url }).over).toMatch(/^(127.0.0.1:\d+: |the broker ended the connection)/);
    expect(plain.heard).toEqual([]);
  });
});

describe("where a topic is", () => {
  test("each partition is looked for and read; a message comes from the topic", async () => {
    const broker = await startBroker({ partitions: { [full]: 3 } });
    for (const n of [0, 1, 2]) broker.publish(`${topic}-partition-${n}`, [`of ${n}`]);
    const held = holdForTest({ url: broker.url });
    await until("all came", () => held.taken.length === 3);
    expect(new Set(held.taken.map(({ from }) => from))).toEqual(new Set([topic]));
    expect(heard(broker, "lookupTopic")).toHaveLength(3);
    expect(heard(broker, "connect")).toHaveLength(1);
  });

  test("a broker that says there are millions of partitions is not believed, and costs nothing", async () => {
    const broker = await startBroker({ partitions: { [full]: 4_294_967_295 } });
    expect(await holdForTest({ url: broker.url }).over).toContain("has 4294967295 partitions: ask whether it is right");
  });

  test("more partitions are seen a minute later: it is opened anew", async () => {
    const partitions = { [full]: 1 };
    const broker = await startBroker({ partitions });
    const held = holdForTest({ url: broker.url });
    await until("it is up", held.isUp);
    partitions[full] = 2;
    held.passes(60_000);
    expect(await held.over).toBe("there are 2 partitions now, not 1");
  });

  test("a redirect is followed to the broker that has it, as it is told", async () => {
    const topics = startTopics();
    const owner = await startBroker({ token, topics });
    const asked = await startBroker({
      ...{ token, topics },
      lookup: () => ({ response: "Redirect", authoritative: true, brokerServiceUrl: owner.url }),
    });
    asked.publish(topic, ["one"]);
    const held = holdForTest({ url: asked.url, token });
    await until("it came", () => held.taken.length === 1);
    expect(heard(owner, "lookupTopic")).toMatchObject([{ topic: full, authoritative: true }]);
    expect(heard(asked, "subscribe")).toEqual([]);
  });

  test("brokers that send each other's askers in a circle end it; so does one without an address for us", async () => {
    const circle = await startBroker({
      lookup: (_, port) => ({ response: "Redirect", brokerServiceUrl: `pulsar://127.0.0.1:${port}` }),
    });
    expect(await holdForTest({ url: circle.url }).over).toContain("sent us on 20 times");
    const silent = await startBroker({ lookup: () => ({ brokerServiceUrl: "" }) });
    expect(await holdForTest({ url: silent.url }).over).toContain("has no address without TLS");
    const odd = await startBroker({ lookup: () => ({ brokerServiceUrl: "http://127.0.0.1/" }) });
    expect(await holdForTest({ url: odd.url }).over).toContain("is no address of a broker");
    const failed = await startBroker({ lookup: () => ({ response: "Failed", error: 6, message: "not yet" }) });
    expect(await holdForTest({ url: failed.url }).over).toContain("the broker is not ready (ServiceNotReady: not yet)");
  });

  test("a broker behind a proxy is reached through the address that was entered", async () => {
    const broker = await startBroker({
      lookup: () => ({ proxyThroughServiceUrl: true, brokerServiceUrl: "pulsar://broker-3.inside:6650" }),
    });
    broker.publish(topic, ["one"]);
    const held = holdForTest({ url: broker.url });
    await until("it came", () => held.taken.length === 1);
    expect(heard(broker, "connect")).toMatchObject([{}, { proxyToBrokerUrl: "broker-3.inside:6650" }]);
  });
});

describe("what ends it", () => {
  const garbage: [string, Buffer, RegExp][] = [
    ["bytes of another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), /a frame of 1213486160 bytes/],
    ["a frame too large", Buffer.from([0, 0x60, 0, 0, 0, 0, 0, 1]), /a frame of 6291456 bytes; 4 to 5253120 can be/],
    ["a frame of nothing", Buffer.from([0, 0, 0, 0]), /a frame of 0 bytes/],
    ["a command longer than its frame", Buffer.from([0, 0, 0, 6, 0, 0, 0, 9, 8, 9]), /longer than its frame/],
    ["no command", Buffer.from([0, 0, 0, 6, 0, 0, 0, 2, 0xff, 0xff]), /what is no command of Pulsar/],
    [
      "a command without what it must have",
      Buffer.from([0, 0, 0, 6, 0, 0, 0, 2, 0x4a, 0]),
      /what is no command of Pulsar/,
    ],
  ];
  test.each(garbage)("%s", async (_, bytes, why) => {
    const broker = await startBroker();
    const held = holdForTest({ url: broker.url });
    await until("it is up", held.isUp);
    broker.sayBytes(bytes);
    expect(await held.over).toMatch(why);
  });

  test("a broker that says nothing: while it opens, and later", async () => {
    const broker = await startBroker();
    const held = holdForTest({ url: broker.url });
    await until("it is up", held.isUp);
    held.passes(30_000);
    await until("it is asked and answers", () => heard(broker, "ping").length === 2);
    broker.say({ kind: "ping", body: {} });
    await until("we answer too", () => heard(broker, "pong").length === 1);
    broker.freeze();
    let why = "";
    void held.over.then((told) => (why = told));
    await until("it is given up", () => {
      held.passes(30_000);
      return why !== "";
    });
    expect(why).toBe("the broker has said nothing for 30 s");
    const opening = holdForTest({ url: broker.url });
    opening.passes(30_000);
    expect(await opening.over).toBe("no answer in 30 s");
  });

  test("a subscription that the broker closes, and one that goes away", async () => {
    const broker = await startBroker();
    const held = holdForTest({ url: broker.url });
    await until("it is up", held.isUp);
    broker.say({ kind: "closeConsumer", body: { consumerId: 0n, requestId: 0n } });
    expect(await held.over).toBe("the broker closed the subscription; it is opened anew");
    const other = holdForTest({ url: broker.url });
    await until("it is up", other.isUp);
    await broker.kill();
    expect(await other.over).toContain("the broker ended the connection");
    expect(await holdForTest({ url: broker.url }).over).toContain("ECONNREFUSED");
    await broker.start();
  });

  test("what it need not know does not", async () => {
    const broker = await startBroker();
    const held = holdForTest({ url: broker.url });
    await until("it is up", held.isUp);
    // A type that is not published yet, and a message for a consumer that is none of ours.
    broker.sayBytes(Buffer.from([0, 0, 0, 6, 0, 0, 0, 2, 8, 99]));
    broker.say({ kind: "message", body: { consumerId: 9n, messageId: { ledgerId: 1n, entryId: 1n } } });
    broker.say({ kind: "reachedEndOfTopic", body: { consumerId: 0n } });
    broker.publish(topic, ["one"]);
    await until("it came", () => held.taken.length === 1);
    expect(held.refused).toEqual(["the platform ended a topic: nothing more comes from it"]);
  });
});
