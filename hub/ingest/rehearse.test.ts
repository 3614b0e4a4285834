/** The rehearsal of an alert: it goes the whole way, and nothing of it stays. */
import type { Logger } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { silent } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { rehearse } from "./rehearse.ts";

const now = 1_790_000_000_000;

function opened(): Store {
  const store = openStore(tempFolder(), now);
  onTestFinished(() => store.close());
  return store;
}

/** The moves that are written down in it, whether or not they stay. */
function watched(store: Store): { store: Store; moves: string[] } {
  const moves: string[] = [];
  const transaction: Store["transaction"] = (work) =>
    store.transaction((tables) => {
      const appendStory: typeof tables.tickets.appendStory = (id, entry) => {
        moves.push(entry.move);
        return tables.tickets.appendStory(id, entry);
      };
      return work({ ...tables, tickets: { ...tables.tickets, appendStory } });
    });
  return { store: { ...store, transaction }, moves };
}

function listening(): { log: Logger; warned: string[] } {
  const warned: string[] = [];
  const warn = (_about: object, words: string) => void warned.push(words);
  return { log: Object.assign(Object.create(silent), { warn }) as Logger, warned };
}

test("an alert is reported and dispatched in the rehearsal, and nothing of it stays", async () => {
  const { store, moves } = watched(opened());
  const { log, warned } = listening();
  await rehearse(store, now, log);
  expect([moves, warned]).toEqual([["report", "admit", "register", "dispatch"], []]);
  const left = await store.read(async (tables) => [
    ...(await tables.gateways.list()),
    ...(await tables.devices.list()),
    ...(await tables.alerts.list("all", 10)),
    ...(await tables.tickets.list("all", 10)),
    ...(await tables.handovers.list(10)),
    ...(await tables.tasks.list("all", 10)),
    await tables.gateways.findStatus("rehearsal" as never),
    await tables.ladders.nextAt(),
  ]);
  expect(left).toEqual([null, null]);
});

test("the rehearsal takes no number from what comes after it", async () => {
  const store = opened();
  await rehearse(store, now, silent);
  await store.transaction(({ handovers }) => handovers.ask("t-1" as never, now));
  expect(await store.read(({ handovers }) => handovers.open(0, 10))).toMatchObject([{ n: 1, ticket: "t-1" }]);
});

test("a store that fails is told of, and stops nothing", async () => {
  const { log, warned } = listening();
  const broken = { ...opened(), transaction: () => Promise.reject(new Error("no disk")) };
  await rehearse(broken, now, log);
  expect(warned).toEqual(["the rehearsal of an alert failed"]);
});
