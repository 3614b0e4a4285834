/** For tests: a store as `openStore` makes it, its migrations run once for all the tests of a file. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../hub/store/open.ts";
import type { Store } from "../../hub/store/store.ts";
import { tempFolder } from "./temp-folder.ts";

const database = "hub.db";
let empty: Promise<Buffer> | undefined;

/** In a folder of its own. */
export async function freshStore(now: number): Promise<Store> {
  const folder = tempFolder();
  empty ??= emptyDatabase(now);
  writeFileSync(join(folder, database), await empty);
  return openStore(folder, now);
}

async function emptyDatabase(now: number): Promise<Buffer> {
  const folder = tempFolder();
  await openStore(folder, now).close();
  return readFileSync(join(folder, database));
}
