/** Asks the district how far each open case has come there; what it forgot is told again, and somebody hears of it. */
import type { TicketId } from "../../../core/id.ts";
import type { Store, Tables } from "../../store/store.ts";
import type { TicketState } from "../../tickets/moves.ts";
import type { CasePort, CaseStanding } from "../case-port.ts";
import { caseLane, tellStory } from "../share-case.ts";
import { tellAgain, wantAttachment } from "./send.ts";

export type CaseReport = {
  /** Open cases that the district was asked about. */
  asked: number;
  /** Those it had nothing or too little of, though it had taken it. */
  forgotten: number;
  /** Open cases it had never been told of. */
  untold: number;
};

/** Nothing comes of these any more. */
const settled: readonly TicketState[] = ["archived", "voided"];
const casesAtOnce = 500;
/** What is over is asked after for a while: the district may lose it then too. */
const afterwardsMs = 7 * 86_400_000;

/** Throws what the port throws. */
export async function reconcileCases(store: Store, port: CasePort, now: number): Promise<CaseReport> {
  const untold = await tellUntold(store, now);
  const report: CaseReport = { asked: 0, forgotten: 0, untold };
  for (let after = ""; ; ) {
    const cases = await store.read(({ caseLines }) => caseLines.open(after, settled, now - afterwardsMs, casesAtOnce));
    if (cases.length === 0) return report;
    const standings = await port.standings(cases.map(({ ticket }) => ticket));
    const known = new Map(standings.map((standing) => [standing.case, standing]));
    report.asked += cases.length;
    report.forgotten += await store.transaction(async (tables) => {
      let forgotten = 0;
      for (const { ticket, lines } of cases)
        if (await mend(tables, ticket, lines, known.get(ticket), now)) forgotten += 1;
      return forgotten;
    });
    after = cases.at(-1)?.ticket ?? after;
  }
}

/** Whether the district had forgotten something. What still waits in the outbox it cannot have forgotten. */
async function mend(tables: Tables, ticket: TicketId, lines: number, standing: CaseStanding | undefined, now: number) {
  if (await tables.outbox.isWaiting(caseLane, ticket)) return false;
  for (const hash of standing?.wants ?? []) await wantAttachment(tables, hash, now);
  if ((standing?.lines ?? 0) >= lines) return false;
  const last = await tables.outbox.find(caseLane, `${ticket}/${lines - 1}`);
  await tellAgain(tables, ticket, now);
  // What was rejected is only offered again: the tables of either side may have changed.
  if (last?.state === "refused") return false;
  const text = {
    zh: `区里收下过的案件 ${ticket} 又没了，已从头重报。常出现就请区里查原因。`,
    en: `The district had taken case ${ticket} and lost it; it was told again from its start. If it happens often, have them look into it.`,
  };
  await tables.tasks.raise({ kind: "CASE_FORGOTTEN", subject: ticket, for: "operator", text }, now);
  return true;
}

/** Cases from before the district was connected. */
export async function tellUntold(store: Store, now: number): Promise<number> {
  let count = 0;
  for (let after = ""; ; ) {
    const tickets = await store.read(({ caseLines }) => caseLines.untold(after, settled, casesAtOnce));
    if (tickets.length === 0) return count;
    await store.transaction(async (tables) => {
      for (const id of tickets) {
        const ticket = await tables.tickets.find(id);
        if (ticket !== null && (await tables.caseLines.count(id)) === 0) await tellStory(tables, ticket, now);
      }
    });
    count += tickets.length;
    after = tickets.at(-1) ?? after;
  }
}
