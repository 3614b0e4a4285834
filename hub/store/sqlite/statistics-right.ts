/** A table of roles that nobody changed since it was shipped: who only looks on reads the statistics too. */
import type { Connection } from "./connection.ts";

type Role = { id: string; rights: string[]; sees: string };

const newest = "SELECT version, body FROM rulebook WHERE kind = 'roles' ORDER BY version DESC LIMIT 1";
const add = "INSERT INTO rulebook (kind, version, at, by, source, body) VALUES ('roles', ?, ?, 'lilong', ?, ?)";

/** As it was shipped until then, but for the right to call people together, which came by `joint-right.ts`. */
const shipped: Record<string, string> = {
  administrator:
    "alerts audit district flows gateways ledgers look notify people posture registry review rulebook statistics tickets",
  "shift-leader": "alerts audit flows gateways ledgers look posture registry review statistics tickets",
  operator: "alerts ledgers look review statistics tickets",
  technician: "alerts gateways ledgers look registry",
  committee: "alerts look tickets",
  department: "look tickets",
  district: "look statistics",
  "read-only": "look",
};

/** As a version of its own. A table of somebody's own says what they want, and stays the newest. */
export function giveStatisticsRight(connection: Connection): void {
  const row = connection.prepare(newest).get() as { version: number; body: string } | undefined;
  if (row === undefined) return;
  const table = JSON.parse(row.body) as { source: string; roles: Role[] };
  if (!isAsShipped(table.roles)) return;
  const roles = table.roles.map((role) =>
    role.id === "read-only" ? { ...role, rights: [...role.rights, "statistics"] } : role,
  );
  const source = `${table.source.slice(0, 160)} + statistics`;
  connection.prepare(add).run(row.version + 1, Date.now(), source, JSON.stringify({ ...table, source, roles }));
}

function isAsShipped(roles: readonly Role[]): boolean {
  const isOwn = ({ id, rights, sees }: Role) =>
    shipped[id] ===
      rights
        .filter((right) => right !== "joint")
        .sort()
        .join(" ") && (sees === "areas") === (id === "committee" || id === "department");
  return roles.length === Object.keys(shipped).length && roles.every(isOwn);
}
