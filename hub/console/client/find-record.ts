/** An acceptance record of a gateway, looked for from the newest on, however many there are. */

import { type ReadRecord, readRecord, type SignedRecord } from "../order/record.ts";
import { client, type Listed } from "./client.ts";

const path = "/api/gateways/{gateway}/records";
type Page = Listed<SignedRecord>;

/** The first one that fits; null where none does. */
export async function findRecord(gateway: string, fits: (record: ReadRecord) => boolean): Promise<ReadRecord | null> {
  for (let cursor: string | undefined; ; ) {
    const { rows, next }: Page = await client.list(path, { path: { gateway }, query: { limit: 50, cursor } });
    const found = rows.map(readRecord).find((record) => record !== null && fits(record));
    if (found) return found;
    if (next === null) return null;
    cursor = next;
  }
}
