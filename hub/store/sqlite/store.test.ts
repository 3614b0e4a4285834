/** What only SQLite has: migrations, the disk's error codes, the settings that make a commit durable. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { diskFault, openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openSqliteStore } from "./store.ts";

function connection(folder = tempFolder()) {
  const opened = openConnection(join(folder, "hub.db"));
  onTestFinished(() => opened.close());
  return opened;
}

test("a database of a newer version is left alone", async () => {
  const folder = tempFolder();
  const newer = connection(folder);
  migrate(newer, 1, [...migrations, { name: "from the future", sql: "CREATE TABLE future (id INTEGER)" }]);
  expect(() => openSqliteStore(folder, 2)).toThrow(
    /^STORE_NEWER: the database is at migration \d+, this version knows \d+/,
  );
  expect(newer.prepare("SELECT count(*) AS n FROM future").get()).toMatchObject({ n: 0 });
});

test("migrations run once, in order, each recorded", () => {
  const opened = connection();
  migrate(opened, 1);
  migrate(opened, 2);
  const rows = opened.prepare("SELECT number, name, at FROM migrations ORDER BY number").all();
  expect(rows).toEqual(migrations.map(({ name }, i) => ({ number: i + 1, name, at: 1 })));
});

test("a migration that fails leaves the database as it was", () => {
  const opened = connection();
  migrate(opened, 1);
  const broken = { name: "broken", sql: "CREATE TABLE half (id INTEGER); NONSENSE" };
  expect(() => migrate(opened, 2, [...migrations, broken])).toThrow();
  expect(opened.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
  expect(opened.prepare("SELECT max(number) AS n FROM migrations").get()).toMatchObject({ n: migrations.length });
});

test("a commit is flushed to the disk", () => {
  const opened = connection();
  expect(opened.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
  expect(opened.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: 2 });
});

test("a full disk is the disk's fault, a wrong statement is ours", () => {
  const opened = connection();
  opened.exec("CREATE TABLE t (v BLOB); PRAGMA max_page_count = 8");
  const caught = (run: () => void) => {
    try {
      run();
    } catch (error) {
      return diskFault(error);
    }
    return null;
  };
  expect(caught(() => opened.exec("INSERT INTO t VALUES (zeroblob(1000000))"))).toMatchObject({ code: "DISK_FAILED" });
  expect(caught(() => opened.exec("INSERT INTO nowhere VALUES (1)"))).not.toMatchObject({ code: "DISK_FAILED" });
});

test("a folder that cannot be written is named", () => {
  expect(() => openSqliteStore(join(process.execPath, "x"), 1)).toThrow(/^FOLDER_UNWRITABLE/);
});
