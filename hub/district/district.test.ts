/** Hub and district with each other: cases there and back, inventory, faults of the centre; over mutual TLS with the sandbox as a process. */
import { createHash } from "node:crypto";
import { request as plain } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import type { DeviceId, EventId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { coverAt, gateway, openCase } from "../../test/kit/district-samples.ts";
import { pdf, pngOf } from "../../test/kit/picture-samples.ts";
import { operatorCookie, statusOf } from "../../test/kit/quiet-hub.ts";
import { registrationOf } from "../../test/kit/samples.ts";
import { type DistrictHub, districtHub, pairedHub, type Sandbox, startSandbox } from "../../test/kit/sandbox.ts";
import { speak } from "../../test/kit/speak.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { bringAttachment } from "../tickets/attach.ts";
import { dispatchByTable } from "../tickets/dispatch/dispatch.ts";
import { noteTicket } from "../tickets/hear.ts";
import { move } from "../tickets/move.ts";
import type { Callback, CaseLine } from "./case-port.ts";
import { openClient } from "./https-json/client.ts";
import { openIdentity } from "./https-json/identity.ts";
import { checksumOf } from "./inventory/item.ts";

type Shown = { id: string; state: string | null; lines: number; answers: { kind: string; outcome: string | null }[] };
type Whole = { lines: CaseLine[]; sendings: { callback: Callback; outcome: string | null }[] };

const id = "case-1" as TicketId;
const ticketOf = (hub: DistrictHub, ticket = id) => hub.store.read(({ tickets }) => tickets.find(ticket));
const storyOf = (hub: DistrictHub, ticket = id) => hub.store.read(({ tickets }) => tickets.story(ticket));
const tasksOf = async (hub: DistrictHub, kind: string) =>
  (await hub.store.read(({ tasks }) => tasks.list("open", 99))).filter((task) => task.kind === kind);
const linesAt = async (sandbox: Sandbox, ticket = id) => {
  const cases = (await sandbox.ask("GET", "/api/cases")) as Shown[];
  return cases.find((one) => one.id === ticket)?.lines ?? 0;
};

const dispatchCase = (hub: DistrictHub, ticket = id) =>
  hub.act(async (tables, changes) => {
    await openCase(tables, ticket, changes, hub.clock.now);
    await dispatchByTable(tables, ticket, changes, hub.clock.now);
  });

/** A case that the hotline reported and that is on its way to somebody, known to the district. */
async function dispatchedCase(hub: DistrictHub, sandbox: Sandbox, ticket = id): Promise<void> {
  await dispatchCase(hub, ticket);
  expect(await ticketOf(hub, ticket)).toMatchObject({ state: "dispatched" });
  const lines = (await storyOf(hub, ticket)).length;
  hub.link.wake();
  await until("the district to have the case", async () => (await linesAt(sandbox, ticket)) === lines);
}

const answer = (sandbox: Sandbox, kind: string, text: string, ticket = id) =>
  sandbox.ask("POST", `/api/cases/${ticket}/answers`, { kind, text }) as Promise<Callback>;

test("a case goes to the district line by line, and its result closes it", async () => {
  const { hub, sandbox } = await pairedHub();
  await dispatchedCase(hub, sandbox);
  await answer(sandbox, "urge", "尽快处理");
  await answer(sandbox, "result", "井盖已复位");
  await until("the case to be closed", async () => (await ticketOf(hub))?.state === "closed");
  const story = await storyOf(hub);
  expect(story.map(({ move }) => move)).toEqual(["report", "admit", "register", "dispatch", "urge", "conclude"]);
  expect(story.at(-1)).toMatchObject({ actor: "district", reason: "区城运中心：井盖已复位", to: "closed" });
  await until("the district to have its end too", async () => (await linesAt(sandbox)) === story.length);
  const { lines, sendings } = (await sandbox.ask("GET", `/api/cases/${id}`)) as Whole;
  expect(lines.map(({ seq, move }) => [seq, move])).toEqual(story.map(({ move }, seq) => [seq, move]));
  expect(lines[0]?.about).toMatchObject({ source: "hotline", title: { zh: "井盖松动" }, place: "东昌小区 东门" });
  expect(sendings.map(({ outcome }) => outcome)).toEqual(["taken", "taken"]);
  await until("nothing to wait", async () => !(await hub.store.read((t) => t.outbox.isWaiting("district/cases", id))));
});

test("what is returned is sent anew, an instruction supervises, and what the case cannot do is a note and a task", async () => {
  const { hub, sandbox } = await pairedHub();
  await dispatchedCase(hub, sandbox);
  await answer(sandbox, "return", "不属本街道");
  await answer(sandbox, "instruction", "请街道领导过问");
  await answer(sandbox, "result", "区里已办");
  await until("three callbacks", async () => (await storyOf(hub)).length === 7);
  expect((await storyOf(hub)).slice(-3).map(({ move, reason, to }) => [move, reason, to])).toEqual([
    ["return", "区城运中心：不属本街道", "registered"],
    ["supervise", "区城运中心：请街道领导过问", "registered"],
    ["note", "区城运中心：区里已办", "registered"],
  ]);
  expect(await tasksOf(hub, "CALLBACK_REFUSED")).toMatchObject([{ subject: id, for: "operator" }]);
});

test("callbacks that come twice or in the wrong order are applied once and in order", async () => {
  const { hub, sandbox } = await pairedHub();
  await dispatchedCase(hub, sandbox);
  await sandbox.ask("POST", "/faults", { callbacks: "held" });
  for (const word of ["一", "二", "三", "四"]) await answer(sandbox, "urge", word);
  await answer(sandbox, "result", "办好了");
  await sandbox.ask("POST", "/faults", { callbacks: "backwards" });
  await until("the case to be closed", async () => (await ticketOf(hub))?.state === "closed");
  const reasons = (await storyOf(hub)).slice(4).map(({ reason }) => reason);
  expect(reasons).toEqual(["一", "二", "三", "四", "办好了"].map((word) => `区城运中心：${word}`));
  await sandbox.ask("POST", "/faults", { callbacks: "twice" });
  await answer(sandbox, "instruction", "归档备查");
  await until("both to be sent", async () => {
    const { sendings } = (await sandbox.ask("GET", `/api/cases/${id}`)) as Whole;
    return sendings.at(-1)?.outcome === "known";
  });
  await hub.link.settled();
  expect((await storyOf(hub)).filter(({ reason }) => reason === "区城运中心：归档备查")).toHaveLength(1);
});

/** The centre, with words of its own choosing. */
async function centreOf(hub: DistrictHub) {
  const identity = await openIdentity(tempFolder(), "centre", Date.now());
  await hub.connect(identity.card({ zh: "区", en: "District" }, "https://127.0.0.1:9"));
  const client = openClient(hub.district.desk.card(), identity, () => hub.clock.now);
  onTestFinished(() => client.close());
  const say = (more: Partial<Callback>) =>
    client.ask("POST", "/api/district/callbacks", {
      ...{ id: "cb-1", case: id, seq: 1, at: hub.clock.now, kind: "urge", actor: "区", text: "催", ...more },
    });
  return { identity, client, say };
}

test("a callback ahead of its turn waits, and is asked for after an hour", async () => {
  const hub = await districtHub();
  const { say } = await centreOf(hub);
  await hub.act((tables, changes) => openCase(tables, id, changes, hub.clock.now));
  expect(await say({ id: "cb-2" as EventId, seq: 2, text: "二" })).toMatchObject({ status: 200 });
  await hub.link.settled();
  expect(await storyOf(hub)).toHaveLength(1);
  hub.clock.now += 3_600_001;
  await until("somebody to be asked", async () => (await tasksOf(hub, "CALLBACK_MISSING")).length === 1, 90_000);
  expect(await say({ text: "一" })).toMatchObject({ status: 200, body: { state: "taken" } });
  await hub.link.settled();
  expect((await storyOf(hub)).map(({ move, reason }) => [move, reason])).toEqual([
    ["report", null],
    ["urge", "区：一"],
    ["urge", "区：二"],
  ]);
});

test("a callback for a case nobody knows is kept, refused by name and a task; no case is harmed", async () => {
  const hub = await districtHub();
  const { say } = await centreOf(hub);
  await hub.act((tables, changes) => openCase(tables, id, changes, hub.clock.now));
  const wrong = { case: "case-9" as TicketId, kind: "result", text: "办好了" } as const;
  for (let i = 0; i < 2; i++)
    expect(await say(wrong)).toMatchObject({ status: 404, body: { code: "DISTRICT_CASE_UNKNOWN" } });
  expect(await tasksOf(hub, "DISTRICT_CASE_UNKNOWN")).toMatchObject([{ subject: "case-9", count: 1 }]);
  expect(await ticketOf(hub)).toMatchObject({ state: "reported" });
  const cookie = await operatorCookie(hub);
  const kept = await hub.app.inject({ url: "/api/district/callbacks", headers: { cookie } });
  expect(kept.json()).toMatchObject([{ id: "cb-1", ticket: "case-9", state: "unknown" }]);
});

test("bad callbacks are refused by name and change nothing", async () => {
  const hub = await districtHub();
  const { say, client } = await centreOf(hub);
  await hub.act((tables, changes) => openCase(tables, id, changes, hub.clock.now));
  expect(await say({})).toMatchObject({ body: { state: "taken" } });
  expect(await say({})).toMatchObject({ status: 200, body: { state: "known" } });
  const bad: [Partial<Callback>, RegExp][] = [
    [{ id: "cb-7" as EventId }, /was another callback/],
    [{ kind: "abolish" as never }, /\/kind must be one of/],
    [{ seq: 0 }, /\/seq/],
    [{ kind: "attachment", seq: 2, id: "cb-8" as EventId }, /\/attachment belongs/],
    [
      {
        ...{ kind: "attachment", seq: 2, id: "cb-8" as EventId },
        attachment: { sha256: "0".repeat(64), type: "image/png", body: "AAAA" },
      },
      /is not what/,
    ],
  ];
  for (const [more, why] of bad) {
    const { status, body } = await say(more);
    expect([status, (body as { detail: string }).detail]).toEqual([400, expect.stringMatching(why)]);
  }
  expect(await client.ask("POST", "/api/district/callbacks", Buffer.from("{"))).toMatchObject({ status: 400 });
  await hub.link.settled();
  expect(await storyOf(hub)).toHaveLength(2);
});

test("at the district's door there is nothing else, and its callbacks are not at the other door", async () => {
  const hub = await districtHub();
  const { client } = await centreOf(hub);
  for (const path of ["/api/tickets", "/api/health", "/", "/api/session"])
    expect(await client.ask("GET", path)).toMatchObject({ status: 404 });
  const other = await hub.app.inject({ method: "POST", url: "/api/district/callbacks", payload: {} });
  expect(other.statusCode).toBe(404);
  const { port } = new URL(hub.link.address);
  await expect(
    new Promise((_done, failed) => plain({ host: "127.0.0.1", port }).on("error", failed).end()),
  ).rejects.toThrow();
});

test("who is not the card's owner, whose clock is off, or who sends what was sent before is refused", async () => {
  const hub = await districtHub();
  const { identity } = await centreOf(hub);
  const ask = async (own: typeof identity, now: number) => {
    const client = openClient(hub.district.desk.card(), own, () => now);
    onTestFinished(() => client.close());
    return client.ask("POST", "/api/district/callbacks", {});
  };
  const stranger = await openIdentity(tempFolder(), "centre", Date.now());
  await expect(ask(stranger, hub.clock.now)).rejects.toThrow(/^DISTRICT_(REFUSED|UNREACHABLE)/);
  const wrongKey = { ...identity, signingKey: stranger.signingKey };
  await expect(ask(wrongKey, hub.clock.now)).rejects.toThrow(/signature is not that/);
  await expect(ask(identity, hub.clock.now + 400_000)).rejects.toThrow(/more than five minutes/);
});

test("a district that accepts and forgets is told again at night, and somebody hears of it", async () => {
  const { hub, sandbox } = await pairedHub();
  await sandbox.ask("POST", "/faults", { keeps: "nothing" });
  await dispatchCase(hub);
  hub.link.wake();
  await until(
    "everything to be sent",
    async () => !(await hub.store.read((t) => t.outbox.isWaiting("district/cases", id))),
  );
  expect(await linesAt(sandbox)).toBe(0);
  await sandbox.ask("POST", "/faults", { keeps: "everything" });
  const report = await hub.district.desk.reconcile();
  expect(report.cases).toEqual({ asked: 1, forgotten: 1, untold: 0 });
  await until("the district to have the case", async () => (await linesAt(sandbox)) === 4);
  expect(await tasksOf(hub, "CASE_FORGOTTEN")).toMatchObject([{ subject: id }]);
  expect((await hub.district.desk.reconcile()).cases).toMatchObject({ forgotten: 0 });
});

test("a case that the district rejects is a task in its words; when it takes it, the task is over", async () => {
  const { hub, sandbox } = await pairedHub();
  await sandbox.ask("POST", "/faults", { rejectCases: [id] });
  await hub.act((tables, changes) => openCase(tables, id, changes, hub.clock.now));
  const task = await until("the task", async () => (await tasksOf(hub, "CASE_REJECTED"))[0]);
  expect(task).toMatchObject({ subject: id, for: "operator", text: { zh: expect.stringContaining("“不属本区管辖”") } });
  await sandbox.ask("POST", "/faults", { rejectCases: [] });
  expect((await hub.district.desk.reconcile()).cases).toMatchObject({ forgotten: 0 });
  await until("the district to have the case", async () => (await linesAt(sandbox)) === 1);
  await until("the task to be over", async () => (await tasksOf(hub, "CASE_REJECTED")).length === 0);
});

test("cases from before the district was connected are told when it is", async () => {
  const hub = await districtHub();
  await dispatchCase(hub);
  expect(await hub.store.read(({ outbox }) => outbox.waiting("district/cases"))).toMatchObject({ count: 0 });
  const sandbox = await startSandbox({ hubCard: hub.cardFile });
  await hub.connect(sandbox.card);
  await hub.act((tables, changes) => move(tables, id, { move: "accept", actor: "小陈" }, changes, hub.clock.now));
  await until("the district to have it all", async () => (await linesAt(sandbox)) === 5);
  const { lines } = (await sandbox.ask("GET", `/api/cases/${id}`)) as Whole;
  expect(lines.map(({ move }) => move)).toEqual(["report", "admit", "register", "dispatch", "accept"]);
});

test("a photo goes to the district once, and the district's photo comes into the story", async () => {
  const { hub, sandbox } = await pairedHub();
  await dispatchedCase(hub, sandbox);
  const body = Buffer.from("ffd8ff0011", "hex");
  const photo = createHash("sha256").update(body).digest("hex");
  const snap = () =>
    hub.act(async (tables, changes) => {
      await tables.photos.put(photo, { type: "image/jpeg", body });
      const line = { at: hub.clock.now, actor: "小陈", move: "photo" as const, photo };
      await noteTicket(tables, id, line, changes, hub.clock.now);
    });
  await snap();
  await until("the district to have the photo", () => sandbox.ask("GET", `/api/attachments/${photo}`).catch(isBinary));
  await snap();
  await until("both lines", async () => (await linesAt(sandbox)) === 6);
  const sent = await hub.store.read(({ outbox }) => outbox.list("district/attachments", "done", 9));
  expect(sent.map(({ key }) => key)).toEqual([photo]);
});

test("what an operator attached to a move goes to the district with the case", async () => {
  const { hub, sandbox } = await pairedHub();
  await dispatchedCase(hub, sandbox);
  const [picture, document] = await hub.act(async (tables, changes) => {
    const files = [pngOf(8, 8), pdf].map((body, i) => ({ ticket: id, body, name: `${i}`, by: "小陈" }));
    const brought = [];
    for (const file of files) brought.push(await bringAttachment(tables, file, hub.clock.now));
    const attachments = brought.map((one) => one.id);
    await move(tables, id, { move: "accept", actor: "小陈", attachments }, changes, hub.clock.now);
    return attachments;
  });
  for (const hash of [picture, document])
    await until("the district to have it", () => sandbox.ask("GET", `/api/attachments/${hash}`).catch(isBinary));
  const { lines } = (await sandbox.ask("GET", `/api/cases/${id}`)) as Whole;
  expect(lines.at(-1)?.attachments).toEqual([
    { sha256: picture, name: "0.png", type: "image/png", size: pngOf(8, 8).length },
    { sha256: document, name: "1.pdf", type: "application/pdf", size: pdf.length },
  ]);
});

/** The page's API answers JSON but for attachments. */
const isBinary = (error: Error) => /JSON|Unexpected token/.test(error.message);

test("the district's photo comes into the story", async () => {
  const hub = await districtHub();
  const { say } = await centreOf(hub);
  await hub.act((tables, changes) => openCase(tables, id, changes, hub.clock.now));
  const body = Buffer.from("89504e4711", "hex");
  const sha256 = createHash("sha256").update(body).digest("hex");
  await say({ kind: "attachment", attachment: { sha256, type: "image/png", body: body.toString("base64") } });
  await hub.link.settled();
  expect((await storyOf(hub)).at(-1)).toMatchObject({ move: "photo", photo: sha256, actor: "district" });
  const kept = await hub.store.read(({ photos }) => photos.find(id, sha256));
  expect(Buffer.from(kept?.body ?? []).equals(body)).toBe(true);
});

type Stock = { count: number; checksum: string; cursor: number };

async function register(hub: DistrictHub, devices: ReturnType<typeof coverAt>[]): Promise<void> {
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway, { devices }));
  hub.link.wake();
}

