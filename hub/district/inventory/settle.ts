/** Writes down what became of a page: what the district has now, what it rejected, and who has to mend it. */
import type { Bilingual } from "../../../core/point.ts";
import { calledDevice } from "../../registry/called.ts";
import type { InventoryOutcome } from "../../store/inventory.ts";
import type { Tables } from "../../store/store.ts";
import type { InventoryRejection } from "../inventory-port.ts";
import type { Checked } from "./checked.ts";

export const rejectedTask = "INVENTORY_REJECTED";
export const incompleteTask = "INVENTORY_INCOMPLETE";

/** A delta leaves with the district what it had of a row that was not taken; a full transfer does not. */
export type Kept = "what it had" | "nothing";

export async function settlePage(
  tables: Tables,
  page: readonly Checked[],
  rejections: readonly InventoryRejection[],
  kept: Kept,
  now: number,
): Promise<void> {
  const rejected = new Map(rejections.map(({ id, why }) => [id, why]));
  for (const one of page) {
    const { gateway, device } = one.row;
    const words = rejected.get(`${gateway}/${device}`);
    const outcome = outcomeOf(one, words, kept);
    await tables.inventory.mark(one.row, outcome);
    await tellTechnician(tables, one.row, outcome, now);
  }
}

function outcomeOf(one: Checked, words: string | undefined, kept: Kept): InventoryOutcome {
  const sharedHash = kept === "nothing" ? null : one.row.sharedHash;
  if ("held" in one) return { state: "held", sharedHash, why: one.held };
  if (words !== undefined) return { state: "rejected", sharedHash, why: { zh: words, en: words } };
  if ("nothing" in one || "gone" in one.word) return { state: "shared", sharedHash: null, why: null };
  return { state: "shared", sharedHash: one.word.hash, why: null };
}

type Row = Checked["row"];

async function tellTechnician(tables: Tables, row: Row, { state, why }: InventoryOutcome, now: number) {
  const { tasks } = tables;
  const subject = `${row.gateway}/${row.device}`;
  if (state !== "rejected") await tasks.settle(rejectedTask, subject, "hub", now);
  if (state !== "held") await tasks.settle(incompleteTask, subject, "hub", now);
  if (why === null) return;
  const name = await calledDevice(tables, row.gateway, row.device);
  const text: Bilingual =
    state === "held"
      ? { zh: `${name.zh}：${why.zh}`, en: `${name.en}: ${why.en}` }
      : {
          zh: `区里没收${name.zh}：“${why.zh}”。打开这台设备，在“登记信息”里按原话改好类别、位置或名称，改完自动重报。`,
          en: `The district did not take ${name.en}: "${why.en}". Open the device and correct its class, place or name under Registry; it is told again by itself.`,
        };
  const kind = state === "held" ? incompleteTask : rejectedTask;
  await tasks.raise({ kind, subject, for: "technician", text }, now);
}
