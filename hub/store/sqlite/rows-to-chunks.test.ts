import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Value } from "../../../core/reading.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openSqliteStore } from "./store.ts";

const points = ["level", "state"];
const hour = 3_600_000;
const start = 20_000 * 24 * hour;

test("the rows of an older version are in chunks afterwards, each as it was", async () => {
  const folder = tempFolder();
  const old = openConnection(join(folder, "hub.db"));
  const before = migrations.findIndex(({ name }) => name === "readings in a log and in chunks");
  migrate(old, 1, migrations.slice(0, before));
  old.exec("INSERT INTO gateways (id, title, place, state, since) VALUES ('gw-1', '', '', 'unknown', 1)");
  old.exec("INSERT INTO devices (gateway, id, registered) VALUES ('gw-1', 'pit-1', 0)");
  const insert =
    "INSERT INTO series (id, gateway, device, point, known, delivered) VALUES (?, 'gw-1', 'pit-1', ?, 0, ?)";
  const values = (n: number): Value[] =>
    Array.from({ length: n }, (_, i) => [i / 4, i % 8 === 0, `text ${i}`][i % 3] as Value);
  const counts = [700, 3];
  const put = old.prepare("INSERT INTO readings VALUES (?, ?, ?, ?, ?)");
  for (const [i, n] of counts.entries()) {
    old.prepare(insert).run(i + 1, points[i] as string, n);
    for (const [j, value] of values(n).entries())
      put.run(i + 1, start + 1000 * (j >> 1), j & 1, typeof value === "boolean" ? (value ? 1n : 0n) : value, j % 3);
  }
  old.close();
  const store = openSqliteStore(folder, 2);
  onTestFinished(() => store.close());
  await store.read(async ({ readings, series }) => {
    for (const [i, n] of counts.entries()) {
      const rows = await readings.query(i + 1, { from: 0, to: 1e15, limit: 1e6, keep: "oldest" });
      expect(rows).toEqual(values(n).map((value, j) => [start + 1000 * (j >> 1), value, j % 3]));
      expect(await readings.buckets(i + 1, { from: 0, to: 1e15, stepMs: hour, limit: 9 })).toHaveLength(1);
    }
    expect((await series.list()).map(({ delivered }) => delivered)).toEqual(counts);
  });
});
