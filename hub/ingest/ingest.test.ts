/** What goes in is stored exactly once, or refused with a name; against a real store. */
import { zstdCompressSync } from "node:zlib";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import { largestBody } from "../../core/body.ts";
import { Fault } from "../../core/fault.ts";
import { encodeGap } from "../../core/gap.ts";
import type { AlertId, DeviceId, Epoch, GatewayId, PointId, TicketId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import { faultPoint } from "../../core/point.ts";
import { encodeSenml } from "../../core/senml.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, level, pit, reading, readingsFrom, registrationOf } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { acknowledge } from "../alerts/alert.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;
let hub: QuietHub;

beforeEach(async () => {
  hub = await quietHub();
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
});

const batch = (lane: Lane, from: number, body: Uint8Array, epoch: Epoch = epochs[lane]) =>
  hub.take(topics.batch(id, lane, epoch, from), body);

async function stored(point: PointId = level, device: DeviceId = pit) {
  return hub.read(async ({ series, readings }) => {
    const row = await series.find({ gateway: id, device, point });
    return row === null ? [] : readings.query(row.id, { from: 0, to: 1e15, limit: 100_000, keep: "oldest" });
  });
}

/** 1.5 million readings, small once compressed. */
const manyReadings = encodeBatch(readingsFrom(start, 1_500_000));

const faultCodes = async () =>
  (await hub.read(({ faults }) => faults.list(99))).map(({ code, count }) => [code, count]);
const device = (name: DeviceId = pit) => hub.read(({ devices }) => devices.find(id, name));

describe("a batch", () => {
  test("is stored and then acknowledged", async () => {
    await batch("data", 0, encodeBatch(readingsFrom(start, 100)));
    expect(hub.ack()).toEqual({ data: { epoch: epochs.data, have: [[0, 100]] }, time: start });
    expect(await stored()).toEqual(readingsFrom(start, 100).map(({ at, value }) => [at, value, 0]));
  });

  test("that is sent again is stored once and acknowledged again", async () => {
    const body = encodeBatch(readingsFrom(start, 100));
    await batch("data", 0, body);
    hub.sent.length = 0;
    await batch("data", 0, body);
    expect(hub.ack()).toMatchObject({ data: { have: [[0, 100]] } });
    expect(await stored()).toHaveLength(100);
    expect(await faultCodes()).toEqual([]);
  });

  test("that is sent twice in one go is stored once", async () => {
    const body = encodeBatch(readingsFrom(start, 100));
    const topic = topics.batch(id, "data", epochs.data, 0);
    await Promise.all([hub.ingest.take(topic, body), hub.ingest.take(topic, body)]);
    await hub.ingest.settled();
    expect(await stored()).toHaveLength(100);
  });

  test("beyond a hole is stored, and the hole shows in the acknowledgement", async () => {
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)));
    await batch("data", 20, encodeBatch(readingsFrom(start + 20_000, 10)));
    expect(hub.ack().data?.have).toEqual([
      [0, 10],
      [20, 30],
    ]);
  });

  test("that overlaps in part is refused with what the hub has", async () => {
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)));
    await batch("data", 5, encodeBatch(readingsFrom(start + 5000, 10)));
    expect(hub.ack()).toMatchObject({
      data: { have: [[0, 10]] },
      refused: { lane: "data", epoch: epochs.data, from: 5, code: "BATCH_OVERLAPS" },
    });
    expect(await stored()).toHaveLength(10);
  });

  test("of an epoch that was not announced is refused with those that were", async () => {
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)), "other" as Epoch);
    expect(hub.ack()).toMatchObject({
      data: { epoch: epochs.data, have: [] },
      alert: { epoch: epochs.alert, have: [] },
      refused: { epoch: "other", code: "BATCH_WRONG_EPOCH" },
    });
    expect(await stored()).toEqual([]);
  });

  test("of a gateway that never sent a status is refused", async () => {
    const stranger = "gw-9" as GatewayId;
    await hub.take(topics.batch(stranger, "data", epochs.data, 0), encodeBatch(readingsFrom(start, 10)));
    expect(hub.ack("gw-9")).toMatchObject({ refused: { code: "BATCH_WRONG_EPOCH" } });
  });

  test.each<[string, Uint8Array, string]>([
    ["is no CBOR", Buffer.from("hello"), "BATCH_NOT_CBOR"],
    ["is empty", Buffer.alloc(0), "BATCH_NOT_CBOR"],
    ["is torn CBOR", encodeBatch(readingsFrom(start, 10)).subarray(0, 40), "BATCH_NOT_CBOR"],
    ["is CBOR of another shape", Buffer.from([0x81, 0x01]), "BATCH_INVALID"],
    ["is deeply nested", Buffer.alloc(100_000, 0x81), "BATCH_NOT_CBOR"],
    ["is damaged zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]), "BATCH_NOT_CBOR"],
    ["is a small zstd frame of very many readings", zstdCompressSync(manyReadings), "BATCH_TOO_LARGE"],
    ["is zstd of no CBOR", zstdCompressSync(Buffer.from("hello")), "BATCH_NOT_CBOR"],
    ["is a zstd bomb", zstdCompressSync(Buffer.alloc(100 * largestBody)), "BATCH_TOO_LARGE"],
    ["is too large", Buffer.alloc(largestBody + 1, 0x80), "BATCH_TOO_LARGE"],
    ["is 100 MB long", Buffer.alloc(100_000_000, 0x80), "BATCH_TOO_LARGE"],
    ["is damaged SenML", Buffer.from("[{]"), "BATCH_INVALID"],
    ["is SenML without a value", Buffer.from('[{"bn":"x"}]'), "BATCH_INVALID"],
  ])("that %s is refused and noted", async (_what, body, code) => {
    await batch("data", 3, body);
    expect(hub.ack()).toMatchObject({ refused: { lane: "data", from: 3, code }, data: { have: [] } });
    expect(await faultCodes()).toEqual([[code, 1]]);
    await batch("data", 0, encodeBatch(readingsFrom(start, 3)));
    expect(hub.ack().data?.have).toEqual([[0, 3]]);
  });

  test("refused again and again is one fault that counts up", async () => {
    for (let i = 0; i < 5; i++) await batch("data", i, Buffer.from("hello"));
    expect(await faultCodes()).toEqual([["BATCH_NOT_CBOR", 5]]);
  });

  test("in a zstd frame is stored", async () => {
    await batch("data", 0, zstdCompressSync(encodeBatch(readingsFrom(start, 100))));
    expect(await stored()).toHaveLength(100);
  });

  test("of SenML is stored", async () => {
    await batch("data", 0, Buffer.from(encodeSenml(readingsFrom(start, 7))));
    expect(hub.ack().data?.have).toEqual([[0, 7]]);
    expect(await stored()).toHaveLength(7);
  });

  test("that ends beyond the greatest offset is refused", async () => {
    await batch("data", Number.MAX_SAFE_INTEGER, encodeBatch(readingsFrom(start, 1)));
    expect(hub.ack()).toMatchObject({ refused: { code: "BATCH_INVALID" } });
  });
});

