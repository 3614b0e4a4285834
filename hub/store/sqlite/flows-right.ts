/** A table of roles from when the shipped shift leader could draw flows, which run on the hub's machine: where nobody changed that role, it no longer can. */
import type { Connection } from "./connection.ts";

type Role = { id: string; rights: string[]; sees: string };

const newest = "SELECT version, body FROM rulebook WHERE kind = 'roles' ORDER BY version DESC LIMIT 1";
const add = "INSERT INTO rulebook (kind, version, at, by, source, body) VALUES ('roles', ?, ?, 'lilong', ?, ?)";

/** As it was shipped, in whatever order. */
const shipped = new Set(
  "look alerts tickets joint review registry gateways posture flows ledgers statistics audit".split(" "),
);

/** As a version of its own: the one that was imported stays as it was. Its source says so. */
export function takeFlowsRight(connection: Connection): void {
  const row = connection.prepare(newest).get() as { version: number; body: string } | undefined;
  if (row === undefined) return;
  const table = JSON.parse(row.body) as { source: string; roles: Role[] };
  if (!table.roles.some(isUnchanged)) return;
  const less = (role: Role) => ({ ...role, rights: role.rights.filter((right) => right !== "flows") });
  const roles = table.roles.map((role) => (isUnchanged(role) ? less(role) : role));
  const source = `${table.source.slice(0, 160)} - flows`;
  connection.prepare(add).run(row.version + 1, Date.now(), source, JSON.stringify({ ...table, source, roles }));
}

function isUnchanged({ id, rights, sees }: Role): boolean {
  const isSame = rights.length === shipped.size && rights.every((right) => shipped.has(right));
  return id === "shift-leader" && sees === "everything" && isSame;
}
