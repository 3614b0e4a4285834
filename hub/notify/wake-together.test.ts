/** The telling waits for what a case does by itself, and not longer than a second. */
import { expect, onTestFinished, test } from "vitest";
import type { TicketId } from "../../core/id.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import { wakeTogether } from "./wake-together.ts";

function setUp() {
  const store = openStore(tempFolder(), 1);
  onTestFinished(() => store.close());
  let woken = 0;
  let rounds = Promise.withResolvers<void>();
  const waits: (() => void)[] = [];
  const pause = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((go) => {
      waits.push(go);
      signal.addEventListener("abort", () => go(), { once: true });
    });
  const together = wakeTogether({ store, settled: () => rounds.promise, wake: () => void woken++, pause });
  return {
    ...{ store, together, waits },
    woken: () => woken,
    async settle() {
      rounds.resolve();
      // The last word of the look is a read of the store: one more is after it.
      for (let n = 0; n < 3; n++) await store.read(({ handovers }) => handovers.next());
      rounds = Promise.withResolvers();
    },
  };
}

test("it is woken once when the rounds have nothing to do, however often a ticket moved", async () => {
  const { together, woken, settle } = setUp();
  together.soon();
  together.soon();
  expect(woken()).toBe(0);
  await settle();
  expect(woken()).toBe(1);
});

test("while a flow is asked about a ticket it waits for the answer", async () => {
  const { store, together, woken, settle } = setUp();
  await store.transaction(({ handovers }) => handovers.ask("ticket-1" as TicketId, 5));
  together.soon();
  await settle();
  expect(woken()).toBe(0);
  await store.transaction(async ({ handovers }) => {
    const asked = await handovers.find("ticket-1" as TicketId);
    if (asked !== null) await handovers.put({ ...asked, state: "decided", decidedAt: 6 });
  });
  together.soon();
  await settle();
  expect(woken()).toBe(1);
});

test("a flow that thinks is not waited for longer than the time there is", async () => {
  const { store, together, woken, settle, waits } = setUp();
  await store.transaction(({ handovers }) => handovers.ask("ticket-1" as TicketId, 5));
  together.soon();
  await settle();
  expect(woken()).toBe(0);
  for (const go of waits) go();
  await settle();
  expect(woken()).toBe(1);
});

test("closed, it wakes nobody any more", async () => {
  const { together, woken, settle } = setUp();
  together.soon();
  together.close();
  await settle();
  expect(woken()).toBe(0);
});