describe("a journal's batches", () => {
  const good = (from: number, n = 10) => batch("data", from, encodeBatch(readingsFrom(start + from * 1000, n)));

  test("repeated, reordered and overlapping leave each record once", async () => {
    for (const from of [30, 10, 30, 0, 20, 10]) await good(from);
    await good(5, 20);
    await good(35, 10);
    expect(hub.ack()).toMatchObject({ refused: { code: "BATCH_OVERLAPS", from: 35 }, data: { have: [[0, 40]] } });
    await good(0, 40);
    expect((await stored()).map(([at]) => at)).toEqual(readingsFrom(start, 40).map(({ at }) => at));
  });

  test("may jump ahead, however far, and later fill the hole", async () => {
    await good(0);
    await good(2 ** 40);
    expect(hub.ack().data?.have).toEqual([[0, 10], [2 ** 40, 2 ** 40 + 10]]); // biome-ignore format: one row
    await batch("data", 10, encodeGap({ count: 2 ** 40 - 10, why: "damaged", series: [] }));
    expect(hub.ack().data?.have).toEqual([[0, 2 ** 40 + 10]]);
  });
});

describe("a hub that stops", () => {
  test("asks the gateways that are online to stay away for a while, and no other", async () => {
    await hub.take(topics.status("gw-2" as GatewayId), statusOf());
    await hub.take(topics.status("gw-2" as GatewayId), statusOf({ state: "offline" }));
    hub.sent.length = 0;
    await hub.ingest.close();
    expect(hub.sent).toEqual([{ topic: topics.ack(id), body: { time: start, retryAfterS: 5 }, retain: false }]);
  });
});

