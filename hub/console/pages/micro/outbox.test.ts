/** The outbox and what is put into it: order, keys, conflicts, reports; all of it without a browser. */
import { describe, expect, it } from "vitest";
import type { TicketStory, TicketView } from "../../../http/views.ts";
import { fitted } from "../../photo/drawn.ts";
import { entryOf, hasArrived, stateSoon } from "./entry.ts";
import { afterOf, countOf, type Entry, heard, nextOf, type Outcome, questionOf, sentAnyway } from "./outbox.ts";
import { makeOutbox, type Question } from "./outbox-run.ts";
import type { Kept, OutboxStore } from "./outbox-store.ts";
import { type Kind, lackingIn, nearBy, nothingTyped, partsOf, placeOf } from "./patrol.ts";
import { longestSide } from "./shrink-photo.ts";

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  ...{ id, account: "wang", at: 1, title: id, text: "写的字", ticket: "t-1" },
  ...{ done: 0, files: [], state: "waiting" },
  parts: [
    { kind: "file", path: "/a", file: 0 },
    { kind: "json", path: "/b", body: { x: 1 }, fillsFiles: true, ifMatch: "W/1" },
  ],
  ...more,
});
const fault = (status: number, code = "X"): Outcome => ({ is: "fault", status, code, detail: "d" });

describe("an entry", () => {
  it("goes on part by part with one key each, and its files are named in the last", () => {
    expect(questionOf(entry("e"))).toMatchObject({ key: "e-0" });
    const second = heard(entry("e"), { is: "ok", fileId: "f1" }) as Entry;
    expect(questionOf(second)).toMatchObject({ key: "e-1", body: { x: 1, attachments: ["f1"] } });
    expect(heard(second, { is: "ok" })).toBeNull();
  });

  it.each([
    [{ is: "offline" } as Outcome, "again"],
    [fault(503), "again"],
    [fault(401, "SIGN_IN_REQUIRED"), "again"],
    [fault(429), "again"],
    [fault(409, "KEY_BUSY"), "again"],
    [fault(409, "KEY_DONE"), "next"],
    [fault(409, "MOVE_NOT_ALLOWED"), "conflict"],
    [fault(412, "STALE"), "conflict"],
    [fault(422, "REASON_REQUIRED"), "refused"],
    [fault(404), "refused"],
  ])("after %o: %s", (outcome, after) => expect(afterOf(outcome)).toBe(after));

  it("keeps its text through a conflict, and sent all the same is held against nothing", () => {
    const stuck = heard(entry("e", { done: 1 }), fault(412, "STALE")) as Entry;
    expect(stuck).toMatchObject({ state: "conflict", text: "写的字", done: 1, problem: { code: "STALE" } });
    const again = sentAnyway(stuck);
    expect(again.problem).toBeUndefined();
    expect(questionOf(again)).toMatchObject({ key: "e-1", part: expect.not.objectContaining({ ifMatch: "W/1" }) });
  });
});

describe("the order", () => {
  it("is by age; what is stuck holds back its own ticket alone; another person's waits for them", () => {
    const stuck = entry("a", { state: "conflict" });
    const later = entry("b", { at: 2 });
    const other = entry("c", { at: 3, ticket: "t-2" });
    expect(nextOf([other, later, stuck], "wang")?.id).toBe("c");
    expect(nextOf([later, entry("a")], "wang")?.id).toBe("a");
    expect(nextOf([entry("a")], "shen")).toBeNull();
    expect(countOf([stuck, later, other], "wang")).toEqual({ waiting: 2, stuck: 1 });
  });
});

/** Another implementation of the browser's store, which a closed page leaves behind. */
function memoryStore(rows = new Map<string, Kept>()): OutboxStore {
  return {
    all: async () => [...rows.values()],
    put: async (kept) => void rows.set(kept.entry.id, kept),
    remove: async (id) => void rows.delete(id),
  };
}

describe("the outbox", () => {
  function opened(store: OutboxStore, answers: (question: Question) => Outcome) {
    const asked: string[] = [];
    const sent: string[] = [];
    const outbox = makeOutbox({
      store,
      ask: async (question) => {
        asked.push(question.key);
        return answers(question);
      },
      onChanged: () => {},
      onSent: ({ id }) => void sent.push(id),
      onForgetful: (error) => {
        throw error;
      },
    });
    return { outbox, asked, sent };
  }

  it("survives a closed page and goes on from the part it had come to, each part once", async () => {
    const store = memoryStore();
    const first = opened(store, ({ key }) => (key === "e-0" ? { is: "ok", fileId: "f" } : { is: "offline" }));
    await first.outbox.put(entry("e"), []);
    await first.outbox.wake("wang");
    expect(first.asked).toEqual(["e-0", "e-1"]);
    const second = opened(store, () => ({ is: "ok" }));
    await second.outbox.load();
    await Promise.all([second.outbox.wake("wang"), second.outbox.wake("wang")]);
    expect([second.asked, second.sent]).toEqual([["e-1"], ["e"]]);
    expect([second.outbox.entries(), await store.all()]).toEqual([[], []]);
  });

  it("shows a conflict, goes on with other tickets, and sends it when told to", async () => {
    let isFaster = true;
    const { outbox, sent } = opened(memoryStore(), ({ key }) =>
      key === "e-1" && isFaster ? fault(412, "STALE") : { is: "ok" },
    );
    await outbox.put(entry("e"), []);
    await outbox.put(entry("g", { ticket: "t-2" }), []);
    await outbox.wake("wang");
    expect(sent).toEqual(["g"]);
    expect(outbox.entries()).toMatchObject([{ id: "e", state: "conflict", text: "写的字" }]);
    isFaster = false;
    await outbox.resend("e");
    await outbox.wake("wang");
    expect(sent).toEqual(["g", "e"]);
  });
});

