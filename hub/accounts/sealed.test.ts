/** Secrets of one-time codes are nowhere in the database as they are, and a key that is gone is said, not hidden. */
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { expect, onTestFinished, test } from "vitest";
import { silent } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { writeSecret } from "../enrolment/write-secret.ts";
import { openStore } from "../store/open.ts";
import { isSealed, keyFile } from "../store/secret-seal.ts";
import { openConnection } from "../store/sqlite/connection.ts";
import { migrate } from "../store/sqlite/migrate.ts";
import { migrations } from "../store/sqlite/migrations.ts";
import type { Store } from "../store/store.ts";
import { tellLostKey } from "./lost-key.ts";
import { newRecovery, newTotp, takeCode } from "./totp.ts";

const now = 1_790_000_000_000;

async function withStore<Result>(folder: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = openStore(folder, now);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Wherever the folder says it: in the database, its log, or elsewhere. */
function filesThatSay(folder: string, text: string): string[] {
  return readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(text));
}

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });

async function enrolled(folder: string) {
  const { codes, hashes } = newRecovery();
  const totp = { ...newTotp(), isOn: true, recovery: hashes };
  await withStore(folder, (store) =>
    store.transaction(async ({ accounts }) => {
      await accounts.put({ name: "chen", role: "operator", passwordHash: "" });
      await accounts.change("chen", { totp });
      expect(filesThatSay(folder, totp.secret)).toEqual([]);
    }),
  );
  return { secret: totp.secret, codes };
}

const totpIn = (folder: string) =>
  withStore(folder, (store) => store.read(async ({ accounts }) => (await accounts.find("chen"))?.totp ?? null));

test("the secret is in no file of the hub's folder, and codes are taken all the same", async () => {
  const folder = tempFolder();
  const { secret } = await enrolled(folder);
  expect(filesThatSay(folder, secret)).toEqual([]);
  expect(statSync(keyFile(folder)).mode & 0o777).toBe(0o600);
  const totp = await totpIn(folder);
  expect(totp && takeCode(totp, codeOf(secret), now)).not.toBeNull();
});

test("one that is moved to another person's row does not open there", async () => {
  const folder = tempFolder();
  await enrolled(folder);
  const opened = openConnection(join(folder, "hub.db"));
  opened.exec("INSERT INTO accounts (name, role, password_hash) VALUES ('li', 'operator', '')");
  opened.exec("UPDATE accounts SET totp = (SELECT totp FROM accounts WHERE name = 'chen') WHERE name = 'li'");
  opened.close();
  await withStore(folder, (store) =>
    store.read(async ({ accounts }) => {
      expect(isSealed((await accounts.find("li"))?.totp?.secret ?? "")).toBe(true);
      expect(isSealed((await accounts.find("chen"))?.totp?.secret ?? "")).toBe(false);
    }),
  );
});

test("without its key no code is taken, recovery codes are, the administrator is told, and the key brought back heals it", async () => {
  const folder = tempFolder();
  const { secret, codes } = await enrolled(folder);
  const key = readFileSync(keyFile(folder));
  rmSync(keyFile(folder));
  await withStore(folder, (store) =>
    store.transaction(async (tables) => {
      const totp = (await tables.accounts.find("chen"))?.totp;
      if (totp == null) throw new Error("there is no row");
      expect(takeCode(totp, codeOf(secret), now)).toBeNull();
      const taken = takeCode(totp, codes[0] ?? "", now);
      await tables.accounts.change("chen", { totp: taken, display: "陈" });
      await tellLostKey(tables, silent, now);
      expect(await tables.tasks.openOf("TOTP_KEY_LOST")).toMatchObject([{ for: "administrator" }]);
    }),
  );
  writeSecret(keyFile(folder), key.toString());
  expect(await totpIn(folder)).toMatchObject({ secret, recovery: expect.objectContaining({ length: 9 }) });
  await withStore(folder, (store) => store.transaction((tables) => tellLostKey(tables, silent, now)));
  expect(await withStore(folder, (store) => store.read(({ tasks }) => tasks.openOf("TOTP_KEY_LOST")))).toEqual([]);
});

