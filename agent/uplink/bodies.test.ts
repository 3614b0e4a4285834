import { describe, expect, it } from "vitest";
import { unpackAlerts } from "../../core/alert-batch.ts";
import { decodeBatch, decodeCbor, readingsOf } from "../../core/batch.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import { event, reading } from "../../test/kit/samples.ts";
import type { Clock } from "../clock/clock.ts";
import { encodeEvent, encodeReading } from "../journal/records.ts";
import { bodyMakers } from "./bodies.ts";

/** Boot 7 began at 1,000,000. */
const backdate: Clock["backdate"] = (record) =>
  record.boot === 7 ? { ...record, at: 1_000_000 + record.mono, quality: quality.backdated } : record;
const bodies = bodyMakers({ backdate, wall: () => 7_000_000 });

describe("the body of a batch", () => {
  it("holds alerts as the hub checks them, set right where the clock was not", () => {
    const records = [
      encodeEvent({ ...event("raised", 5), quality: quality.estimated, boot: 7, mono: 250 }),
      encodeEvent({ ...event("cleared", 9), boot: 8, mono: 3 }),
    ];
    const events = unpackAlerts(decodeCbor(bodies.alert(records, false)));
    expect(events).toEqual([{ ...event("raised", 1_000_250), quality: quality.backdated }, event("cleared", 9)]);
  });

  it("holds readings by the time they were taken, as far as that is known", () => {
    const early = { ...reading(5, 1.5), quality: quality.estimated, boot: 7, mono: 10 };
    const late = { ...reading(2_000_000, 1.6, "other" as PointId, "d" as DeviceId), boot: 8, mono: 20 };
    const { columns } = decodeBatch(bodies.data([early, late].map(encodeReading), false));
    expect(readingsOf({ columns })).toEqual([
      { ...reading(1_000_010, 1.5), quality: quality.backdated },
      reading(2_000_000, 1.6, "other" as PointId, "d" as DeviceId),
    ]);
  });
});