const ticket = {
  id: "t-1",
  place: "东昌小区 3号楼",
  state: "dispatched",
  reviews: 1,
  story: [{}, {}],
} as unknown as TicketStory;

describe("a step on a ticket", () => {
  const wish = {
    what: "submit",
    title: "交结果",
    text: " 盖好了 ",
    photos: 1,
    position: null,
    draft: "t-1.submit",
  } as const;
  const context = { account: "wang", now: 5, id: "ID", ticket, tag: "W/7", waiting: [] as Entry[] };

  it("brings its photos first, then moves, held against what was seen; what follows is not", () => {
    expect(entryOf(wish, context)).toMatchObject({
      parts: [
        { kind: "file", path: "/api/tickets/t-1/attachments" },
        { path: "/api/tickets/t-1/moves", ifMatch: "W/7", body: { move: "submit", event: "ID", reason: "盖好了" } },
      ],
      ...{ lines: 2, ticket: "t-1", move: "submit" },
    });
    const second = entryOf(wish, { ...context, waiting: [entry("e")] });
    expect(second.parts[1]).not.toHaveProperty("ifMatch");
    expect(entryOf({ ...wish, what: "time" }, context)).toMatchObject({
      parts: [{}, { path: "/api/tickets/t-1/notes", body: { kind: "time", text: "盖好了" } }],
    });
  });

  it("shows where the ticket will be when what waits has arrived", () => {
    const waits = (...moves: string[]) => moves.map((move, i) => entry(`e${i}`, { move }));
    expect(stateSoon(ticket, [])).toBe("dispatched");
    expect(stateSoon(ticket, waits("accept"))).toBe("handling");
    expect(stateSoon(ticket, waits("accept", "arrive", "submit"))).toBe("submitted");
    const story = (...moves: string[]) => ({ story: moves.map((move) => ({ move })) }) as unknown as TicketStory;
    expect([hasArrived(story("dispatch", "arrive")), hasArrived(story("arrive", "dispatch"))]).toEqual([true, false]);
  });
});

describe("a report by patrol", () => {
  const kind: Kind = { id: "cover", class: "component:0123", alike: ["component:01"], severity: 2 };
  const typed = { ...nothingTyped, kind: "cover", area: "dc", place: "3号楼 门前", text: "歪了" } as const;
  const near = (more: object) =>
    ({
      id: "n",
      openedAt: 90,
      place: "别处",
      area: { id: "dc" },
      class: { code: "component:0103" },
      ...more,
    }) as unknown as TicketView;

  it("lacks what it must have", () => {
    expect(lackingIn(nothingTyped)).toEqual(["kind", "place"]);
    expect(lackingIn(typed)).toEqual([]);
    expect([placeOf(typed, "东昌小区"), placeOf({ ...typed, place: "东昌小区 3号楼" }, "东昌小区")]).toEqual([
      "东昌小区 3号楼 门前",
      "东昌小区 3号楼",
    ]);
  });

  it("is held against what is alike in the same area within a day, or at the same place", () => {
    const found = (...rows: TicketView[]) =>
      nearBy(rows, typed, { kind, place: "东昌小区 3号楼 门前" }, 86_400_100).length;
    expect(found(near({ openedAt: 100 }))).toBe(1);
    expect(found(near({ openedAt: 99 }))).toBe(0);
    expect(found(near({ openedAt: 100, area: { id: "other" } }))).toBe(0);
    expect(found(near({ openedAt: 100, class: { code: "local:fire" } }))).toBe(0);
    expect(found(near({ openedAt: 100, class: { code: "local:fire" }, place: "东昌小区 3号楼 门前" }))).toBe(1);
  });

  it("becomes a ticket, then its photos, then the line that names them", () => {
    const position = { lon: 121.5, lat: 31.2, accuracyM: 9 };
    const filled = { typed, kind, title: "井盖有问题", place: "P", photos: 1, position };
    expect(partsOf(filled, { ticket: "T", event: "E" })).toMatchObject([
      {
        path: "/api/tickets",
        body: { id: "T", source: "patrol", severity: 2, class: "component:0123", area: "dc", position },
      },
      { kind: "file", path: "/api/tickets/T/attachments" },
      { path: "/api/tickets/T/notes", fillsFiles: true, body: { event: "E.p", kind: "add" } },
    ]);
    expect(partsOf({ ...filled, photos: 0 }, { ticket: "T", event: "E" })).toHaveLength(1);
  });
});

it("a photo has no side above 1600", () => {
  expect(fitted({ width: 4000, height: 3000 }, longestSide)).toEqual({ width: 1600, height: 1200 });
  expect(fitted({ width: 800, height: 600 }, longestSide)).toEqual({ width: 800, height: 600 });
});