const sharedOf = (hub: DistrictHub) => hub.store.read(({ inventory }) => inventory.shared());

async function inStep(hub: DistrictHub, sandbox: Sandbox): Promise<number> {
  await until("both sides to be in step", async () => {
    const newest = await hub.store.read(({ inventory }) => inventory.newest());
    const mark = await hub.store.read(({ marks }) => marks.read<{ cursor: number }>("district/inventory"));
    return newest > 0 && mark?.cursor === newest;
  });
  const stock = (await sandbox.ask("GET", "/api/inventory")) as Stock;
  const shared = await sharedOf(hub);
  expect([stock.count, stock.checksum]).toEqual([shared.length, checksumOf(shared)]);
  return stock.count;
}

test("a registration is told as it changes: devices come, move and go", async () => {
  const { hub, sandbox } = await pairedHub();
  await register(hub, [coverAt(1), coverAt(2)]);
  expect(await inStep(hub, sandbox)).toBe(2);
  await register(hub, [coverAt(1, { place: "东昌小区 西门" }), coverAt(3), coverAt(4)]);
  expect(await inStep(hub, sandbox)).toBe(3);
  expect((await sharedOf(hub)).map((row) => row.id)).toEqual(["gw-1/cover-1", "gw-1/cover-3", "gw-1/cover-4"]);
  const spoke = ["cover-1", "cover-3", "cover-4"];
  await speak(hub.store, gateway, spoke, hub.clock.now);
  const cookie = await operatorCookie(hub);
  const coverage = await hub.app.inject({ url: "/api/district/coverage", headers: { cookie } });
  expect(coverage.json()).toMatchObject({
    known: 3,
    connected: 3,
    healthy: 0,
    shared: 3,
    waiting: 0,
    held: 0,
    rejected: 0,
  });
});

