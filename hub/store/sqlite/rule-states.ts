/** States of rules in SQLite; one is read and written with every reading of a platform's device. */
import type { DeviceId, GatewayId, RuleId } from "../../../core/id.ts";
import type { RuleStateRow, RuleStates } from "../rule-states.ts";
import type { Connection } from "./connection.ts";

type Row = {
  gateway: string;
  device: string;
  rule: string;
  state: string;
  by: string;
  open: string | null;
  due: number | null;
};

const one = "SELECT * FROM rule_states WHERE gateway = ? AND device = ? AND rule = ?";
const put = `
  INSERT INTO rule_states (gateway, device, rule, state, "by", open, due) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (gateway, device, rule) DO UPDATE SET
    state = excluded.state, "by" = excluded."by", open = excluded.open, due = excluded.due
`;
const due = "SELECT * FROM rule_states WHERE due <= ? ORDER BY due LIMIT ?";
const nextDue = "SELECT min(due) AS due FROM rule_states WHERE due IS NOT NULL";
/** Asked once a start, and where the clock was put back. */
const ahead = `
  SELECT * FROM rule_states WHERE due > ?1
  AND max(coalesce(json_extract(state, '$.heardAt'), 0), coalesce(json_extract(state, '$.since'), 0)) > ?1 LIMIT ?2
`;
const remove = "DELETE FROM rule_states WHERE gateway = ? AND device = ? AND rule = ?";

const removeGone = `
  DELETE FROM rule_states WHERE (gateway, device, rule) IN (
    SELECT s.gateway, s.device, s.rule FROM rule_states s WHERE s.open IS NULL AND NOT EXISTS (
      SELECT 1 FROM devices d WHERE d.gateway = s.gateway AND d.id = s.device AND d.registered = 1) LIMIT ?)
`;

export function ruleStatesTable(connection: Connection): RuleStates {
  return {
    async find(gateway, device, rule) {
      const row = connection.prepare(one).get(gateway, device, rule) as Row | undefined;
      return row === undefined ? null : toRow(row);
    },
    async put({ gateway, device, rule, state, by, open, due }) {
      const opened = open === null ? null : JSON.stringify(open);
      connection.prepare(put).run(gateway, device, rule, JSON.stringify(state), by, opened, due);
    },
    due: async (now, limit) => (connection.prepare(due).all(now, limit) as Row[]).map(toRow),
    nextDue: async () => (connection.prepare(nextDue).get() as { due: number | null }).due,
    ahead: async (now, limit) => (connection.prepare(ahead).all(now, limit) as Row[]).map(toRow),
    async remove(gateway, device, rule) {
      connection.prepare(remove).run(gateway, device, rule);
    },
    removeGone: async (limit) => Number(connection.prepare(removeGone).run(limit).changes),
  };
}

function toRow({ gateway, device, rule, state, open, ...row }: Row): RuleStateRow {
  return {
    ...{ ...row, gateway: gateway as GatewayId, device: device as DeviceId, rule: rule as RuleId },
    ...{ state: JSON.parse(state), open: open === null ? null : JSON.parse(open) },
  };
}
