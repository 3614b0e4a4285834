/** Connects a district centre by a card that lies in a file: for one that starts beside the hub. */
import { existsSync, readFileSync } from "node:fs";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import { connected, DistrictCard, readDistrict } from "../rulebook/district.ts";
import type { Store } from "../store/store.ts";

const by = "--district-card";

/** What a person imported stays; a card of this file is replaced by its newer one. Throws `SETTING_INVALID` for a file that is no card. */
export async function connectByFile(store: Store, file: string, now: number): Promise<void> {
  const card = readCard(file);
  await store.transaction(async (tables) => {
    const newest = await tables.rulebook.newest("district");
    const { book } = await readDistrict(tables);
    if (newest !== null && (newest.by !== by || isSame(book.card, card))) return;
    const body = connected(book, card);
    await tables.rulebook.add({ kind: "district", at: now, by, source: body.source, body });
  });
}

function readCard(file: string): DistrictCard {
  if (!existsSync(file)) throw new Fault("SETTING_INVALID", `${by} ${file} is not there`);
  try {
    return check(DistrictCard, JSON.parse(readFileSync(file, "utf8")), "INPUT_INVALID");
  } catch (cause) {
    throw new Fault("SETTING_INVALID", `${by} ${file} is no card (${(cause as Error).message})`, { cause });
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
