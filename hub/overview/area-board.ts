/** Where it is wrong now: each area with its gravest severity and its counts, the worst first. */
import type { Severity } from "../../core/rule.ts";
import type { OverviewView } from "../http/overview-views.ts";
import { type Areas, findArea, within } from "../rulebook/areas.ts";
import type { AlertTally, TicketTally } from "../store/tallies.ts";

type Board = OverviewView["areas"][number];

const nowhere = "未划片";

export function areaBoard(areas: Areas, alerts: readonly AlertTally[], tickets: readonly TicketTally[]): Board[] {
  const boards = new Map<string | null, Board>();
  const boardOf = (id: string | null, severity: Severity) => {
    const area = findArea(areas, id);
    const known = boards.get(area?.id ?? null);
    const above = within(areas, area)[1]?.name;
    const board = known ?? {
      ...{ area: area?.id ?? null, name: area?.name ?? nowhere, worst: severity, alerts: 0, tickets: 0, overdue: 0 },
      ...(above === undefined ? {} : { above }),
    };
    board.worst = Math.min(board.worst, severity) as Severity;
    boards.set(board.area, board);
    return board;
  };
  for (const { area, severity, count, drill } of alerts) if (!drill) boardOf(area, severity).alerts += count;
  for (const { area, severity, count, overdue, drill } of tickets) {
    if (drill) continue;
    const board = boardOf(area, severity);
    board.tickets += count;
    board.overdue += overdue;
  }
  return [...boards.values()].sort((a, b) => a.worst - b.worst || b.overdue - a.overdue || b.tickets - a.tickets);
}
