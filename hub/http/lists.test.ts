/** What lists tell so that no page has to look things up: where a fault is, whether a case's sensor can be heard; and that nothing is cut off. */
import { beforeEach, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, readingsFrom, registrationOf } from "../../test/kit/samples.ts";

const id = "gw-1" as GatewayId;
let hub: QuietHub;
let cookie: string;

beforeEach(async () => {
  hub = await quietHub();
  cookie = await operatorCookie(hub);
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
});

async function ask(url: string) {
  const answer = await hub.app.inject({ url, headers: { cookie } });
  const [, next] = /<(.*)>; rel="next"/.exec(String(answer.headers.link)) ?? [];
  return { body: answer.json(), total: Number(answer.headers["x-total-count"]), next };
}

/** All pages of a list; how many there were. */
async function all(url: string) {
  const rows: { id: string }[] = [];
  let pages = 0;
  for (let at: string | undefined = url; at !== undefined; pages++) {
    const page: { body: { id: string }[]; next: string | undefined } = await ask(at);
    rows.push(...page.body);
    at = page.next;
  }
  return { ids: rows.map((row) => row.id), pages };
}

test("a fault says what has it and where that is, also by the words of people", async () => {
  await hub.act(async ({ faults, registry }) => {
    const pit = { gateway: id, device: "pit-1" } as never;
    const entry = await registry.find(pit);
    await registry.put({ ...(entry as NonNullable<typeof entry>), facts: { name: "集水井", place: "荣成路 8弄" } });
    await faults.add({ gateway: id, code: "FIELD_SILENT", subject: "pit-1", detail: "", device: "pit-1" as never }, 1);
    await faults.add({ gateway: id, code: "BATCH_INVALID", subject: "data", detail: "" }, 2);
    await faults.add({ gateway: null, code: "DISK_FAILED", subject: "", detail: "" }, 3);
  });
  const { body } = await ask("/api/faults");
  expect(body).toMatchObject([
    { code: "DISK_FAILED" },
    { code: "BATCH_INVALID", place: registrationOf(id).place },
    { code: "FIELD_SILENT", place: "荣成路 8弄", title: { zh: "集水井" } },
  ]);
  expect(body[0].place).toBeUndefined();
  expect((await ask("/api/faults?area=dongchang")).total).toBe(2);
});

test("a ticket says whether its sensor can be heard", async () => {
  const raised = event("raised", 1, { alert: "alert-1" as never, ticket: "ticket-1" as never });
  await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([raised]));
  const heard = async () => (await ask("/api/tickets")).body[0].heard;
  expect(await heard()).toBe(false);
  const health = { code: "", since: 1, at: 1 };
  await hub.act(({ devices }) => devices.putHealth(id, "cover-3" as never, health));
  await hub.take(topics.batch(id, "data", epochs.data, 0), encodeBatch(readingsFrom(hub.clock.now - 5000, 3)));
  expect(await heard()).toBe(true);
  await hub.take(topics.status(id), statusOf({ state: "offline" }));
  expect(await heard()).toBe(false);
});

test("tasks of some kinds are counted and read page by page, however many of others are newer", async () => {
  const text = { zh: "做", en: "do" };
  await hub.act(async ({ tasks }) => {
    for (const kind of ["INVENTORY_INCOMPLETE", "DEVICES_ANNOUNCED", "FLOW_SAYS"])
      for (let n = 0; n < 120; n++) await tasks.raise({ kind, subject: `s${n}`, for: "technician", text }, n);
    for (let n = 0; n < 1100; n++)
      await tasks.raise({ kind: "ROSTER_HOLE", subject: `u${n}`, for: "operator", text }, 1000);
  });
  const url = "/api/tasks?kind=INVENTORY_INCOMPLETE,DEVICES_ANNOUNCED";
  expect((await ask(url)).total).toBe(240);
  const { ids, pages } = await all(`${url}&limit=100`);
  expect([new Set(ids).size, ids.length, pages]).toEqual([240, 240, 3]);
  expect((await ask("/api/tasks?state=all&kind=FLOW_SAYS&limit=21")).body).toHaveLength(21);
});

test("what flows said is told apart from the rest of the log, however much of that is newer", async () => {
  const notice = { channel: "sms", message: "m", to: "王师傅", severity: 1, text: "积水", result: "sent" } as const;
  await hub.act(async ({ notices }) => {
    for (const id of ["flows/a", ...Array.from({ length: 300 }, (_, n) => `n${n}`)])
      await notices.add({ ...notice, id, ticket: null, alert: null, at: 1, endedAt: 1, error: null, late: false });
  });
  const { body, total } = await ask("/api/notify/log?by=flows&limit=20");
  expect(body).toMatchObject([{ id: "flows/a" }]);
  expect(total).toBe(1);
});

test("twelve hundred gateways are read to the last one, and counted", async () => {
  await hub.act(async ({ gateways }) => {
    for (let n = 0; n < 1200; n++) await gateways.meet(`many-${String(n).padStart(4, "0")}` as GatewayId, 1);
  });
  expect((await ask("/api/gateways?limit=1000")).total).toBe(1201);
  const { ids, pages } = await all("/api/gateways?limit=1000");
  expect([new Set(ids).size, ids.length, pages]).toEqual([1201, 1201, 2]);
});

test("entries of a ledger come page by page, what ends soon first, and none twice", async () => {
  const soon = new Date(hub.clock.now + 5 * 86_400_000).toISOString().slice(0, 10);
  for (let n = 0; n < 5; n++) {
    const payload = { fields: { name: `专线 ${n}`, ...(n === 2 ? { ends: soon } : {}) } };
    const headers = { cookie };
    const answer = await hub.app.inject({ method: "POST", url: "/api/ledgers/links", headers, payload });
    expect(answer.statusCode).toBe(200);
    hub.clock.now += n % 2;
  }
  const whole = (await ask("/api/ledgers/links")).body;
  expect(whole).toHaveLength(6);
  expect(whole[0].fields.name).toBe("专线 2");
  expect(whole.at(-1)).toMatchObject({ rev: 0, about: { gateway: id } });
  const { ids, pages } = await all("/api/ledgers/links?limit=2");
  expect(ids).toEqual(whole.map((row: { id: string }) => row.id));
  expect(pages).toBe(3);
  expect((await ask("/api/ledgers/links?cursor=200")).body.code).toBe("INPUT_INVALID");
});
