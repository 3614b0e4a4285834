/** What people at the gateway did offline, merged into the hub's one ticket; against a real store. */
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent, PersonEvent } from "../../core/alert-event.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { acknowledge } from "../alerts/alert.ts";
import { noChanges } from "../changes.ts";
import { move } from "./move.ts";

const id = "gw-1" as GatewayId;
const alert = "alert-1" as AlertId;
const ticket = "ticket-1" as TicketId;
let hub: QuietHub;
let next = 0;

beforeEach(async () => {
  next = 0;
  hub = await quietHub();
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
});

/** What the gateway did, as its next records. */
async function happen(...events: AlertEvent[]): Promise<void> {
  await hub.take(topics.batch(id, "alert", epochs.alert, next), encodeAlerts(events));
  next += events.length;
}

function person(kind: PersonEvent["kind"], at: number, own: object = {}): PersonEvent {
  return { kind, id: `e${at}`, alert, ticket, by: "王阿姨", at, quality: 0, ...own } as PersonEvent;
}
const story = () =>
  hub.read(async ({ tickets }) =>
    (await tickets.story(ticket)).map((line) => [line.at, line.actor, line.move, line.reason]),
  );
const stored = () => hub.read(({ alerts }) => alerts.find(alert));

/** A photo in parts, and the event that names it. */
function photo(bytes: Uint8Array, at: number): AlertEvent[] {
  const name = createHash("sha256").update(bytes).digest("hex");
  const half = bytes.length >> 1;
  const parts = [bytes.subarray(0, half), bytes.subarray(half)];
  return [
    ...parts.map((body, part): AlertEvent => ({ kind: "photo-part", photo: name, part, at, quality: 0, body })),
    person("photographed", at, { photo: name, type: "image/jpeg", parts: 2 }),
  ];
}

describe("what was done on the spot while the line was cut", () => {
  test("is on the hub's one ticket with its true times and names", async () => {
    await happen(
      event("raised", 10),
      person("acknowledged", 20),
      person("noted", 30, { text: "油烟，已通风" }),
      event("cleared", 40),
    );
    expect((await story()).map(([at, , what, reason]) => [at, what, reason])).toEqual([
      [10, "report", null],
      [20, "acknowledge", null],
      [30, "note", "油烟，已通风"],
      [40, "clear", null],
    ]);
    expect(await stored()).toMatchObject({ state: "normal", acknowledgedBy: "王阿姨", acknowledgedAt: 20 });
    expect(await hub.read(({ tickets }) => tickets.list("all", 9))).toHaveLength(1);
  });

  test("keeps what an operator did meanwhile: both are in the story, the first by event time is named", async () => {
    await happen(event("raised", 10));
    await hub.store.transaction(async (tables) => {
      const found = await tables.alerts.find(alert);
      if (found === null) throw new Error("no alert");
      await tables.alerts.put(acknowledge(found, "op", 25, 25));
      await move(tables, ticket, { move: "admit", actor: "op" }, noChanges(), 26);
    });
    await happen(person("acknowledged", 20), person("noted", 30, { text: "门没锁" }));
    expect(await stored()).toMatchObject({ state: "acknowledged", acknowledgedBy: "王阿姨", acknowledgedAt: 20 });
    expect((await story()).map(([at, who, what]) => [at, who, what])).toEqual([
      [10, "gw-1/cover-3", "report"],
      [20, "王阿姨", "acknowledge"],
      [26, "op", "admit"],
      [30, "王阿姨", "note"],
    ]);
    expect(await hub.read(({ tickets }) => tickets.find(ticket))).toMatchObject({ state: "admitted" });
  });

  test("covers the raise it names, whoever said so before, and none that came after", async () => {
    const again = { alert: "alert-2" as AlertId };
    await happen(event("raised", 10), person("acknowledged", 25), event("raised", 30, again));
    await happen(person("acknowledged", 40, { by: "老李" }));
    expect(await stored()).toMatchObject({ state: "unacknowledged", acknowledgedBy: null, raisedAt: 30 });
    expect((await story()).map(([at, who, what]) => [at, who, what])).toContainEqual([40, "老李", "acknowledge"]);
  });

  test("is written once, though it is sent again from another journal", async () => {
    await happen(event("raised", 10), person("noted", 30, { text: "一次" }));
    await happen(person("noted", 30, { text: "一次" }));
    expect(await story()).toHaveLength(2);
  });

  test("goes to the case that was open already when its alert joined one", async () => {
    await happen(event("raised", 10), event("cleared", 20), person("acknowledged", 25));
    const again = { alert: "alert-2" as AlertId, ticket: "ticket-2" as TicketId };
    await happen(event("raised", 30, again), person("noted", 35, { ...again, text: "又来了" }));
    expect((await story()).at(-1)).toEqual([35, "王阿姨", "note", "又来了"]);
  });

  test("shelving and its end are told with their reason", async () => {
    await happen(
      event("raised", 10),
      person("shelved", 20, { until: 3_600_000, reason: "物业在修" }),
      person("shelved", 30, { until: null, reason: "修好了" }),
    );
    expect((await story()).slice(1).map(([, , what, reason]) => [what, reason])).toEqual([
      ["shelve", "物业在修"],
      ["unshelve", "修好了"],
    ]);
  });
});

test("of alerts that follow each other only the newest keeps what was before it", async () => {
  for (let i = 0; i < 20; i++) {
    const own = { alert: `alert-${i}` as AlertId };
    await happen(
      event("raised", 10 * i + 1, own),
      event("cleared", 10 * i + 3, own),
      person("acknowledged", 10 * i + 4, own),
    );
  }
  const all = await hub.read(({ alerts }) => alerts.list("all", 99));
  const kept = all.map(({ id, history }) => [id, history.occurrences.length]);
  expect(Object.fromEntries(kept)).toMatchObject({ "alert-0": 1, "alert-18": 1, "alert-19": 20 });
});

describe("a photo", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 251);

  test("arrives whole and is found under its ticket alone", async () => {
    const sent = photo(bytes, 20);
    await happen(event("raised", 10), ...sent);
    const [line] = (await hub.read(({ tickets }) => tickets.story(ticket))).slice(-1);
    const found = await hub.read(({ photos }) => photos.find(ticket, line?.photo ?? ""));
    expect(Buffer.from(found?.body ?? []).equals(Buffer.from(bytes))).toBe(true);
    expect(await hub.read(({ photos }) => photos.find("ticket-9" as TicketId, line?.photo ?? ""))).toBeNull();
  });

  test("that lost a part on the way is a line without a picture, and its words stay", async () => {
    const [first, , named] = photo(bytes, 20) as [AlertEvent, AlertEvent, AlertEvent];
    await happen(event("raised", 10), first, named);
    expect((await hub.read(({ tickets }) => tickets.story(ticket))).at(-1)).toMatchObject({
      move: "photo",
      actor: "王阿姨",
    });
    expect((await hub.read(({ tickets }) => tickets.story(ticket))).at(-1)).not.toHaveProperty("photo");
  });
});

test("a word about an alert of another gateway is refused by name, and nothing is written", async () => {
  await happen(event("raised", 10));
  const other = "gw-2" as GatewayId;
  await hub.take(topics.status(other), statusOf());
  await hub.take(topics.batch(other, "alert", epochs.alert, 0), encodeAlerts([person("noted", 20, { text: "x" })]));
  expect(await story()).toHaveLength(1);
  expect((await hub.read(({ faults }) => faults.list(9))).map(({ code }) => code)).toContain("BATCH_INVALID");
});