describe("messages that come together", () => {
  test("are committed together, one poison batch among them refused alone", async () => {
    const take = (from: number, body: Uint8Array) => hub.ingest.take(topics.batch(id, "data", epochs.data, from), body);
    const readings = (i: number) => encodeBatch(readingsFrom(start + i * 10_000, 10));
    hub.sent.length = 0;
    await Promise.all([
      take(0, readings(0)),
      take(10, Buffer.from("poison")),
      take(20, readings(2)),
      take(5, readings(1)),
    ]);
    await hub.ingest.settled();
    const acks = hub.sent.map(({ body }) => body) as { refused?: { code: string } }[];
    expect(acks.map((ack) => ack.refused?.code)).toEqual(["BATCH_NOT_CBOR", "BATCH_OVERLAPS"]);
    expect(acks.every((ack) => JSON.stringify(ack).includes("[[0,10],[20,30]]"))).toBe(true);
    expect(await stored()).toHaveLength(20);
  });

  test("put alerts before data", async () => {
    hub.sent.length = 0;
    const data = hub.ingest.take(topics.batch(id, "data", epochs.data, 0), encodeBatch(readingsFrom(start, 10)));
    const alert = hub.ingest.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
    await Promise.all([data, alert]);
    await hub.ingest.settled();
    expect(Object.keys(hub.sent[0]?.body as object)[0]).toBe("alert");
  });
});

describe("a gap", () => {
  test("fills its range and is written into the ledger, to the record", async () => {
    const body = encodeGap({ count: 10, why: "evicted", series: [{ device: pit, point: level, count: 7 }] });
    await batch("data", 5, body);
    expect(hub.ack().data?.have).toEqual([[5, 15]]);
    const rows = await hub.read(({ ledger }) => ledger.list({}, 9));
    expect(rows.map(({ device, point, count, why, from }) => [device, point, count, why, from])).toEqual([
      [null, null, 3, "evicted", 5],
      [pit, level, 7, "evicted", 5],
    ]);
  });

  test("sent again is not counted twice", async () => {
    const body = encodeGap({ count: 10, why: "damaged", series: [] });
    await batch("alert", 0, body);
    await batch("alert", 0, body);
    expect(await hub.read(({ ledger }) => ledger.list({}, 9))).toMatchObject([{ lane: "alert", count: 10 }]);
  });
});

