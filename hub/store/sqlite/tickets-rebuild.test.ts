/** Tickets of an older version keep their state, their story and their alerts when the table is made anew. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { TicketId } from "../../../core/id.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openSqliteStore } from "./store.ts";

const before = migrations.findIndex(({ rebuilds }) => rebuilds);

test("what waited for its review waits for it still, and every line and alert is there", async () => {
  const folder = tempFolder();
  const old = openConnection(join(folder, "hub.db"));
  migrate(old, 1, migrations.slice(0, before));
  old.exec("INSERT INTO gateways (id, title, place, state, since) VALUES ('gw-1', '', '', 'unknown', 1)");
  old.exec(`
    BEGIN;
    INSERT INTO tickets (id, alert, gateway, device, rule, severity, state, opened_at, changed_at, assignee)
      VALUES ('t-1', 'a-1', 'gw-1', 'cover-3', 'lifted', 1, 'reviewed', 10, 20, '老王'),
             ('t-2', 'a-2', 'gw-1', 'gateway', 'patrol-x', 4, 'closed', 11, 21, NULL);
    INSERT INTO alerts (id, gateway, device, rule, point, severity, value, state, raised_at, last_raised_at, received_at,
      changed_at, count, ticket)
      VALUES ('a-1', 'gw-1', 'cover-3', 'lifted', 'open', 1, 'true', 'unacknowledged', 10, 10, 10, 10, 1, 't-1'),
             ('a-2', 'gw-1', 'gateway', 'patrol-x', 'patrol', 4, '"门口"', 'normal', 11, 11, 11, 11, 1, 't-2');
    INSERT INTO stories (ticket, n, at, actor, move, from_state, to_state) VALUES
      ('t-1', 0, 10, 'gw-1/cover-3', 'report', NULL, 'reported'), ('t-1', 1, 20, '老王', 'submit', 'handling', 'reviewed');
    COMMIT;
  `);
  old.close();
  const store = openSqliteStore(folder, 2);
  onTestFinished(() => store.close());
  await store.read(async ({ tickets, alerts }) => {
    expect(await tickets.find("t-1" as TicketId)).toMatchObject({
      ...{ state: "submitted", source: "sensor", assignee: "老王", tier: 1, closedAt: null, class: "local:other" },
      policy: { reviews: 1, reopenWithinH: 72 },
    });
    expect(await tickets.find("t-2" as TicketId)).toMatchObject({ state: "closed", source: "patrol", closedAt: 21 });
    expect((await tickets.story("t-1" as TicketId)).map(({ move, to }) => [move, to])).toEqual([
      ["report", "reported"],
      ["submit", "submitted"],
    ]);
    expect(await tickets.alertsOf("t-1" as TicketId)).toEqual(["a-1"]);
    expect(await alerts.list("all", 9)).toHaveLength(2);
  });
});

test("a rebuild that would leave a reference leading nowhere leaves the database as it was", () => {
  const opened = openConnection(join(tempFolder(), "hub.db"));
  onTestFinished(() => opened.close());
  migrate(opened, 1);
  const drop = { name: "loses the gateways", rebuilds: true as const, sql: "DELETE FROM gateways" };
  opened.exec("INSERT INTO gateways (id, title, place, state, since) VALUES ('gw-1', '', '', 'unknown', 1)");
  opened.exec("INSERT INTO devices (gateway, id, registered) VALUES ('gw-1', 'pit-1', 0)");
  expect(() => migrate(opened, 2, [...migrations, drop])).toThrow(/leads nowhere/);
  expect(opened.prepare("SELECT count(*) AS n FROM gateways").get()).toMatchObject({ n: 1 });
  expect(opened.prepare("PRAGMA foreign_keys").get()).toMatchObject({ foreign_keys: 1 });
});
