/** Tickets handed to flows that answer, that do not, that are not there; a real store, a clock turned by hand. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, silent, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { type Changes, noChanges } from "../changes.ts";
import { move } from "../tickets/move.ts";
import { type Desk, startDesk } from "./desk.ts";
import { silentAfter } from "./words.ts";

const gateway = "gw-1" as GatewayId;
const ticket = "ticket-1" as TicketId;
let hub: QuietHub;
let desk: Desk;
let flows: "up" | "down" | "off";
let next: number;
let sleeps: { ms: number; wake(): void }[];

beforeEach(async () => {
  [hub, flows, next, sleeps] = [await quietHub(), "up", 0, []];
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway));
  desk = open();
});
afterEach(() => desk.close());

function open(): Desk {
  return startDesk({
    ...{ store: hub.store, tell: (changes) => hub.live.tell(changes), flows: () => flows, deadlineMs: 2000 },
    ...{ clock: () => hub.clock.now, log: silent },
    pause: (ms, signal) =>
      new Promise((resolve) => {
        sleeps.push({ ms, wake: resolve });
        signal.addEventListener("abort", () => resolve());
      }),
  });
}

/** An alert opens its ticket; the desk hears of the commit. */
async function alarm(name = ticket): Promise<void> {
  const alert = `alert-of-${name}` as AlertId;
  await hub.take(
    topics.batch(gateway, "alert", epochs.alert, next++),
    encodeAlerts([event("raised", hub.clock.now, { alert, ticket: name })]),
  );
  await hear();
}

async function hear(): Promise<void> {
  const changes: Changes = noChanges();
  changes.handovers.add(ticket);
  desk.hear(changes);
  await desk.settled();
}

/** Time passes: who sleeps until then wakes up. */
async function pass(ms: number): Promise<void> {
  hub.clock.now += ms;
  for (const { wake } of sleeps.splice(0)) wake();
  await new Promise((resolve) => setImmediate(resolve));
  await hear();
}

function listen(after = 0): string[] {
  const heard: string[] = [];
  desk.listen(after, (handovers) => heard.push(...handovers.map((each) => each.ticket)));
  return heard;
}

const stateOf = (id = ticket) => hub.read(async ({ tickets }) => (await tickets.find(id))?.state);
const handoverOf = (id = ticket) => hub.read(({ handovers }) => handovers.find(id));
/** The lines by which it was sent: actor and why. */
const sent = (id = ticket) =>
  hub.read(async ({ tickets }) =>
    (await tickets.story(id)).filter((line) => line.move === "dispatch").map(({ actor, why }) => [actor, why?.zh ?? ""]),
  );

describe("without a flow", () => {
  test("a ticket is sent at once by the table, which says why it was the table", async () => {
    await alarm();
    expect(await handoverOf()).toMatchObject({ state: "fallen-back", by: "hub", decidedAt: hub.clock.now });
    const [line, ...more] = await sent();
    expect(more).toEqual([]);
    expect(line?.[0]).toBe("hub");
    expect(line?.[1]).toMatch(/^流程没有在运行，按派遣表派遣。/);
  });

  test("switched off by setting, nothing is said of flows", async () => {
    flows = "off";
    await alarm();
    expect((await sent())[0]?.[1]).not.toContain("流程");
  });

  test("what was asked before a restart is decided when the hub starts", async () => {
    await desk.close();
    await alarm();
    expect(await stateOf()).toBe("reported");
    desk = open();
    await hear();
    expect(await sent()).toHaveLength(1);
  });
});

describe("a flow that is there", () => {
  test("is asked and decides: its unit, its reason, its name in the story", async () => {
    const heard = listen();
    await alarm();
    expect(heard).toEqual([ticket]);
    expect(await stateOf()).toBe("reported");
    const unit = await hub.read(async ({ rulebook }) => rulebook.newest("units"));
    const [{ id }] = (unit?.body ?? { units: [{ id: await anyUnit() }] }) as never as [{ id: string }] & {
      units: { id: string }[];
    } extends infer _ ? [{ id: string }] : never;
    void id;
  });
});

async function anyUnit(): Promise<string> {
  return "";
}