describe("readings", () => {
  test("of a point nobody registered are stored and noted", async () => {
    await batch("data", 0, encodeBatch([reading(start, 1, "stray" as PointId)]));
    expect(await stored("stray" as PointId)).toEqual([[start, 1, 0]]);
    expect(await hub.read(({ faults }) => faults.list(9))).toMatchObject([
      { code: "POINT_UNKNOWN", subject: "pit-1/stray", gateway: id },
    ]);
  });

  test("of a device nobody registered make it known as unregistered, until it registers", async () => {
    const stranger = "stranger" as DeviceId;
    await batch("data", 0, encodeBatch([reading(start, 1, level, stranger)]));
    expect(await device(stranger)).toMatchObject({ registered: false, document: null });
    const [first] = registrationOf(id).devices;
    await hub.take(
      topics.devices(id),
      registrationOf(id, { devices: [{ ...(first as NonNullable<typeof first>), id: stranger }] }),
    );
    expect(await device(stranger)).toMatchObject({ registered: true });
    await batch("data", 1, encodeBatch([reading(start + 1, 1, level, stranger)]));
    expect(await faultCodes()).toEqual([["POINT_UNKNOWN", 1]]);
  });

  test("of a sensor that was taken away before its gateway registered are stored, and no fault", async () => {
    const gone = "gone" as DeviceId;
    hub.clock.now = start + 60_000;
    const [first] = registrationOf(id).devices;
    const devices = [{ ...(first as NonNullable<typeof first>), place: "新的位置" }];
    await hub.take(topics.devices(id), registrationOf(id, { devices }));
    const points = ["a", "b", "c"].map((point) => reading(start, 1, point as PointId, gone));
    await batch("data", 0, encodeBatch([...points, reading(start, 1, "stray" as PointId)]));
    expect(await device(gone)).toMatchObject({ registered: false });
    expect(await faultCodes()).toEqual([]);
  });

  test("of a sensor that is still read and not registered are one fault, not one a point", async () => {
    const stranger = "stranger" as DeviceId;
    const points = ["a", "b", "c"].map((point) => reading(start + 1, 1, point as PointId, stranger));
    await batch("data", 0, encodeBatch(points));
    expect(await hub.read(({ faults }) => faults.list(9))).toMatchObject([
      { code: "POINT_UNKNOWN", subject: "stranger", gateway: id },
    ]);
  });

  const latest = async () =>
    (await hub.read(({ series }) => series.find({ gateway: id, device: pit, point: level })))?.latest;

  test("that come late never replace a newer value", async () => {
    await batch("data", 0, encodeBatch([reading(start - 1000, 2)]));
    await batch("data", 1, encodeBatch([reading(start - 5000, 9)]));
    expect(await latest()).toMatchObject({ at: start - 1000, value: 2 });
    expect(await stored()).toHaveLength(2);
  });

  test("from a clock that ran ahead do not freeze the newest value", async () => {
    await batch("data", 0, encodeBatch([reading(start + 86_400_000, 9)]));
    hub.clock.now = start + 10_000;
    await batch("data", 1, encodeBatch([reading(start + 9000, 2)]));
    expect(await latest()).toMatchObject({ value: 2 });
  });

  test("through the open door need no range", async () => {
    await hub.take(topics.open(id), encodeSenml([reading(start, 1.5)]));
    expect(await stored()).toEqual([[start, 1.5, 0]]);
    await hub.take(topics.open(id), "nonsense");
    expect(await faultCodes()).toEqual([["BATCH_NOT_CBOR", 1]]);
  });
});

describe("a device's health", () => {
  const fault = (at: number, code: string) => reading(at, code, faultPoint);
  const health = async () => (await device())?.health;

  test("follows its fault readings and says since when", async () => {
    await batch("data", 0, encodeBatch([fault(start - 9000, "FIELD_SILENT"), fault(start - 8000, "FIELD_SILENT")]));
    expect(await health()).toEqual({ code: "FIELD_SILENT", since: start - 9000, at: start - 8000 });
    await batch("data", 2, encodeBatch([fault(start - 7000, "FIELD_SILENT"), fault(start - 6000, "")]));
    expect(await health()).toEqual({ code: "", since: start - 6000, at: start - 6000 });
    expect(await faultCodes()).toEqual([["FIELD_SILENT", 3]]);
  });

  test("is never that of late data", async () => {
    await batch("data", 0, encodeBatch([fault(start - 1000, "")]));
    await batch("data", 1, encodeBatch([fault(start - 5000, "FIELD_SILENT")]));
    expect(await health()).toMatchObject({ code: "" });
  });
});

