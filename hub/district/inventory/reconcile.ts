/** Compares what the district has with our books, first as a whole, then row by row; what differs is told again. */
import { Fault } from "../../../core/fault.ts";
import type { InventoryRow } from "../../store/inventory.ts";
import type { Tables } from "../../store/store.ts";
import { checksumOf } from "./item.ts";
import { splitId } from "./note.ts";
import { adoptStanding, type Sharing, shareStep } from "./share.ts";

/** How many rows were found wrong at the district, each of which is told again; `reoffered`: held or rejected before. */
export type InventoryReport = {
  count: number;
  missing: number;
  different: number;
  extra: number;
  reoffered: number;
  /** Whether both sides hold the same after it. */
  isEqual: boolean;
};

const hashesAtOnce = 1000;
/** Told in the task; the rest is counted. */
const namedRows = 5;

/** Heals and reports. Throws what the port throws. */
export async function reconcileInventory(sharing: Sharing): Promise<InventoryReport> {
  const { store, clock } = sharing;
  const reoffered = await store.transaction((tables) => offerAgain(tables, clock()));
  await adoptStanding(sharing);
  await shareAll(sharing);
  const differences = await differencesOf(sharing);
  if (differences !== null) {
    await store.transaction((tables) => heal(tables, differences, clock()));
    await shareAll(sharing);
  }
  const isEqual = (await differencesOf(sharing)) === null;
  const count = await store.read(({ inventory }) => inventory.countShared());
  const { missing = [], different = [], extra = [] } = differences ?? {};
  return {
    ...{ count, reoffered, isEqual },
    ...{ missing: missing.length, different: different.length, extra: extra.length },
  };
}

async function shareAll(sharing: Sharing): Promise<void> {
  while ((await shareStep(sharing)) === "more");
}

/** What was held or rejected may be right by now: the tables of either side may have changed. */
async function offerAgain({ inventory }: Tables, now: number): Promise<number> {
  const rows = [...(await inventory.listIn("held")), ...(await inventory.listIn("rejected"))];
  for (const row of rows) await inventory.put({ ...row, at: now });
  return rows.length;
}

type Differences = Record<"missing" | "different" | "extra", { id: string; theirs: string | null }[]>;

/** Null when both sides hold the same. */
async function differencesOf({ store, port }: Sharing): Promise<Differences | null> {
  const standing = await port.standing();
  const ours = await store.read(({ inventory }) => inventory.shared());
  if (standing.count === ours.length && standing.checksum === checksumOf(ours)) return null;
  const left = new Map(ours.map(({ id, hash }) => [id, hash]));
  const found: Differences = { missing: [], different: [], extra: [] };
  for (let after = "", rows: { id: string; hash: string }[] | null = null; rows === null || rows.length > 0; ) {
    rows = await port.hashes(after, hashesAtOnce);
    for (const { id, hash } of rows) {
      const own = left.get(id);
      left.delete(id);
      if (own !== hash) found[own === undefined ? "extra" : "different"].push({ id, theirs: hash });
    }
    const last = rows.at(-1)?.id ?? after;
    if (rows.length > 0 && last <= after) throw new Fault("DISTRICT_UNREACHABLE", "it answers the same hashes again");
    after = last;
  }
  found.missing = [...left.keys()].map((id) => ({ id, theirs: null }));
  return found;
}

/** Our books say now what the district has, and what it should have stands at the end of the feed again. */
async function heal(tables: Tables, differences: Differences, now: number): Promise<void> {
  for (const { id, theirs } of Object.values(differences).flat()) {
    const { gateway, device } = splitId(id);
    const { item = null, hash = null } =
      (await tables.inventory.find(gateway, device)) ?? ({} as Partial<InventoryRow>);
    const cursor = await tables.inventory.put({ gateway, device, item, hash, at: now });
    const waiting = { state: "waiting" as const, sharedHash: theirs, why: null };
    await tables.inventory.mark({ gateway, device, cursor }, waiting);
  }
  await tellDifference(tables, differences, now);
}

async function tellDifference({ tasks }: Tables, { missing, different, extra }: Differences, now: number) {
  const all = [...missing, ...different, ...extra];
  if (all.length === 0) return;
  const names = all.slice(0, namedRows).map(({ id }) => id);
  const text = {
    zh: `夜间对账：区里的设备清单和这里差 ${all.length} 条（缺 ${missing.length}、不同 ${different.length}、多 ${extra.length}），已自动重报。常出现就请区里查原因：${names.join("、")}${all.length > namedRows ? " 等" : ""}。`,
    en: `The district's inventory differed in ${all.length} rows (${missing.length} missing, ${different.length} different, ${extra.length} too many); they were told again. If it happens often, have the district look into it: ${names.join(", ")}${all.length > namedRows ? " …" : ""}.`,
  };
  await tasks.raise({ kind: "INVENTORY_DIFFERED", subject: "district", for: "administrator", text }, now);
}
