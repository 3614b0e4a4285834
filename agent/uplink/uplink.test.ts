/** The session with a hub over real sockets: a broker that is the hub's own, and a line of ours that can be cut or swallowed. */
import { connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Ack, encodeAck } from "../../core/ack.ts";
import { decodeBatch } from "../../core/batch.ts";
import { bodyKind } from "../../core/body.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { DeviceId, GatewayId, PointId } from "../../core/id.ts";
import { parseTopic, topics } from "../../core/topics.ts";
import { embeddedLine } from "../../hub/broker/embedded.ts";
import { realClock } from "../../test/kit/real-clock.ts";
import { event } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { openJournal } from "../journal/journal.ts";
import { encodeEvent, encodeReading } from "../journal/records.ts";
import { startUplink, type UplinkSettings } from "./uplink.ts";

const gateway = "gw-1" as GatewayId;
const silenceMs = 100;
const lane = { segmentBytes: 65_536, budgetBytes: 4_194_304, commitEveryMs: 0 };

/** A TCP line that passes bytes on until it is told to swallow them: then the sockets stay open and nothing arrives. */
async function startProxy(port: number) {
  const sockets: Socket[] = [];
  let swallowedUntil = 0;
  let connections = 0;
  const server = createServer({ noDelay: true }, (near) => {
    const number = ++connections;
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    const isDead = () => number <= swallowedUntil;
    sockets.push(near, far);
    near.on("data", (bytes) => isDead() || far.write(bytes));
    far.on("data", (bytes) => isDead() || near.write(bytes));
    for (const [one, other] of [[near, far] as const, [far, near] as const])
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`,
    /** What is connected now is half open from now on. */
    swallow: () => {
      swallowedUntil = connections;
    },
    connections: () => connections,
  };
}

type Heard = { topic: string; body: Uint8Array };

/** A pretend hub behind its own broker: it hears, and says what the test wants. */
async function setUp(readings: number, more: Partial<UplinkSettings> = {}) {
  const line = await embeddedLine({
    host: "127.0.0.1",
    port: 0,
    door: { admit: async () => true, admitPeer: async () => true, turnedAway() {}, refused() {} },
  });
  const heard: Heard[] = [];
  const deliver = async (topic: string, body: Uint8Array) => void heard.push({ topic, body });
  await line.open(deliver, () => undefined);
  const proxy = await startProxy(Number(new URL(line.address()).port));
  const journal = await openJournal(tempFolder(), { data: lane, alert: lane }, () => undefined);
  const at = 1_790_000_000_000;
  const records = Array.from({ length: readings }, (_, i) =>
    encodeReading({ device: "d" as DeviceId, point: "p" as PointId, at: at + i, value: i, quality: 0, ...stamp }),
  );
  if (readings > 0) await journal.data.append(records);
  const troubles: string[] = [];
  const faults: string[] = [];
  const uplink = startUplink(
    {
      ...{ gateway, url: proxy.url, key: "k", tls: null, firstSession: 1, version: "0", keepaliveS: 20, silenceMs },
      ...{ statusEveryMs: 60_000, firstPauseMs: 5, mostPauseMs: 5, ...more },
    },
    journal,
    realClock(),
    {
      onDesired() {},
      onCommand() {},
      onTrouble: (fault) => void troubles.push(fault.message),
      onFault: (fault) => void faults.push(fault.code),
    },
    () => 0,
  );
  onTestFinished(async () => {
    await uplink.close();
    await line.close();
    await journal.close();
  });
  const of = (kind: string) => heard.filter(({ topic }) => parseTopic(topic)?.kind === kind);
  const say = (ack: Partial<Ack>) => line.publish(topics.ack(gateway), encodeAck({ time: Date.now(), ...ack }));
  return {
    ...{ uplink, journal, proxy, line, troubles, faults, say },
    statuses: () => of("status").map(({ body }) => JSON.parse(Buffer.from(body).toString()) as GatewayStatus),
    batches: () => of("batch"),
    have: (to: number) => say({ data: { epoch: journal.data.epoch, have: to === 0 ? [] : [[0, to]] } }),
  };
}

/** What a record holds besides the reading. */
const stamp = { boot: 1, mono: 0 };

describe("an uplink", () => {
  it("tells what waits and since when, sends it compressed where that pays, and tells when it is gone", async () => {
    const { statuses, batches, have } = await setUp(500);
    await until("a status", () => statuses().length === 1);
    expect(statuses()[0]?.backlog).toMatchObject({ data: 500, alert: 0, oldest: 1_790_000_000_000 });
    have(0);
    await until("the batch", () => batches().length > 0);
    expect(bodyKind(batches()[0]?.body as Uint8Array)).toBe("zstd");
    have(500);
    await until("a status without a backlog", () => statuses().some(({ backlog }) => backlog.data === 0));
    expect(statuses().at(-1)?.backlog).toEqual({ data: 0, alert: 0 });
  });

  it("sends what is live as it is", async () => {
    const { journal, statuses, batches, have } = await setUp(0);
    await until("a status", () => statuses().length > 0);
    have(0);
    await until("the hub's word is heard", () => journal.data.have().length === 0);
    const device = "d" as DeviceId;
    await journal.data.append([
      encodeReading({ device, point: "p" as PointId, at: 5, value: 1, quality: 0, ...stamp }),
    ]);
    await until("the batch", () => batches().length > 0);
    expect(decodeBatch(batches()[0]?.body as Uint8Array).count).toBe(1);
  });

  it("leaves when it is asked to, says so, and comes back no earlier than asked", async () => {
    const { statuses, say, proxy, uplink } = await setUp(0);
    await until("a status", () => statuses().length === 1);
    const asked = performance.now();
    say({ retryAfterS: 1 });
    await until("the farewell", () => statuses().some(({ state }) => state === "offline"));
    expect(uplink.isOnline()).toBe(false);
    await until("the next session", () => statuses().some(({ session, state }) => session === 2 && state === "online"));
    expect(performance.now() - asked).toBeGreaterThanOrEqual(990);
    expect(proxy.connections()).toBe(2);
  });

  it("gives up a line that swallows everything, and comes back on a new one", async () => {
    const { statuses, have, proxy, batches, troubles } = await setUp(10);
    await until("a status", () => statuses().length > 0);
    proxy.swallow();
    have(0);
    await until("a second connection", () => proxy.connections() > 1);
    await until("a newer session", () => statuses().some(({ session }) => session > 1));
    have(0);
    await until("the batch", () => batches().length > 0);
    expect(troubles.some((text) => text.includes("no answer for 300 ms"))).toBe(true);
  });

  it("tries a new connection once when the hub is silent behind a broker that lives, then only sends again", async () => {
    const { statuses, proxy } = await setUp(10, { statusEveryMs: 50 });
    await until("a second connection", () => proxy.connections() === 2);
    const before = statuses().length;
    await until("many statuses more", () => statuses().length > before + 20);
    expect(proxy.connections()).toBe(2);
  });

  it("believes no acknowledgement that cannot be read", async () => {
    const { line, journal, statuses, troubles } = await setUp(10);
    await until("a status", () => statuses().length > 0);
    const hostile = ['{"data":{}}', Uint8Array.of(0xa1, 0x64), encodeAck({ time: 1, have: 9 } as never)];
    for (const body of hostile) line.publish(topics.ack(gateway), body);
    await until("three troubles", () => troubles.length === 3);
    expect(troubles.every((text) => text.startsWith("ACK_INVALID: "))).toBe(true);
    expect(journal.data.waiting()).toBe(10);
  });

  it("keeps an alert the hub refuses for good, tells the log each time and the hub once, and brings it through in the end", async () => {
    const { journal, statuses, say, batches, troubles, faults } = await setUp(0, { statusEveryMs: 20 });
    const { alert } = journal;
    await alert.append([encodeEvent({ ...event("raised", 5), ...stamp })]);
    const refused = { lane: "alert" as const, epoch: alert.epoch, from: 0, code: "BATCH_INVALID", detail: "no" };
    let answered = 0;
    const answerUntil = (what: string, isDone: () => boolean) =>
      until(what, () => {
        if (batches().length > answered) say({ refused });
        answered = batches().length;
        return isDone();
      });
    const heldBack = () => troubles.filter((text) => text.startsWith("ALERT_REFUSED: "));
    await until("a status", () => statuses().length > 0);
    say({ alert: { epoch: alert.epoch, have: [] } });
    await answerUntil("two offers", () => heldBack().length === 2);
    expect(faults).toEqual(["ALERT_REFUSED"]);
    expect([alert.waiting(), statuses().at(-1)?.backlog.alert]).toEqual([1, 1]);
    const before = batches().length;
    await until("one offer more", () => batches().length > before);
    say({ alert: { epoch: alert.epoch, have: [[0, 1]] } });
    await until("nothing to wait", () => alert.waiting() === 0);
  });

  it("tells once what the hub refuses for now, by its own name", async () => {
    const { journal, statuses, say, have, batches, troubles } = await setUp(10);
    await until("a status", () => statuses().length > 0);
    have(0);
    await until("the batch", () => batches().length > 0);
    const { epoch } = journal.data;
    const refused = { lane: "data" as const, epoch, from: 0, code: "GATEWAY_CLONED", detail: "boot a beside boot b" };
    for (let turn = 0; turn < 3; turn++) say({ refused });
    say({ refused: { ...refused, code: "HUB_FAILED" } });
    await until("the other refusal", () => troubles.some((text) => text.startsWith("HUB_FAILED")));
    expect(troubles.filter((text) => text.startsWith("GATEWAY_CLONED"))).toHaveLength(1);
    expect(journal.data.waiting()).toBe(10);
  });
});