test("a device without a class, or of one that no table knows, is not sent but a technician's task", async () => {
  const { hub, sandbox } = await pairedHub();
  const { class: _, ...bare } = coverAt(1);
  await register(hub, [bare, coverAt(2, { class: "CJ/T 214:9999" }), coverAt(3, { place: " " }), coverAt(4)]);
  expect(await inStep(hub, sandbox)).toBe(1);
  const tasks = await tasksOf(hub, "INVENTORY_INCOMPLETE");
  expect(tasks.map(({ subject, for: who }) => [subject, who]).sort()).toEqual([
    ["gw-1/cover-1", "technician"],
    ["gw-1/cover-2", "technician"],
    ["gw-1/cover-3", "technician"],
  ]);
  await register(hub, [coverAt(1), coverAt(4)]);
  expect(await inStep(hub, sandbox)).toBe(2);
  expect(await tasksOf(hub, "INVENTORY_INCOMPLETE")).toEqual([]);
});

test("a row that the district rejects is a technician's task in its words, and is offered again at night", async () => {
  const { hub, sandbox } = await pairedHub();
  await sandbox.ask("POST", "/faults", { rejectDevices: ["gw-1/cover-1"] });
  await register(hub, [coverAt(1), coverAt(2)]);
  expect(await inStep(hub, sandbox)).toBe(1);
  const [task] = await tasksOf(hub, "INVENTORY_REJECTED");
  expect(task).toMatchObject({ subject: "gw-1/cover-1", for: "technician" });
  expect(task?.text.zh).toContain("“点位不在本区网格内，请核实位置”");
  await sandbox.ask("POST", "/faults", { rejectDevices: [] });
  expect((await hub.district.desk.reconcile()).inventory).toMatchObject({ reoffered: 1, isEqual: true, count: 2 });
  expect(await tasksOf(hub, "INVENTORY_REJECTED")).toEqual([]);
});

