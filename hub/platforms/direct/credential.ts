/** The credential of one device: made here, told once, kept as a hash, and ended by people or by the one that follows it. */
import { createHash, randomBytes } from "node:crypto";
import { ulid } from "ulid";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { CredentialRow } from "../../store/credentials.ts";
import type { Store, Tables } from "../../store/store.ts";
import { isSame } from "../kit/secret.ts";

export type Holder = { connector: GatewayId; foreign: string };

const hourMs = 3_600_000;
/** 192 bits: nobody tries them through, so one round of SHA-256 is enough to keep. */
const secretBytes = 24;

export const hashOf = (secret: string) => createHash("sha256").update(secret).digest("hex");

/** Text that needs no escaping in a shell, a URL or a header. */
export const newSecret = () => `ll_${randomBytes(secretBytes).toString("base64url")}`;

/** What MQTT calls the user and the client: with its `@` it can never be a gateway's id. */
export function userOf({ connector, foreign }: Holder): string {
  return `${foreign}@${connector}`;
}

/** Null for what is no device's. */
export function holderOf(user: string): Holder | null {
  const at = user.lastIndexOf("@");
  return at < 1 ? null : { foreign: user.slice(0, at), connector: user.slice(at + 1) as GatewayId };
}

/**
 * `replace`: the old ones end now, for one is lost. `rotate`: they end when the new one is first used. Answers the secret,
 * which is told once.
 */
export async function makeCredential(
  tables: Tables,
  holder: Holder,
  { by, now, old }: { by: string; now: number; old: "replace" | "rotate" },
): Promise<string> {
  if (old === "replace") await revokeCredentials(tables, holder, "replaced", now);
  const secret = newSecret();
  const row = { id: ulid(now), ...holder, hash: hashOf(secret), by, at: now };
  await tables.credentials.put({ ...row, usedAt: null, revokedAt: null, reason: null });
  return secret;
}

/** Answers how many ended. */
export async function revokeCredentials(tables: Tables, holder: Holder, reason: string, now: number): Promise<number> {
  const live = (await tables.credentials.listOf(holder.connector, holder.foreign)).filter(isLive);
  for (const row of live) await tables.credentials.put({ ...row, revokedAt: now, reason });
  return live.length;
}

function isLive({ revokedAt }: CredentialRow): boolean {
  return revokedAt === null;
}

/** Throws `CREDENTIAL_REFUSED`, in the same words whether the device is unknown or the credential another. */
export type Check = (holder: Holder, shown: string | undefined, now: number) => Promise<void>;

/**
 * Uses that are noted in the same turn of the event loop share one commit: a thousand devices may begin at once. `ended`: of
 * this device a credential is over since its follower was used.
 */
export function startCheck(store: Store, ended: (holder: Holder) => void = () => {}): Check {
  let group: { rows: CredentialRow[]; done: Promise<CredentialRow[]> } | null = null;
  const noted = (mine: CredentialRow, now: number): Promise<void> => {
    if (group === null) {
      const rows: CredentialRow[] = [];
      const done = new Promise((resolve) => setImmediate(resolve)).then(() => {
        group = null;
        return noteUses(store, rows, now);
      });
      group = { rows, done };
    }
    group.rows.push(mine);
    return group.done.then((over) => {
      if (over.includes(mine)) ended(mine);
    });
  };
  return async (holder, shown, now) => {
    if (shown === undefined || shown === "")
      throw new Fault("CREDENTIAL_REFUSED", `${holder.foreign} came without one`);
    const rows = await store.read(({ credentials }) => credentials.listOf(holder.connector, holder.foreign));
    const hash = hashOf(shown);
    const [mine] = rows.filter(isLive).filter((row) => isSame(row.hash, hash));
    if (mine === undefined) throw new Fault("CREDENTIAL_REFUSED", `that of ${holder.foreign} is wrong, or was ended`);
    if (mine.usedAt === null || now - mine.usedAt >= hourMs) await noted(mine, now);
  };
}

/** Answers those whose use ended others. */
function noteUses(store: Store, rows: readonly CredentialRow[], now: number): Promise<CredentialRow[]> {
  return store.transaction(async (tables) => {
    const ending: CredentialRow[] = [];
    for (const row of rows) if (await noteUse(tables, row, now)) ending.push(row);
    return ending;
  });
}

/** The first use of a new one ends those before it; answers whether there were any. */
async function noteUse({ credentials }: Tables, mine: CredentialRow, now: number): Promise<boolean> {
  const rows = await credentials.listOf(mine.connector, mine.foreign);
  const row = rows.find(({ id }) => id === mine.id);
  if (row === undefined || !isLive(row)) return false;
  await credentials.put({ ...row, usedAt: now });
  const before = rows.filter((old) => isLive(old) && old.id < row.id);
  for (const old of before) await credentials.put({ ...old, revokedAt: now, reason: "rotated" });
  return before.length > 0;
}
