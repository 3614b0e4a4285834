import { describe, expect, it, onTestFinished } from "vitest";
import type { Epoch } from "../../core/id.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { openLane } from "../journal/lane.ts";
import { laneSender } from "./lane-sender.ts";

const epoch = "e1" as Epoch;

/** A sender over a real lane of `count` one-byte records; what it publishes is kept as `[from, records]`. */
async function setUp(count: number, settings: { batch?: number; window?: number } = {}) {
  const faults: string[] = [];
  const lane = await openLane({
    folder: tempFolder(),
    segmentBytes: 65_536,
    budgetBytes: 1_048_576,
    commitEveryMs: 0,
    freshEpoch: epoch,
    describe: (records) => [{ device: "d" as never, point: "p" as never, count: records.length }],
    report: ({ code }) => faults.push(code),
  });
  onTestFinished(() => lane.close());
  await lane.append(Array.from({ length: count }, (_, i) => Uint8Array.of(i)));
  const clock = handClock();
  const sent: [from: number, count: number][] = [];
  const sender = laneSender(
    lane,
    { batch: 10, window: 4, refusals: 3, silenceMs: 1000, ...settings },
    {
      encode: (records) => Uint8Array.from(records.flatMap((record) => [...record])),
      publish: (from, body) => sent.push([from, body.length]),
      onTrouble: ({ message }) => faults.push(message),
    },
    clock,
  );
  const sends = (wanted: [number, number][]) =>
    until(
      `the batches ${JSON.stringify(wanted)}, not ${JSON.stringify(sent)}`,
      () => JSON.stringify(sent) === JSON.stringify(wanted),
      2000,
    );
  const refuse = (from: number, code = "BATCH_INVALID") =>
    sender.onRefused({ lane: "data", epoch, from, code, detail: "" });
  return { lane, clock, sender, sent, sends, refuse, faults };
}

describe("the sender of a lane", () => {
  it("waits until the hub has spoken, then fills its window and no more", async () => {
    const { sender, sends, sent } = await setUp(100);
    sender.pump();
    expect(sent).toEqual([]);
    await sender.onAck({ epoch, have: [] });
    await sends([
      [0, 10],
      [10, 10],
      [20, 10],
      [30, 10],
    ]);
    await sender.onAck({ epoch, have: [[0, 20]] });
    await sends([
      [0, 10],
      [10, 10],
      [20, 10],
      [30, 10],
      [40, 10],
      [50, 10],
    ]);
  });

  it("sends again what was not answered in time, though later batches were", async () => {
    const { sender, sends, clock } = await setUp(30);
    await sender.onAck({ epoch, have: [] });
    await sends([
      [0, 10],
      [10, 10],
      [20, 10],
    ]);
    await clock.pass(900);
    await sender.onAck({
      epoch,
      have: [
        [0, 10],
        [20, 30],
      ],
    });
    await clock.pass(100);
    await sends([
      [0, 10],
      [10, 10],
      [20, 10],
      [10, 10],
    ]);
  });

  it("sends all of it again when the hub restored a backup", async () => {
    const { sender, sends, sent } = await setUp(20);
    await sender.onAck({ epoch, have: [] });
    await sends([
      [0, 10],
      [10, 10],
    ]);
    await sender.onAck({ epoch, have: [[0, 20]] });
    sent.length = 0;
    await sender.onAck({ epoch, have: [[0, 5]] });
    await sends([
      [5, 10],
      [15, 5],
    ]);
  });

  it("cuts a batch again where the hub has a part of it", async () => {
    const { sender, sends, sent, refuse } = await setUp(10);
    await sender.onAck({ epoch, have: [] });
    await sends([[0, 10]]);
    sent.length = 0;
    await sender.onAck({ epoch, have: [[4, 6]] });
    await refuse(0, "BATCH_OVERLAPS");
    await sends([
      [0, 4],
      [6, 4],
    ]);
  });

  it("halves a refused batch until the poison record stands alone, sets only that aside, and tells the gap", async () => {
    const { lane, sender, sent, refuse, faults } = await setUp(8, { window: 1 });
    const poison = 5;
    let have: [number, number][] = [];
    await sender.onAck({ epoch, have: [] });
    for (let turn = 0; turn < 40 && lane.waiting() > 0; turn++) {
      const [from, count] = await until("a batch", () => sent.shift(), 2000);
      const isGap = lane.gaps().some((gap) => gap.from === from);
      if (!isGap && from <= poison && poison < from + count) await refuse(from);
      else {
        have = [...have, [from, isGap ? from + 1 : from + count]];
        await sender.onAck({ epoch, have });
      }
    }
    expect(faults).toEqual(["BATCH_QUARANTINED"]);
    expect([...have].sort(([a], [b]) => a - b).reduce((sum, [from, to]) => sum + to - from, 0)).toBe(8);
  });

  it("never sets aside what the hub could not store for reasons of its own, and sends it again in time", async () => {
    const { sender, sends, refuse, clock, faults, lane } = await setUp(1);
    await sender.onAck({ epoch, have: [] });
    await sends([[0, 1]]);
    for (let turn = 0; turn < 5; turn++) await refuse(0, "HUB_FAILED");
    await clock.pass(1000);
    await sends([
      [0, 1],
      [0, 1],
    ]);
    expect([faults, lane.gaps()]).toEqual([[], []]);
  });

  it("forgets what was in flight when the line is down", async () => {
    const { sender, sends } = await setUp(10);
    await sender.onAck({ epoch, have: [] });
    await sends([[0, 10]]);
    sender.reset();
    await sender.onAck({ epoch, have: [] });
    await sends([
      [0, 10],
      [0, 10],
    ]);
  });
});
