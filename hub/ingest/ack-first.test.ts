/** What a gateway waits for is on the wire before anybody works on what it told. */
import { expect, onTestFinished, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, silent, statusOf } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import { startIngest } from "./ingest.ts";

const gateway = "gw-1" as GatewayId;

function alert(n: number): AlertEvent {
  const ids = { alert: `a-${n}`, ticket: `t-${n}`, device: `d-${n}`, rule: "lifted", point: "open" };
  return { ...ids, kind: "raised", severity: 2, at: 5, quality: 0, value: true } as AlertEvent;
}

/** `done` names what happened, in turns of the event loop as the broker takes them for an acknowledgement. */
function setUp() {
  const store = openStore(tempFolder(), 0);
  const done: string[] = [];
  const ingest = startIngest({
    ...{ store, log: silent, clock: () => 5, pause: async () => {} },
    publish: (topic) => void setImmediate(() => setImmediate(() => done.push(`on the wire: ${topic}`))),
    tell: ({ tickets }) => void done.push(`told: ${[...tickets].join()}`),
  });
  onTestFinished(async () => {
    await ingest.close();
    await store.close();
  });
  return { ingest, done };
}

test("the acknowledgement of an alert is on the wire before its ticket is told of", async () => {
  const { ingest, done } = setUp();
  await ingest.take(topics.status(gateway), Buffer.from(JSON.stringify(statusOf())));
  await ingest.settled();
  await new Promise((turned) => setImmediate(() => setImmediate(() => setImmediate(turned))));
  done.length = 0;
  await ingest.take(topics.batch(gateway, "alert", epochs.alert, 0), encodeAlerts([alert(1)]));
  await ingest.settled();
  expect(done).toEqual([`on the wire: ${topics.ack(gateway)}`, "told: t-1"]);
});
