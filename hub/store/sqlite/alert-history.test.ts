/** An open alert of an older version goes on: its episodes and who saw it are its history, and what comes late finds its place. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { AlertId, GatewayId } from "../../../core/id.ts";
import { event } from "../../../test/kit/samples.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { applyEvent, passTime } from "../../alerts/alert.ts";
import { openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openSqliteStore } from "./store.ts";

test("what was stored before is the history of each alert", async () => {
  const folder = tempFolder();
  const old = openConnection(join(folder, "hub.db"));
  const before = migrations.findIndex(({ name }) => name === "the history of an alert, and shelving");
  migrate(old, 1, migrations.slice(0, before));
  const row = (id: string, state: string, seen: string) =>
    `('${id}', 'gw-1', 'cover-3', '${id}', 'open', 1, 'true', '${state}', 10, 30, 20, 11, 31, ${seen}, 2, 't', 0)`;
  const columns = `id, gateway, device, rule, point, severity, value, state, raised_at, last_raised_at, cleared_at,
    received_at, changed_at, acknowledged_by, acknowledged_at, count, ticket, drill`;
  old.exec("PRAGMA foreign_keys = OFF");
  old.exec("INSERT INTO gateways (id, title, place, state, since) VALUES ('gw-1', '', '', 'unknown', 1)");
  old.exec(`INSERT INTO alerts (${columns}) VALUES ${row("unseen", "unacknowledged", "NULL, NULL")}`);
  old.exec(`INSERT INTO alerts (${columns}) VALUES ${row("seen", "acknowledged", "'operator', 40")}`);
  for (const alert of ["unseen", "seen"])
    old.exec(`INSERT INTO episodes VALUES ('${alert}-b', '${alert}', 30, NULL), ('${alert}-a', '${alert}', 10, 20)`);
  old.close();
  const store = openSqliteStore(folder, 2);
  onTestFinished(() => store.close());
  await store.read(async ({ alerts }) => {
    const unseen = await alerts.find("unseen" as AlertId);
    expect(unseen).toMatchObject({ shelved: null, cause: null, affected: [] });
    if (unseen === null) return;
    expect(passTime(unseen, 99)).toEqual(unseen);
    const { alert } = applyEvent(
      unseen,
      null,
      "gw-1" as GatewayId,
      event("cleared", 50, { alert: "unseen-b" as AlertId }),
      99,
    );
    expect(alert).toMatchObject({ id: "unseen", state: "returned", clearedAt: 50, count: 2 });
    const seen = await alerts.find("seen" as AlertId);
    expect(seen && passTime(seen, 99)).toMatchObject({ state: "acknowledged", acknowledgedBy: "operator", count: 2 });
  });
});