describe("a status", () => {
  const gateway = () => hub.read(({ gateways }) => gateways.find(id));
  const announced = (more: object) => hub.take(topics.status(id), statusOf(more));

  test("is answered with what the hub has of both journals", async () => {
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)));
    hub.sent.length = 0;
    await announced({ session: 2 });
    expect(hub.ack()).toMatchObject({ data: { have: [[0, 10]] }, alert: { have: [] } });
  });

  test("is answered with a fair share of the rate for backlogs", async () => {
    const draining = (more: object) => ({ ...statusOf(more), backlog: { data: 1001, alert: 0 } });
    await announced({ session: 2 });
    expect(hub.ack().rate).toBe(100_000);
    await hub.take(topics.status(id), draining({ session: 3 }));
    expect(hub.ack().rate).toBe(100_000);
    for (const name of ["gw-2", "gw-3"] as GatewayId[]) await hub.take(topics.status(name), draining({}));
    expect(hub.ack("gw-3").rate).toBe(33_333);
    await hub.take(topics.status("gw-2" as GatewayId), draining({ state: "offline" }));
    await announced({ session: 4 });
    expect(hub.ack().rate).toBe(100_000);
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)));
    expect(hub.ack()).not.toHaveProperty("rate");
  });

  test("tells since when the oldest record waits", async () => {
    const backlog = { data: 5, alert: 0, oldest: start - 5000 };
    await announced({ session: 2, backlog });
    expect(await gateway()).toMatchObject({ status: { backlog } });
  });

  test("offline is kept, with its time", async () => {
    hub.clock.now = start + 7;
    await announced({ state: "offline" });
    expect(await gateway()).toMatchObject({ state: "offline", since: start + 7 });
  });

  test("that is a late will of an older session is ignored", async () => {
    await announced({ session: 5 });
    await announced({ session: 4, state: "offline" });
    expect(await gateway()).toMatchObject({ state: "online", status: { session: 5 } });
  });

  test("of an older session is ignored, unless the gateway was installed anew", async () => {
    await announced({ session: 5 });
    await announced({ session: 2 });
    expect(await gateway()).toMatchObject({ status: { session: 5 } });
    const anew = { data: "data-epoch-2" as Epoch, alert: "alert-epoch-2" as Epoch };
    await announced({ session: 1, epochs: anew });
    expect(await gateway()).toMatchObject({ status: { session: 1, epochs: anew } });
    expect(hub.ack()).toMatchObject({ data: { epoch: "data-epoch-2", have: [] } });
    await announced({ session: 9, state: "offline" });
    expect(await gateway()).toMatchObject({ state: "online", status: { session: 1 } });
  });

  test("that is wrong is noted and changes nothing", async () => {
    await hub.take(topics.status(id), { state: "asleep" });
    await hub.take(topics.status(id), "{");
    await hub.take(topics.status(id), "");
    expect(await gateway()).toMatchObject({ state: "online" });
    expect(await faultCodes()).toEqual([["STATUS_INVALID", 2]]);
  });

  test("of a new session brings the commands that wait", async () => {
    const command = { verb: "sample", args: { device: pit }, deadline: start + 1000 };
    const row = { ...command, id: "cmd-1", gateway: id, actor: "operator", at: start, result: null };
    await hub.read(({ commands }) => commands.add(row));
    await announced({ session: 2 });
    expect(hub.sent).toContainEqual({ topic: topics.do(id, "cmd-1"), body: command, retain: false });
    hub.sent.length = 0;
    await announced({ session: 2, backlog: { data: 5, alert: 0 } });
    expect(hub.sent.map(({ topic }) => topic)).toEqual([topics.ack(id)]);
  });

  test("makes the hub's greeting reach the gateway when the line is up again", async () => {
    await hub.read(({ gateways }) => gateways.putDesired(id, { hash: "h", devices: [] }));
    hub.sent.length = 0;
    hub.ingest.greet();
    await hub.ingest.settled();
    expect(hub.ack()).toMatchObject({ data: { have: [] }, alert: { have: [] } });
    expect(hub.sent.at(-1)).toEqual({ topic: topics.desired(id), body: { hash: "h", devices: [] }, retain: true });
  });
});

