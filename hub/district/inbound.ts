/** What the district says, on its way into the cases: taken at once, applied one case after the other. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { CaseInbox } from "./case-port.ts";
import { applyDue } from "./cases/apply.ts";
import { openInbox } from "./cases/inbox.ts";
import type { DistrictOptions } from "./options.ts";

export type Inbound = {
  inbox: CaseInbox;
  /** Looks at every case with something that waits. */
  applyAll(): void;
  settled(): Promise<void>;
};

export function openInbound({
  store,
  act,
  clock,
  log,
}: Pick<DistrictOptions, "store" | "act" | "clock" | "log">): Inbound {
  let running: Promise<void> = Promise.resolve();
  /** What cannot be written now is kept and comes again with the next look. */
  const next = (work: () => Promise<void>) => {
    running = running.then(work).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
      log.error({ err: error }, "callbacks could not be applied; they are tried again");
    });
  };
  const apply = (ticket: TicketId) => act((tables, changes) => applyDue(tables, ticket, changes, clock()));
  return {
    inbox: openInbox(store, clock, (ticket) => next(() => apply(ticket))),
    applyAll: () =>
      next(async () => {
        const waiting = await store.read(({ callbacks }) => callbacks.waiting());
        for (const { ticket } of waiting) await apply(ticket);
      }),
    settled: () => running,
  };
}
