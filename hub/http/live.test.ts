/** Live updates: after the commit, as the views, to those who listen. */
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { topics } from "../../core/topics.ts";
import { epochs, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, pit, reading, readingsFrom, registrationOf } from "../../test/kit/samples.ts";
import { noChanges } from "../changes.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;

async function listening() {
  const hub = await quietHub();
  await hub.take(topics.status(id), statusOf());
  const heard: [string, unknown][] = [];
  const stop = hub.live.listen((name, json) => void heard.push([name, JSON.parse(json)]));
  const take = async (topic: string, body: Uint8Array | object) => {
    heard.length = 0;
    await hub.take(topic, body);
    await hub.live.settled();
    return heard;
  };
  return { hub, take, stop };
}

test("a registration tells to reload, and the gateway as it is now", async () => {
  const { take } = await listening();
  expect(await take(topics.devices(id), registrationOf(id))).toMatchObject([
    ["registration", { gateway: id }],
    ["gateway", { id, title: "东昌小区网关", devices: 2 }],
  ]);
});

test("a batch tells the newest value of each series, once", async () => {
  const { take } = await listening();
  await take(topics.devices(id), registrationOf(id));
  const heard = await take(topics.batch(id, "data", epochs.data, 0), encodeBatch(readingsFrom(start - 9000, 5)));
  expect(heard).toEqual([
    [
      "readings",
      [{ gateway: id, device: pit, point: "level", at: start - 5000, receivedAt: start, value: 0.04, quality: 0 }],
    ],
  ]);
});

test("an alert tells itself, its ticket and its gateway", async () => {
  const { take } = await listening();
  await take(topics.devices(id), registrationOf(id));
  const heard = await take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
  expect(heard).toMatchObject([
    ["gateway", { openAlerts: 1 }],
    ["alert", { id: "alert-1", state: "unacknowledged" }],
    ["ticket", { id: "ticket-1", state: "reported", sensorInAlarm: true }],
  ]);
  const cleared = await take(topics.batch(id, "alert", epochs.alert, 1), encodeAlerts([event("cleared", start)]));
  expect(cleared.at(-1)).toMatchObject(["ticket", { sensorInAlarm: false }]);
});

test("a device's health and a fault are told", async () => {
  const { take } = await listening();
  await take(topics.devices(id), registrationOf(id));
  const silent = encodeBatch([reading(start, "FIELD_SILENT", faultPoint)]);
  expect(await take(topics.batch(id, "data", epochs.data, 0), silent)).toMatchObject([
    ["device", { device: pit, health: { state: "fault", code: "FIELD_SILENT" } }],
    ["readings", [{ point: "fault" }]],
    ["fault", { code: "FIELD_SILENT", gateway: id }],
  ]);
  const wrong = await take(topics.batch(id, "data", epochs.data, 9), Buffer.from("hello"));
  expect(wrong).toMatchObject([["fault", { code: "BATCH_NOT_CBOR", count: 1 }]]);
});

test("a commit that changed nothing shown does not end the live updates", async () => {
  const { hub, take } = await listening();
  hub.live.tell(noChanges());
  await hub.live.settled();
  expect(await take(topics.devices(id), registrationOf(id))).not.toEqual([]);
});

test("who stopped listening hears nothing", async () => {
  const { take, stop } = await listening();
  stop();
  expect(await take(topics.devices(id), registrationOf(id))).toEqual([]);
});
