/** Makes the history of each alert from its episodes and from who saw it, for a database in which alerts had none. */
import type { Connection } from "./connection.ts";

/** What cleared before it was raised, by a clock that was set back, began when it cleared. */
const sql = `
  UPDATE alerts SET history = json_object(
    'occurrences', (
      SELECT json_group_array(json_object(
        'id', id, 'raisedAt', raised_at, 'clearedAt', cleared_at, 'value', json(alerts.value),
        'severity', alerts.severity, 'count', 1
      )) FROM (
        SELECT * FROM episodes WHERE alert = alerts.id
        ORDER BY min(ifnull(raised_at, cleared_at), ifnull(cleared_at, raised_at)), id
      )
    ),
    'acknowledgements', (
      SELECT json_group_array(json_object('names', id, 'at', alerts.acknowledged_at, 'by', alerts.acknowledged_by)) FROM (
        SELECT id FROM episodes WHERE alert = alerts.id AND alerts.acknowledged_at IS NOT NULL
        ORDER BY min(ifnull(raised_at, cleared_at), ifnull(cleared_at, raised_at)) DESC, id DESC LIMIT 1
      )
    ),
    'shelvings', json('[]')
  );
`;

export function historyOfAlerts(connection: Connection): void {
  connection.exec(sql);
}
