/** When a case that no sensor saw may have been found: not before there were such cases, and not tomorrow; over the API. */
import { beforeEach, expect, test } from "vitest";
import type { TicketId } from "../../core/id.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { type Ask, signedIn } from "../../test/kit/signed-in.ts";

let hub: QuietHub;
let ask: Ask;

beforeEach(async () => {
  hub = await quietHub();
  ask = await signedIn(hub);
});

const report = (openedAt?: number) =>
  ask("POST", "/api/tickets", {
    ...{ id: "ticket-1", event: "report-1", source: "hotline", title: { zh: "漏水", en: "A leak" }, severity: 3 },
    ...{ place: "东昌小区", ...(openedAt === undefined ? {} : { openedAt }) },
  });
const found = () => hub.read(({ tickets }) => tickets.find("ticket-1" as TicketId));
const minuteMs = 60_000;

test.each([
  ["now unless it is said", () => undefined],
  ["a little ahead of the hub's clock, as the reporter's may be", () => hub.clock.now + 5 * minuteMs],
  ["a week ago", () => hub.clock.now - 7 * 86_400_000],
  ["on the first day of 2020", () => Date.parse("2020-01-01T00:00:00+08:00")],
])("it was found %s", async (_when, openedAt) => {
  expect(await report(openedAt())).toMatchObject({ status: 200 });
  expect((await found())?.openedAt).toBe(openedAt() ?? hub.clock.now);
});

test.each([
  ["more than five minutes ahead", () => hub.clock.now + 5 * minuteMs + 1],
  ["in seconds instead of milliseconds", () => Math.floor(hub.clock.now / 1000)],
  ["before 2020", () => Date.parse("2020-01-01T00:00:00+08:00") - 1],
])("a case found %s is refused by the field, with what is taken, and nothing is kept", async (_when, openedAt) => {
  expect(await report(openedAt())).toMatchObject({
    status: 400,
    body: {
      code: "INPUT_INVALID",
      detail: expect.stringMatching(/^\/openedAt must be ms since 1970, from 2020-01-01 to 5 minutes from now/),
    },
  });
  expect(await found()).toBeNull();
});

test("another report under an id that is used is refused, not taken for the first", async () => {
  await report();
  const other = { ...{ id: "ticket-1", source: "hotline", severity: 3, place: "东昌小区" }, title: { zh: "漏水" } };
  for (const more of [
    { event: "report-2" },
    { event: "report-1", title: { zh: "起火" } },
    { event: "report-1", place: "隔壁" },
  ])
    expect(await ask("POST", "/api/tickets", { ...other, ...more }), JSON.stringify(more)).toMatchObject({
      status: 400,
      body: { code: "INPUT_INVALID", detail: expect.stringContaining("was used for another report") },
    });
  expect((await found())?.title).toEqual({ zh: "漏水", en: "A leak" });
});

test("the same report sent again long after changes nothing and is not refused for its time", async () => {
  const openedAt = hub.clock.now;
  await report(openedAt);
  hub.clock.now += minuteMs;
  expect(await report(openedAt)).toMatchObject({ status: 200 });
});