test("a key that is none stops the start and names the file", () => {
  const folder = tempFolder();
  openStore(folder, now).close();
  const path = keyFile(folder);
  const before = readFileSync(path, "utf8");
  rmSync(path);
  onTestFinished(() => rmSync(path, { force: true }));
  expect(before).toMatch(/^[0-9a-f]{64}\n$/);
  writeSecret(path, "abc");
  expect(() => openStore(folder, now)).toThrow(/^FOLDER_UNWRITABLE.*account-key.*bring it back from the backup/);
});

test("what an older version kept in plain text is sealed and wiped when the database is brought up to date", async () => {
  const folder = tempFolder();
  const old = openConnection(join(folder, "hub.db"));
  migrate(
    old,
    1,
    migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === "sealed secrets of one-time codes"),
    ),
  );
  const secret = newTotp().secret;
  const totp = JSON.stringify({ secret, isOn: true, lastStep: 3, recovery: ["h"] });
  old.prepare("INSERT INTO accounts (name, role, password_hash, totp) VALUES ('chen', 'operator', '', ?)").run(totp);
  old.close();
  expect(filesThatSay(folder, secret)).toEqual(["hub.db"]);
  const store = openStore(folder, now);
  onTestFinished(() => store.close());
  expect(filesThatSay(folder, secret)).toEqual([]);
  expect(await store.read(({ accounts }) => accounts.find("chen"))).toMatchObject({
    totp: { secret, isOn: true, lastStep: 3, recovery: ["h"] },
  });
});

const secretsOf = (folder: string) =>
  withStore(folder, (store) => store.read(({ channelSecrets }) => channelSecrets.of("connector:ctwing-1")));

test("secrets of connectors and channels are in no file either; without the key they are missing, and somebody is told which", async () => {
  const folder = tempFolder();
  const [token, odd] = ["a-long-token-of-a-platform", "sealed:by a person"];
  await withStore(folder, (store) =>
    store.transaction(async ({ channelSecrets }) => {
      await channelSecrets.put("connector:ctwing-1", "token", token);
      await channelSecrets.put("connector:ctwing-1", "odd", odd);
    }),
  );
  expect(filesThatSay(folder, token)).toEqual([]);
  expect(await secretsOf(folder)).toEqual({ token, odd });
  const key = readFileSync(keyFile(folder));
  rmSync(keyFile(folder));
  expect(await secretsOf(folder)).toEqual({});
  const told = () => withStore(folder, (store) => store.read(({ tasks }) => tasks.openOf("SECRETS_KEY_LOST")));
  const look = () => withStore(folder, (store) => store.transaction((tables) => tellLostKey(tables, silent, now)));
  await look();
  expect(await told()).toMatchObject([{ for: "administrator", text: { zh: expect.stringContaining("ctwing-1") } }]);
  writeSecret(keyFile(folder), key.toString());
  await look();
  expect([await secretsOf(folder), await told()]).toEqual([{ token, odd }, []]);
});

test("secrets of channels that an older version kept in plain text are sealed and wiped", async () => {
  const folder = tempFolder();
  const old = openConnection(join(folder, "hub.db"));
  const at = migrations.findIndex(({ name }) => name === "sealed secrets of channels and connectors");
  migrate(old, 1, migrations.slice(0, at));
  old.exec("INSERT INTO channel_secrets VALUES ('connector:ctwing-1', 'token', 'an-old-and-plain-token')");
  old.close();
  expect(filesThatSay(folder, "an-old-and-plain-token")).toEqual(["hub.db"]);
  expect(await secretsOf(folder)).toEqual({ token: "an-old-and-plain-token" });
  expect(filesThatSay(folder, "an-old-and-plain-token")).toEqual([]);
});
