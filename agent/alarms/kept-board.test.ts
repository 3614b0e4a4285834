import { describe, expect, it, onTestFinished } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import type { Epoch } from "../../core/id.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openLane } from "../journal/lane.ts";
import { encodeEvent } from "../journal/records.ts";
import { raisedOf } from "./board.ts";
import { openBoard } from "./kept-board.ts";

const event = (kind: SensorEvent["kind"], device: string) =>
  ({
    kind,
    alert: `a-${device}`,
    ticket: `t-${device}`,
    device,
    rule: "r",
    point: "p",
    severity: 2,
    at: 1,
    value: true,
    quality: 0,
  }) as unknown as SensorEvent;

/** One run of the agent: what was open at its start, and a way to journal events. */
async function run(folder: string) {
  const options = {
    folder: `${folder}/alert`,
    segmentBytes: 65_536,
    budgetBytes: 1_048_576,
    commitEveryMs: 0,
    freshEpoch: "e1" as Epoch,
  };
  const lane = await openLane({ ...options, describe: () => [], report: () => undefined });
  onTestFinished(() => lane.close());
  const clock = handClock();
  const kept = await openBoard(folder, lane, () => undefined, clock);
  const happen = async (happened: SensorEvent) =>
    kept.note(happened, (await lane.append([encodeEvent({ ...happened, boot: 1, mono: 5 })])) + 1);
  return { kept, happen, open: raisedOf(kept.board()).map(({ device }) => device) };
}

describe("the open alerts after a restart", () => {
  it("are those raised and not cleared, though the snapshot was never saved", async () => {
    const folder = tempFolder();
    const first = await run(folder);
    for (const [kind, device] of [
      ["raised", "a"],
      ["raised", "b"],
      ["cleared", "a"],
      ["raised", "c"],
    ] as const)
      await first.happen(event(kind, device));
    expect((await run(folder)).open).toEqual(["b", "c"]);
  });

  it("are the same from a snapshot and what came after it", async () => {
    const folder = tempFolder();
    const first = await run(folder);
    await first.happen(event("raised", "a"));
    await first.kept.close();
    await first.happen(event("raised", "b"));
    await first.happen(event("cleared", "a"));
    const second = await run(folder);
    expect(second.open).toEqual(["b"]);
    expect(raisedOf(second.kept.board())[0]).toEqual(event("raised", "b"));
  });
});