describe("a registration", () => {
  const gateway = () => hub.read(({ gateways }) => gateways.find(id));

  test("names the devices", async () => {
    expect(await gateway()).toMatchObject({ title: "东昌小区网关", place: "东昌小区 门卫室" });
    expect(await device()).toMatchObject({ registered: true, document: { place: "东昌小区 3号楼 B1 水泵房" } });
  });

  test("that no longer names a device retires it", async () => {
    await batch("data", 0, encodeBatch(readingsFrom(start, 1)));
    await hub.take(topics.devices(id), registrationOf(id, { devices: [] }));
    const rows = await hub.read(({ devices }) => devices.list(id));
    expect(rows).toMatchObject([{ id: pit, registered: false }]);
  });

  test.each<[string, object]>([
    ["with a wrong hash", { ...registrationOf(id), hash: "0" }],
    ["of another gateway", registrationOf("gw-2")],
    ["with a rule on an unknown point", registrationOf(id, { devices: withUnknownPoint() })],
    ["that is no document", []],
  ])("%s is noted, and the last good one stays", async (_what, document) => {
    await hub.take(topics.devices(id), document);
    expect(await faultCodes()).toEqual([["REGISTRATION_INVALID", 1]]);
    expect(await gateway()).toMatchObject({ title: "东昌小区网关" });
    expect(await hub.read(({ devices }) => devices.list(id))).toHaveLength(2);
  });

  function withUnknownPoint() {
    const [first] = registrationOf(id).devices;
    const device = first as NonNullable<typeof first>;
    return [{ ...device, rules: device.rules.map((rule) => ({ ...rule, point: "nowhere" as PointId })) }];
  }
});

describe("an alert", () => {
  const raise = (from: number, ...events: Parameters<typeof encodeAlerts>[0]) =>
    batch("alert", from, encodeAlerts(events));
  const alerts = () => hub.read(({ alerts: table }) => table.list("all", 9));
  const tickets = () => hub.read(({ tickets: table }) => table.list("all", 9));
  const story = async (ticket: string) =>
    (await hub.read(({ tickets: table }) => table.story(ticket as TicketId))).map(({ move }) => move);
  const second = { alert: "alert-2" as AlertId, ticket: "ticket-2" as TicketId };

  test("opens its ticket under the ids minted at the edge, in the batch's own transaction", async () => {
    await raise(0, event("raised", start - 500));
    expect(await alerts()).toMatchObject([
      { id: "alert-1", ticket: "ticket-1", raisedAt: start - 500, receivedAt: start },
    ]);
    expect(await tickets()).toMatchObject([{ id: "ticket-1", state: "reported", openedAt: start - 500 }]);
    expect(hub.ack()).toEqual({ alert: { epoch: epochs.alert, have: [[0, 1]] }, time: start });
  });

  test("sent again changes nothing", async () => {
    await raise(0, event("raised", start));
    await raise(0, event("raised", start));
    expect(await alerts()).toMatchObject([{ count: 1 }]);
    expect(await story("ticket-1")).toEqual(["report"]);
  });

  test("that clears tells its ticket", async () => {
    await raise(0, event("raised", start), event("cleared", start + 10));
    expect(await alerts()).toMatchObject([{ state: "returned", clearedAt: start + 10 }]);
    expect(await story("ticket-1")).toEqual(["report", "clear"]);
  });

  test("raised again under another id joins the open one and its ticket", async () => {
    await raise(0, event("raised", start));
    await raise(1, event("raised", start + 5, second));
    expect(await alerts()).toMatchObject([{ id: "alert-1", count: 2 }]);
    await raise(2, event("cleared", start + 9, second));
    expect(await alerts()).toMatchObject([{ state: "returned" }]);
    expect(await tickets()).toHaveLength(1);
  });

  test("that is new while the case is still open joins the case as a relapse", async () => {
    await raise(0, event("raised", start), event("cleared", start + 10));
    await hub.read(async ({ alerts: table }) => {
      const [alert] = await table.list("all", 1);
      if (alert) await table.put(acknowledge(alert, "operator", start + 15, start + 15));
    });
    await raise(2, event("raised", start + 20, second));
    expect((await alerts()).map(({ id: name, ticket }) => [name, ticket]).sort()).toEqual([
      ["alert-1", "ticket-1"],
      ["alert-2", "ticket-1"],
    ]);
    expect(await tickets()).toMatchObject([{ id: "ticket-1", alert: "alert-2" }]);
    expect(await story("ticket-1")).toEqual(["report", "clear", "relapse"]);
  });

  test("that uses the id of another rule's alert is refused whole", async () => {
    await raise(0, event("raised", start));
    const stolen = event("raised", start + 5, { rule: "other" as never });
    await raise(1, event("cleared", start + 4), stolen);
    expect(hub.ack()).toMatchObject({ refused: { from: 1, code: "BATCH_INVALID" }, alert: { have: [[0, 1]] } });
    expect(await alerts()).toMatchObject([{ state: "unacknowledged" }]);
    expect(await story("ticket-1")).toEqual(["report"]);
  });

  test("that uses the ticket of another rule is refused", async () => {
    await raise(0, event("raised", start));
    await raise(1, event("raised", start, { alert: "alert-3" as AlertId, rule: "other" as never }));
    expect(hub.ack()).toMatchObject({ refused: { code: "BATCH_INVALID" } });
  });

  test("of a device nobody registered is kept all the same", async () => {
    await raise(0, event("raised", start, { device: "stranger" as DeviceId }));
    expect(await alerts()).toHaveLength(1);
    expect(await device("stranger" as DeviceId)).toMatchObject({ registered: false });
  });

  test("in the data lane is refused", async () => {
    await batch("data", 0, encodeAlerts([event("raised", start)]));
    expect(hub.ack()).toMatchObject({ refused: { code: "BATCH_INVALID" } });
  });
});

