/** Counted cases in SQLite; triggers mark what has to be counted anew. */
import type { TicketId } from "../../../core/id.ts";
import type { CaseFacts } from "../../scores/score.ts";
import type { CaseFactsTable, HourCount } from "../case-facts.ts";
import type { Connection } from "./connection.ts";

const within = `
  SELECT ticket, opened_at, unit, area, class, by_sensor, accept_ms, arrive_ms, close_ms, closed, overdue, returned, reopened
  FROM case_facts WHERE opened_at >= ? AND opened_at < ?
`;
const put = `
  INSERT INTO case_facts (opened_at, ticket, unit, area, class, by_sensor, accept_ms, arrive_ms, close_ms, closed, overdue,
    returned, reopened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
`;
/** Shanghai is eight hours ahead all the year; the first day of 1970 was a Thursday. */
const alertHours = `
  SELECT ((raised_at + 28800000) / 86400000 + 3) % 7 AS weekday, ((raised_at + 28800000) / 3600000) % 24 AS hour,
    count(*) AS count
  FROM alerts WHERE raised_at >= ? AND raised_at < ? AND drill = 0
    AND (? IS NULL OR area IN (SELECT value FROM json_each(?))) GROUP BY weekday, hour
`;

/** In the order of `within`. */
type Row = [
  ...[ticket: string, openedAt: number, unit: string | null, area: string | null, code: string, bySensor: number],
  ...[acceptMs: number | null, arriveMs: number | null, closeMs: number | null],
  ...[closed: number, overdue: number, returned: number, reopened: number],
];

export function caseFactsTable(connection: Connection): CaseFactsTable {
  return {
    async within({ from, to, areas = null }) {
      const statement = connection.prepare(within);
      // An object of thirteen names costs five times as much as an array of them.
      statement.setReturnArrays(true);
      const cases = (statement.all(from, to) as unknown as Row[]).map(toFacts);
      return areas === null ? cases : cases.filter(({ area }) => area !== null && areas.has(area));
    },
    stale: async (limit) =>
      connection
        .prepare("SELECT ticket FROM stale_cases LIMIT ?")
        .all(limit)
        .map((row) => row.ticket as TicketId),
    countStale: async () => Number(connection.prepare("SELECT count(*) AS n FROM stale_cases").get()?.n ?? 0),
    async put(id, facts) {
      connection.prepare("DELETE FROM case_facts WHERE ticket = ?").run(id);
      connection.prepare("DELETE FROM stale_cases WHERE ticket = ?").run(id);
      if (facts !== null) connection.prepare(put).run(...cellsOf(facts));
    },
    async alertHours({ from, to, areas = null }) {
      const among = areas === null ? null : JSON.stringify([...areas]);
      return connection.prepare(alertHours).all(from, to, among, among) as HourCount[];
    },
  };
}

function cellsOf(facts: CaseFacts) {
  const { id, openedAt, unit, area, class: code, bySensor, acceptMs, arriveMs, closeMs } = facts;
  const { isClosed, isOverdue, returned, reopened } = facts;
  return [
    ...[openedAt, id, unit, area, code, Number(bySensor), acceptMs, arriveMs, closeMs],
    ...[Number(isClosed), Number(isOverdue), returned, reopened],
  ];
}

/** A year is a hundred thousand of them: one literal, nothing spread. */
function toFacts(row: Row): CaseFacts {
  return {
    id: row[0],
    openedAt: row[1],
    unit: row[2],
    area: row[3],
    class: row[4],
    bySensor: row[5] === 1,
    acceptMs: row[6],
    arriveMs: row[7],
    closeMs: row[8],
    isClosed: row[9] === 1,
    isOverdue: row[10] === 1,
    returned: row[11],
    reopened: row[12],
  };
}
