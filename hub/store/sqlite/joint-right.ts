/** A table of roles from before there was the right to call people together: who could do it and should, still can. */
import type { Connection } from "./connection.ts";

type Role = { id: string; rights: string[]; sees: string };

const newest = "SELECT version, body FROM rulebook WHERE kind = 'roles' ORDER BY version DESC LIMIT 1";
const add = "INSERT INTO rulebook (kind, version, at, by, source, body) VALUES ('roles', ?, ?, 'lilong', ?, ?)";

/** As a version of its own: the one that was imported stays as it was. Its source says so. */
export function giveJointRight(connection: Connection): void {
  const row = connection.prepare(newest).get() as { version: number; body: string } | undefined;
  if (row === undefined) return;
  const table = JSON.parse(row.body) as { source: string; roles: Role[] };
  if (table.roles.some(({ rights }) => rights.includes("joint"))) return;
  const roles = table.roles.map((role) => (mayCall(role) ? { ...role, rights: [...role.rights, "joint"] } : role));
  const source = `${table.source.slice(0, 160)} + joint`;
  connection.prepare(add).run(row.version + 1, Date.now(), source, JSON.stringify({ ...table, source, roles }));
}

/** Who leads a shift, and who answers alerts of an area; not who takes calls, nor who is only sent. */
function mayCall({ rights, sees }: Role): boolean {
  return rights.includes("tickets") && rights.includes(sees === "areas" ? "alerts" : "posture");
}
