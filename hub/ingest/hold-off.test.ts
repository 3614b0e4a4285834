/** A hub that cannot keep up says so, to those who send. */
import { expect, onTestFinished, test } from "vitest";
import { decodeAck } from "../../core/ack.ts";
import { largestBody } from "../../core/body.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { encodeSenml } from "../../core/senml.ts";
import { topics } from "../../core/topics.ts";
import { epochs, silent } from "../../test/kit/quiet-hub.ts";
import { reading } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { startIngest } from "./ingest.ts";

const [sender, other] = ["gw-1" as GatewayId, "gw-2" as GatewayId];

/** One reading in the largest body there is. */
const largest = Buffer.alloc(largestBody, " ");
largest.write(encodeSenml([reading(5, 1.5)]));

/** An ingest whose disk refuses until it is mended; each try takes a second of its clock. */
function setUp() {
  const store = openStore(tempFolder(), 0);
  const sentAway: [gateway: string, atMs: number][] = [];
  let [now, isMended] = [0, false];
  const refusing: Store = {
    ...store,
    transaction: (work) => (isMended ? store.transaction(work) : Promise.reject(new Fault("DISK_FAILED", "full"))),
  };
  const ingest = startIngest({
    ...{ store: refusing, log: silent, tell() {}, clock: () => 5, monotonic: () => now },
    publish(topic, body) {
      const { retryAfterS } = decodeAck(body as Uint8Array);
      if (retryAfterS !== undefined) sentAway.push([topic.split("/")[2] as string, now]);
    },
    async pause() {
      await new Promise(setImmediate);
      if (now < 12_000) now += 1000;
    },
  });
  onTestFinished(async () => {
    isMended = true;
    await ingest.settled();
    await store.close();
  });
  const mend = () => {
    isMended = true;
  };
  const take = (gateway: GatewayId, i: number) =>
    void ingest.take(topics.batch(gateway, "data", epochs.data, i), largest);
  return { take, sentAway, ingest, isOver: () => now >= 12_000, mend };
}

test("whose messages wait in a queue that stays full are asked to stay away, again and again, and nobody else is", async () => {
  const { take, sentAway, isOver } = setUp();
  for (let i = 0; i < 17; i++) take(sender, i);
  await until("twelve seconds to pass", isOver);
  expect(sentAway).toEqual([
    [sender, 1000],
    [sender, 6000],
    [sender, 11_000],
  ]);
});

test("nobody is sent away from a queue with room, however long the disk refuses", async () => {
  const { take, sentAway, isOver } = setUp();
  for (let i = 0; i < 3; i++) take(i === 0 ? other : sender, i);
  await until("twelve seconds to pass", isOver);
  expect(sentAway).toEqual([]);
});

test("once the queue is empty nobody is sent away any more", async () => {
  const { take, sentAway, ingest, mend } = setUp();
  for (let i = 0; i < 17; i++) take(sender, i);
  await until("the first request", () => sentAway.length > 0);
  mend();
  await ingest.settled();
  const before = sentAway.length;
  take(sender, 99);
  await ingest.settled();
  expect(sentAway).toHaveLength(before);
});
