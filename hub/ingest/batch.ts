/** A batch of a journal: its records and its range are stored together or not at all, then acknowledged. */
import type { Column } from "../../core/batch.ts";
import { Fault } from "../../core/fault.ts";
import type { Gap } from "../../core/gap.ts";
import type { GatewayId } from "../../core/id.ts";
import { addRange, coverOf } from "../../core/offset-ranges.ts";
import { applyAlertEvent } from "../alerts/apply.ts";
import type { Tables } from "../store/store.ts";
import { appendColumns } from "../telemetry/append.ts";
import type { Content } from "./body.ts";
import { type BatchName, type Told, tellAck } from "./work.ts";

type Batch = BatchName & { gateway: GatewayId };
type Readings = Extract<Content, { kind: "readings" }>;

/** Throws `BATCH_WRONG_EPOCH` or `BATCH_OVERLAPS`; a batch that is stored already is only acknowledged. */
export async function takeBatch(tables: Tables, batch: Batch, content: Content, told: Told, now: number) {
  const { gateway, lane, epoch, from } = batch;
  const announced = (await tables.gateways.findStatus(gateway))?.epochs[lane];
  if (announced !== epoch)
    throw new Fault("BATCH_WRONG_EPOCH", `${lane} epoch ${epoch} is not ${announced ?? "announced"}`);
  const journal = { gateway, lane, epoch };
  const have = (await tables.ranges.find(journal)) ?? [];
  const to = from + content.count;
  if (!Number.isSafeInteger(to)) throw new Fault("BATCH_INVALID", `${from} + ${content.count} is no offset`);
  const cover = coverOf(have, from, to);
  if (cover === "all") return tellAck(told, gateway, lane, { epoch, have: pairs(have) });
  if (cover === "part") throw new Fault("BATCH_OVERLAPS", `${lane} [${from}, ${to}) is stored in part`);
  const grown = addRange(have, from, to);
  if (content.kind === "readings") await keepReadings(tables, { ...batch, to }, content.columns, told, now);
  else {
    await keep(tables, batch, content, told, now);
    await tables.ranges.put(journal, grown);
  }
  tellAck(told, gateway, lane, { epoch, have: pairs(grown) });
}

/** The offsets are stored in one row with the readings. */
function keepReadings(
  tables: Tables,
  { gateway, ...journal }: Batch & { to: number },
  columns: readonly Column[],
  { changes }: Told,
  received: number,
): Promise<void> {
  return appendColumns(tables, { gateway, journal, received, columns }, changes);
}

async function keep(tables: Tables, batch: Batch, content: Exclude<Content, Readings>, told: Told, now: number) {
  if (content.kind === "gap") return keepGap(tables, batch, content.gap, now);
  for (const event of content.events) await applyAlertEvent(tables, batch.gateway, event, told.changes, now);
}

/** The ledger is exact to the record: what the gap cannot name is a row of its own. */
async function keepGap(tables: Tables, batch: Batch, gap: Gap, at: number): Promise<void> {
  const { gateway, lane, epoch, from } = batch;
  const named = gap.series.reduce((sum, row) => sum + row.count, 0);
  const unnamed = { device: null, point: null, count: gap.count - named, firstAt: undefined, lastAt: undefined };
  for (const { device, point, count, firstAt = null, lastAt = null } of [...gap.series, unnamed])
    if (count > 0)
      await tables.ledger.add({ gateway, lane, epoch, from, at, why: gap.why, device, point, count, firstAt, lastAt });
}

export function pairs(have: readonly (readonly [number, number])[]): [number, number][] {
  return have.map(([from, to]) => [from, to]);
}