test("what was lost, altered or added at the district is found, healed and told", async () => {
  const { hub, sandbox } = await pairedHub();
  await register(
    hub,
    [1, 2, 3].map((n) => coverAt(n)),
  );
  await inStep(hub, sandbox);
  await sandbox.ask("POST", "/mishaps", { forgetDevices: ["gw-1/cover-1"], alterDevice: "gw-1/cover-2" });
  // Our books forget one that the district has.
  await hub.store.transaction(async ({ inventory }) => {
    const row = await inventory.find(gateway, "cover-3" as DeviceId);
    if (row !== null) await inventory.mark(row, { state: "shared", sharedHash: null, why: null });
  });
  const report = await hub.district.desk.reconcile();
  expect(report.inventory).toEqual({ count: 3, missing: 1, different: 1, extra: 1, reoffered: 0, isEqual: true });
  expect(await tasksOf(hub, "INVENTORY_DIFFERED")).toMatchObject([{ for: "administrator" }]);
  expect(await inStep(hub, sandbox)).toBe(3);
  expect((await hub.district.desk.reconcile()).inventory).toMatchObject({ missing: 0, different: 0, extra: 0 });
});

test("a district that forgot everything is told everything", async () => {
  const { hub, sandbox } = await pairedHub();
  await register(
    hub,
    [1, 2, 3].map((n) => coverAt(n)),
  );
  await inStep(hub, sandbox);
  await dispatchedCase(hub, sandbox);
  await sandbox.ask("POST", "/mishaps", { forgetAll: true });
  await register(
    hub,
    [1, 2, 3, 4].map((n) => coverAt(n)),
  );
  expect(await inStep(hub, sandbox)).toBe(4);
  await hub.district.desk.reconcile();
  await until("the case to be there again", async () => (await linesAt(sandbox)) === 4);
});

test("the night's comparison runs by itself, once", async () => {
  const hub = await districtHub();
  const sandbox = await startSandbox({ hubCard: hub.cardFile });
  await hub.connect(sandbox.card, "00:00");
  const report = await until("the night's report", () =>
    hub.store.read(({ marks }) => marks.read<{ at: number; inventory: object }>("district/reconcile")),
  );
  expect(report.inventory).toMatchObject({ isEqual: true });
  const cookie = await operatorCookie(hub);
  const view = await hub.app.inject({ url: "/api/district", headers: { cookie } });
  expect(view.json()).toMatchObject({ state: "on", url: sandbox.card.url, reconciled: { at: report.at } });
});