describe("the rest", () => {
  test("a command's result is kept, an invalid one is noted", async () => {
    const row = {
      verb: "sample",
      args: {},
      deadline: start,
      id: "c",
      gateway: id,
      actor: "operator",
      at: 1,
      result: null,
    };
    await hub.read(({ commands }) => commands.add(row));
    await hub.take(topics.done(id, "c"), { state: "maybe" });
    await hub.take(topics.done(id, "c"), { state: "done", result: 1.2 });
    expect((await hub.read(({ commands }) => commands.find(id, "c")))?.result).toEqual({ state: "done", result: 1.2 });
    expect(await faultCodes()).toEqual([["COMMAND_INVALID", 1]]);
  });

  test("what a gateway made of its configuration is kept", async () => {
    await hub.take(topics.reported(id), { hash: "h", state: "reverted", error: "no" });
    expect(await hub.read(({ gateways }) => gateways.find(id))).toMatchObject({ reported: { state: "reverted" } });
  });

  test("a topic that is not ours is noted", async () => {
    await hub.take("lilong/1/gw-1/data/e/-1", Buffer.from("x"));
    expect(await faultCodes()).toEqual([["TOPIC_FOREIGN", 1]]);
  });

  test("senders are held back while too much waits, and let go after the commit", async () => {
    const body = Buffer.alloc(largestBody, " ");
    body.write(encodeSenml(readingsFrom(start, 1)));
    let letIn = 0;
    const taken = Array.from({ length: 40 }, (_, i) =>
      hub.ingest.take(topics.batch(id, "data", epochs.data, i), body).then(() => letIn++),
    );
    await Promise.resolve();
    expect(letIn).toBe(15);
    await Promise.all(taken);
    await hub.ingest.settled();
    expect(hub.ack().data?.have).toEqual([[0, 40]]);
  });

  test("a batch that comes after the end is left to be sent again", async () => {
    await hub.ingest.close();
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)));
    expect(await stored()).toEqual([]);
  });
});

describe("a disk that fails", () => {
  /** A real store whose disk refuses the first commits after `fail` is set. */
  function failing(store: Store): Store & { fail: number } {
    const flaky = {
      ...store,
      fail: 0,
      async transaction<Result>(work: Parameters<Store["transaction"]>[0]) {
        if (flaky.fail-- > 0) throw new Fault("DISK_FAILED", "full");
        return (await store.transaction(work)) as Result;
      },
    };
    return flaky as Store & { fail: number };
  }

  test("refuses nothing: the commit is tried until it is taken", async () => {
    const store = failing(openStore(tempFolder(), start));
    hub = await quietHub({ store });
    await hub.take(topics.status(id), statusOf());
    hub.sent.length = 0;
    store.fail = 3;
    await batch("data", 0, encodeBatch(readingsFrom(start, 10)));
    expect(hub.sent.map(({ body }) => body)).toEqual([{ data: { epoch: epochs.data, have: [[0, 10]] }, time: start }]);
    expect(await stored()).toHaveLength(10);
    onTestFinished(() => {});
  });
});
