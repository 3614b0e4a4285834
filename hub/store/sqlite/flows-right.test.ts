/** Who loses the right to draw flows when the hub is brought up to date, and who keeps it. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openConnection } from "./connection.ts";
import { takeFlowsRight } from "./flows-right.ts";
import { migrate } from "./migrate.ts";

const shipped = "look alerts tickets review registry gateways posture flows ledgers statistics audit joint".split(" ");

function after(...leaders: { id: string; rights: string[]; sees: string }[]) {
  const connection = openConnection(join(tempFolder(), "hub.db"));
  onTestFinished(() => connection.close());
  migrate(connection, 1);
  const body = JSON.stringify({
    source: "mine",
    roles: [{ id: "administrator", rights: ["flows"], sees: "everything" }, ...leaders],
  });
  connection.prepare("INSERT INTO rulebook VALUES ('roles', 1, 0, 'operator', 'mine', ?)").run(body);
  takeFlowsRight(connection);
  const rows = connection.prepare("SELECT version, by, source, body FROM rulebook ORDER BY version").all();
  return rows.map((row) => ({ ...row, roles: JSON.parse(String(row.body)).roles }));
}

test("a shift leader as shipped, in a version of its own that says so; the administrator keeps it", () => {
  const [old, next] = after({ id: "shift-leader", rights: shipped, sees: "everything" });
  expect(old?.roles[1].rights).toEqual(shipped);
  expect(next).toMatchObject({ version: 2, by: "lilong", source: "mine - flows" });
  expect(next?.roles.map(({ rights }: { rights: string[] }) => rights.includes("flows"))).toEqual([true, false]);
});

test.each([
  ["was given more", { id: "shift-leader", rights: [...shipped, "people"], sees: "everything" }],
  ["was given less", { id: "shift-leader", rights: ["look", "flows"], sees: "everything" }],
  ["is another", { id: "flow-keeper", rights: shipped, sees: "everything" }],
])("a role that %s stays as somebody made it", (_what, role) => {
  expect(after(role)).toHaveLength(1);
});
