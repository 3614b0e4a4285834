import { describe, expect, it, onTestFinished } from "vitest";
import type { Epoch } from "../../core/id.ts";
import { mergeRanges, type OffsetRanges } from "../../core/offset-ranges.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { type Lane, type LaneGap, openLane } from "../journal/lane.ts";
import { laneSender, type SenderLine, type SenderSettings } from "./lane-sender.ts";

const epoch = "e1" as Epoch;

/** A sender over a real lane of `count` one-byte records; what it publishes is kept as `[from, records]`. */
async function setUp(count: number, settings: Partial<SenderSettings> = {}, more: Partial<SenderLine> = {}) {
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
      ...more,
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

/** A sender of alerts before a hub that refuses each batch with record 1 in it, until `cure`. */
async function setUpAlerts() {
  const forms: string[] = [];
  const held: number[] = [];
  const encode = (records: readonly Uint8Array[], _isBacklog: boolean, isReduced: boolean) => {
    if (records.some(([first]) => first === 1)) forms.push(isReduced ? "reduced" : "whole");
    return Uint8Array.from(records.flatMap((record) => [...record]));
  };
  const settings = { window: 1, whenRefused: "hold-back", offerAgainMs: 60_000 } as const;
  const rig = await setUp(3, settings, { encode, onHeldBack: (offset) => held.push(offset) });
  let isCured = false;
  let have: OffsetRanges = [];
  /** Answers what was sent until nothing more is. */
  async function answer(): Promise<void> {
    const { sender, sent, refuse } = rig;
    await sender.onAck({ epoch, have: have.map(([from, to]) => [from, to]) });
    for (;;) {
      const next = await until("a batch", () => sent.shift(), 200).catch(() => null);
      if (next === null || next === undefined) return;
      const [from, count] = next;
      if (!isCured && from <= 1 && 1 < from + count) await refuse(from);
      else {
        have = mergeRanges([...have, [from, from + count]]);
        await sender.onAck({ epoch, have: have.map(([start, end]) => [start, end]) });
      }
    }
  }
  const cure = () => {
    isCured = true;
  };
  return { ...rig, forms, held, answer, cure };
}

describe("the sender of alerts", () => {
  it("never gives up an alert the hub refuses: it goes reduced, then waits beside the others, and stays", async () => {
    const { lane, faults, forms, held, answer } = await setUpAlerts();
    await answer();
    expect(forms.slice(-4)).toEqual(["whole", "whole", "whole", "reduced"]);
    expect(held).toEqual([1]);
    expect(lane.have()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect([lane.waiting(), lane.gaps(), faults]).toEqual([1, [], []]);
  });

  it("offers a refused alert again after a while, twice and no more, until the hub takes it", async () => {
    const { lane, clock, forms, held, answer, cure } = await setUpAlerts();
    await answer();
    const before = forms.length;
    await clock.pass(59_999);
    await answer();
    expect(forms).toHaveLength(before);
    await clock.pass(1);
    await answer();
    expect(forms.slice(before)).toEqual(["whole", "reduced"]);
    expect(held).toEqual([1, 1]);
    cure();
    await clock.pass(60_000);
    await answer();
    expect(lane.waiting()).toBe(0);
    await clock.pass(600_000);
    expect(forms).toHaveLength(before + 3);
  });

  it("offers a refused alert again on each new connection", async () => {
    const { lane, sender, held, answer, cure } = await setUpAlerts();
    await answer();
    sender.reset();
    await answer();
    expect(held).toEqual([1, 1]);
    sender.reset();
    cure();
    await answer();
    expect(lane.waiting()).toBe(0);
  });
});

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
    let have: OffsetRanges = [];
    await sender.onAck({ epoch, have: [] });
    for (let turn = 0; turn < 40 && lane.waiting() + lane.gaps().length > 0; turn++) {
      const [from, count] = await until("a batch", () => sent.shift(), 2000);
      const isGap = lane.gaps().some((gap) => gap.from === from);
      if (!isGap && from <= poison && poison < from + count) await refuse(from);
      else {
        have = mergeRanges([...have, [from, isGap ? from + 1 : from + count]]);
        await sender.onAck({ epoch, have: have.map(([start, end]) => [start, end]) });
      }
    }
    expect(faults).toEqual(["BATCH_QUARANTINED"]);
    expect([...have].sort(([a], [b]) => a - b).reduce((sum, [from, to]) => sum + to - from, 0)).toBe(8);
  });

  it("sets a record aside that cannot be sent at all, and sends its neighbours", async () => {
    const encode = (records: readonly Uint8Array[]) => {
      if (records.some(([first]) => first === 2)) throw new Error("no reading");
      return new Uint8Array(records.length);
    };
    const { lane, sender, sent, faults } = await setUp(4, { window: 4 }, { encode });
    await sender.onAck({ epoch, have: [] });
    await until("the neighbours and the gap", () => sent.length === 3, 2000);
    expect(sent.map(([from]) => from).sort()).toEqual([0, 2, 3]);
    expect(lane.gaps()).toMatchObject([{ from: 2, to: 3, why: "quarantined" }]);
    expect(faults).toContain("BATCH_QUARANTINED");
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

  it("sends backlog at the hub's rate and what is live beside it at once", async () => {
    const { lane, sender, sends, clock } = await setUp(100, { window: 8 });
    sender.limit(10);
    await sender.onAck({ epoch, have: [] });
    await sends([[0, 10]]);
    await lane.append([Uint8Array.of(1), Uint8Array.of(2)]);
    sender.pump();
    await sends([
      [0, 10],
      [100, 2],
    ]);
    await sender.onAck({ epoch, have: [[0, 10]] });
    await clock.pass(849);
    await sends([
      [0, 10],
      [100, 2],
    ]);
    await clock.pass(1);
    await sends([
      [0, 10],
      [100, 2],
      [10, 10],
    ]);
  });

  it("sends backlog in batches of their own size, and keeps places for what is live", async () => {
    const { lane, sender, sends, sent } = await setUp(100, { window: 3, backlogBatch: 40, backlogWindow: 2 });
    await sender.onAck({ epoch, have: [] });
    await sends([
      [0, 40],
      [40, 40],
    ]);
    await lane.append([Uint8Array.of(1)]);
    sender.pump();
    await until("the live record", () => sent.length === 3, 2000);
    expect(sent[2]).toEqual([100, 1]);
  });

  it("fills a quick line more and more, and a slow one less", async () => {
    const { sender, sent, clock } = await setUp(200, { window: 16, batch: 2 });
    await sender.onAck({ epoch, have: [] });
    await until("the first four", () => sent.length === 4, 2000);
    await sender.onAck({ epoch, have: [[0, 8]] });
    await until("eight in flight", () => sent.length === 12, 2000);
    await clock.pass(999);
    await sender.onAck({ epoch, have: [[0, 24]] });
    await until("sixteen in flight", () => sent.length === 28, 2000);
    await clock.pass(1000);
    await until("one at a time, as nobody answered", () => sent.length === 29, 2000);
  });

  it("chooses again at once when the journal finds damage on reading", async () => {
    const { lane, clock } = await setUp(10);
    const gaps: LaneGap[] = [];
    const damaged: Lane = {
      ...lane,
      gaps: () => gaps,
      async records(from, to) {
        if (from <= 4 && to > 4) gaps.push({ from: 4, to: 5, why: "damaged", series: [] });
        return (await lane.records(from, to)).filter((record) => record[0] !== 4);
      },
    };
    const sent: [number, number][] = [];
    const publish = (from: number, body: Uint8Array) => void sent.push([from, body.length]);
    const line = {
      encode: (records: readonly Uint8Array[]) => new Uint8Array(records.length),
      publish,
      onTrouble() {},
    };
    const sender = laneSender(damaged, { batch: 10, window: 4, refusals: 3, silenceMs: 1000 }, line, clock);
    await sender.onAck({ epoch, have: [] });
    await until("both sides and the gap", () => sent.length === 3, 2000);
    expect(sent.map(([from]) => from).sort()).toEqual([0, 4, 5]);
    expect(sent).toContainEqual([0, 4]);
    expect(sent).toContainEqual([5, 5]);
  });

  it("says once that it gets no answer, and again only after one came", async () => {
    const { sender, clock, faults } = await setUp(20, { window: 2 });
    await sender.onAck({ epoch, have: [] });
    await clock.pass(5900);
    expect(faults).toEqual([]);
    await clock.pass(20_000);
    expect(faults).toEqual([expect.stringMatching(/^HUB_UNREACHABLE: .* sent 6 times without an answer/)]);
    await sender.onAck({ epoch, have: [[0, 10]] });
    await clock.pass(20_000);
    expect(faults).toHaveLength(2);
  });

  it("never takes what it did not send for stored, when the hub speaks of more than there is", async () => {
    const { lane, sender, sent, sends } = await setUp(10);
    await sender.onAck({ epoch, have: [] });
    await sends([[0, 10]]);
    await sender.onAck({ epoch, have: [[0, 10]] });
    await sender.onAck({ epoch, have: [[0, 50]] });
    sent.length = 0;
    await lane.append([Uint8Array.of(7)]);
    sender.pump();
    await until("the record beyond", () => sent.length === 1, 2000);
    expect(sent).toEqual([[50, 1]]);
  });
});
