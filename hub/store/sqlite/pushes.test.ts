/** What is asked of a connector's messages is answered by an index and in its order, and their counts are kept as they come and go. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openConnection } from "./connection.ts";
import { counts } from "./foreign-devices.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { pushesTable, statements } from "./pushes.ts";

function opened(upTo = migrations.length) {
  const connection = openConnection(join(tempFolder(), "lilong.sqlite"));
  onTestFinished(() => connection.close());
  migrate(connection, 1, migrations.slice(0, upTo));
  return connection;
}

const more = {
  "strangers of a connector": counts.strangers,
  "commands that are over": "SELECT connector, id FROM carried_commands WHERE is_over = 1 AND deadline < ? LIMIT 1",
};

test.each(Object.entries({ ...statements, ...more }))(
  "%s sorts nothing and reads no table from end to end",
  (name, sql) => {
    const plan = opened()
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...[]) as { detail: string }[];
    const details = plan.map(({ detail }) => detail);
    expect(details.filter((detail) => /TEMP B-TREE/.test(detail))).toEqual([]);
    // One row a connector.
    const allowed = name === "lanes" ? ["SCAN push_counts"] : [];
    expect(details.filter((detail) => /^SCAN (?!CONSTANT)/.test(detail))).toEqual(allowed);
  },
);

test("counts follow messages that come, are settled, are read again and go; those that were there before are counted once", async () => {
  const before = migrations.findIndex(({ name }) => name.startsWith("messages of a connector are found"));
  const connection = opened(before);
  for (const [key, state] of [
    ["a", "taken"],
    ["b", "refused"],
    ["c", "waiting"],
  ])
    connection
      .prepare(`INSERT INTO pushes (connector, "key", received, "from", body, state) VALUES ('x', ?, 5, '', x'00', ?)`)
      .run(key as string, state as string);
  migrate(connection, 1, migrations);
  const pushes = pushesTable(connection);
  const [x, y] = ["x" as never, "y" as never];
  const none = { waiting: 0, again: 0, taken: 0, unknown: 0, refused: 0 };
  expect(await pushes.count(x)).toEqual({ ...none, taken: 1, refused: 1, waiting: 1 });
  expect([await pushes.newest(x), await pushes.newest(y), await pushes.count(y)]).toEqual([5, null, none]);
  const push = (connector: never, key: string, received: number) => ({
    connector,
    key,
    received,
    from: "",
    body: new Uint8Array(),
  });
  await pushes.add([push(x, "a", 6), push(x, "d", 7), push(y, "a", 3)]);
  expect([await pushes.count(x), await pushes.newest(x)]).toEqual([{ ...none, taken: 1, refused: 1, waiting: 2 }, 7]);
  expect(await pushes.lanes()).toEqual(["x", "y"]);
  const outcome = { why: "", platformAt: null, yielded: [], foreign: "f" };
  for (const { n } of await pushes.waiting(x, 9)) await pushes.settle(n, { ...outcome, state: "unknown" });
  expect(await pushes.count(x)).toEqual({ ...none, taken: 1, refused: 1, unknown: 2 });
  expect([await pushes.readAgain(x, "f"), await pushes.replay(x, 7, 8)]).toEqual([2, 1]);
  expect(await pushes.count(x)).toEqual({ ...none, taken: 1, refused: 1, again: 2 });
  expect(await pushes.removeBefore(100, 9)).toBe(2);
  expect([await pushes.count(x), await pushes.newest(x)]).toEqual([{ ...none, again: 2 }, 7]);
  expect((await pushes.list(x, null, 9)).map(({ key }) => key)).toEqual(["d", "c"]);
  expect((await pushes.list(x, "again", 9, 4)).map(({ key }) => key)).toEqual(["c"]);
});
