/** For tests: a hub's folder as its first start leaves it, the migrations run and the password looked at quickly. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { passwordFile } from "../../hub/accounts/setup.ts";
import { makeFolder } from "../../hub/store/make-folder.ts";
import { openStore } from "../../hub/store/open.ts";
import { cheapHash, goodPassword } from "./people.ts";
import { tempFolder } from "./temp-folder.ts";

const database = "hub.db";
const name = "operator";
let settled: Promise<Buffer> | undefined;

/** One with anything in it is left as it is. */
export async function settle(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) return;
  makeFolder(folder);
  settled ??= settledDatabase();
  writeFileSync(join(folder, database), await settled);
  writeFileSync(passwordFile(folder, name), `${goodPassword}\n`, { mode: 0o600 });
}

async function settledDatabase(): Promise<Buffer> {
  const [folder, createdAt] = [tempFolder(), Date.now()];
  const store = openStore(folder, createdAt);
  const account = { name, role: "administrator", passwordHash: cheapHash(goodPassword), createdAt };
  await store.transaction(({ accounts }) => accounts.put(account));
  await store.close();
  return readFileSync(join(folder, database));
}
