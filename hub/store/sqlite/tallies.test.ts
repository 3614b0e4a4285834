/** Counts of what is open: in the same order as the console's own, and never by reading all rows. */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { TicketId } from "../../../core/id.ts";
import { ticketView } from "../../../test/kit/console-samples.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { byUrgency } from "../../console/order/urgency.ts";
import { isOver, ticketStates } from "../../tickets/moves.ts";
import { reportTicket } from "../../tickets/report.ts";
import type { Ticket } from "../../tickets/ticket.ts";
import { openSqliteStore } from "./store.ts";

const now = 1_790_000_000_000;

const policy = { reviews: 1 as const, preVerify: false, postCheck: false, reopenWithinH: 72, extensions: 1 };
const birth = {
  ...{ source: "patrol" as const, alert: null, gateway: null, device: null, rule: null, title: null },
  ...{ place: "东昌小区", class: "local:other", area: null, policy },
};

const cases = fc.array(
  fc.record({
    severity: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
    state: fc.constantFrom(...ticketStates),
    // Apart from each other: of two that are alike in all, either may come first.
    openedAt: fc.integer({ min: now - 90 * 86_400_000, max: now }),
    dueAt: fc.option(fc.integer({ min: now - 86_400_000, max: now + 5 * 86_400_000 })),
    drill: fc.boolean(),
    // A sensor's case without an open alert: it has returned.
    source: fc.constantFrom("patrol" as const, "sensor" as const),
  }),
  { maxLength: 30 },
);

function fresh() {
  const folder = tempFolder();
  const store = openSqliteStore(folder, 1);
  onTestFinished(() => store.close());
  return { store, file: join(folder, "hub.db") };
}

test("the most urgent cases come in the order of the console", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (rows) => {
      const { store } = fresh();
      const tickets = rows.map((row, n): Ticket => {
        const { ticket } = reportTicket({ ...birth, ...row, id: `ticket-${n}` as TicketId }, now);
        return { ...ticket, ...row, openedAt: row.openedAt - n };
      });
      const found = await store.transaction(async (tables) => {
        for (const ticket of tickets) await tables.tickets.put(ticket);
        return tables.tallies.mostUrgent(now, null, 100);
      });
      const expected = tickets
        .filter(({ state, drill }) => !isOver(state) && !drill)
        .map(({ id, severity, state, openedAt, dueAt, source }) => {
          const due = dueAt === null ? {} : { dueAt };
          return {
            id,
            severity,
            since: openedAt,
            ticket: ticketView({ id, severity, state, openedAt, source, sensorInAlarm: false, ...due }),
          };
        })
        .sort(byUrgency(now));
      expect(found).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("only the areas that are asked for are looked at", async () => {
  const { store } = fresh();
  const found = await store.transaction(async ({ tickets, tallies }) => {
    for (const area of ["here", "there", null]) {
      const id = `in ${area}` as TicketId;
      await tickets.put(reportTicket({ ...birth, id, area, severity: 1, openedAt: now, drill: false }, now).ticket);
    }
    return [await tallies.mostUrgent(now, ["here"], 9), await tallies.mostUrgent(now, [], 9)];
  });
  expect(found).toEqual([["in here"], []]);
});

test("what is open has indices of its own, so that a hundred thousand old tickets cost nothing", () => {
  const { file } = fresh();
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  const plan = (query: string) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${query}`)
      .all()
      .map(({ detail }) => detail)
      .join("\n");
  const open = "state NOT IN ('closed', 'fedback', 'archived', 'voided')";
  expect(
    plan(`SELECT state, severity, area, drill, count(*), sum(due_at < 5) FROM tickets INDEXED BY tickets_open
    WHERE ${open} GROUP BY 1, 2, 3, 4`),
  ).toContain("COVERING INDEX tickets_open");
  expect(
    plan(`SELECT gateway, device, min(severity), ticket FROM alerts INDEXED BY alerts_open
    WHERE state <> 'normal' AND drill = 0 GROUP BY gateway, device`),
  ).toContain("COVERING INDEX alerts_open");
  expect(
    plan("SELECT gateway, id, registered, health_code, every_ms FROM devices INDEXED BY devices_by_standing"),
  ).toContain("COVERING INDEX devices_by_standing");
});

test("a screen on the wall is found by its secret's hash alone, and no more once it is removed", async () => {
  const { store } = fresh();
  const row = { id: "w1", name: "指挥室", by: "operator", at: 5, areas: ["here"] };
  await store.transaction(({ walls }) => walls.add({ ...row, hash: "h" }));
  await store.transaction(({ walls }) => walls.see("w1", 9));
  expect(await store.read(({ walls }) => walls.find("h"))).toEqual({ ...row, lastSeen: 9 });
  expect(await store.read(({ walls }) => walls.find("other"))).toBeNull();
  expect(await store.transaction(({ walls }) => walls.remove("w1"))).toBe(true);
  expect(await store.transaction(({ walls }) => walls.remove("w1"))).toBe(false);
  expect(await store.read(({ walls }) => walls.list())).toEqual([]);
});
