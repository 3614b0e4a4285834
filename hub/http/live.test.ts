/** Live updates: after the commit, as the views, to those who listen. */
import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, pit, reading, readingsFrom, registrationOf } from "../../test/kit/samples.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { noChanges } from "../changes.ts";
import areas from "../rulebook/defaults/areas.json" with { type: "json" };
import { cookieName } from "./guard.ts";
import { keepRecent, type Recent } from "./recent.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;

async function listening() {
  const hub = await quietHub();
  await hub.take(topics.status(id), statusOf());
  const heard: [string, unknown][] = [];
  const stop = hub.live.listen((name, json) => void heard.push([name, JSON.parse(json)]));
  const take = async (topic: string, body: Uint8Array | object) => {
    heard.length = 0;
    await hub.take(topic, body);
    await hub.live.settled();
    return heard;
  };
  return { hub, take, stop };
}

test("a registration tells to reload, and the gateway as it is now", async () => {
  const { take } = await listening();
  expect(await take(topics.devices(id), registrationOf(id))).toMatchObject([
    ["registration", { gateway: id }],
    ["gateway", { id, title: "东昌小区网关", devices: 2 }],
  ]);
});

test("what a gateway says of itself is none of its devices", async () => {
  const { take } = await listening();
  const { devices } = registrationOf(id);
  const itself = { ...devices[0], id: "self", model: "lilong-gateway" } as (typeof devices)[number];
  const heard = await take(topics.devices(id), registrationOf(id, { devices: [...devices, itself] }));
  expect(heard).toContainEqual(["gateway", expect.objectContaining({ id, devices: 2 })]);
});

test("a batch tells the newest value of each series, once", async () => {
  const { take } = await listening();
  await take(topics.devices(id), registrationOf(id));
  const heard = await take(topics.batch(id, "data", epochs.data, 0), encodeBatch(readingsFrom(start - 9000, 5)));
  expect(heard).toEqual([
    [
      "readings",
      [{ gateway: id, device: pit, point: "level", at: start - 5000, receivedAt: start, value: 0.04, quality: 0 }],
    ],
  ]);
});

test("an alert tells itself, its ticket and its gateway", async () => {
  const { take } = await listening();
  await take(topics.devices(id), registrationOf(id));
  const heard = await take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
  expect(heard).toMatchObject([
    ["gateway", { openAlerts: 1 }],
    ["alert", { id: "alert-1", state: "unacknowledged" }],
    ["ticket", { id: "ticket-1", state: "reported", sensorInAlarm: true }],
  ]);
  const cleared = await take(topics.batch(id, "alert", epochs.alert, 1), encodeAlerts([event("cleared", start)]));
  expect(cleared.at(-1)).toMatchObject(["ticket", { sensorInAlarm: false }]);
});

test("a device's health and a fault are told", async () => {
  const { take } = await listening();
  await take(topics.devices(id), registrationOf(id));
  const silent = encodeBatch([reading(start, "FIELD_SILENT", faultPoint)]);
  expect(await take(topics.batch(id, "data", epochs.data, 0), silent)).toMatchObject([
    ["device", { device: pit, health: { state: "fault", code: "FIELD_SILENT" } }],
    ["readings", [{ point: "fault" }]],
    ["fault", { code: "FIELD_SILENT", gateway: id }],
  ]);
  const wrong = await take(topics.batch(id, "data", epochs.data, 9), Buffer.from("hello"));
  expect(wrong).toMatchObject([["fault", { code: "BATCH_NOT_CBOR", count: 1 }]]);
});

test("a commit that changed nothing shown does not end the live updates", async () => {
  const { hub, take } = await listening();
  hub.live.tell(noChanges());
  await hub.live.settled();
  expect(await take(topics.devices(id), registrationOf(id))).not.toEqual([]);
});

test("who stopped listening hears nothing", async () => {
  const { take, stop } = await listening();
  stop();
  expect(await take(topics.devices(id), registrationOf(id))).toEqual([]);
});

/** Reads the stream until `enough`, then cuts it. */
async function hearStream(url: string, cookie: string, after: string | undefined, enough: (lines: Heard[]) => boolean) {
  const stop = new AbortController();
  const headers = { cookie, accept: "text/event-stream", ...(after === undefined ? {} : { "last-event-id": after }) };
  const { body } = await fetch(`${url}/api/events`, { headers, signal: stop.signal });
  const lines: Heard[] = [];
  let text = "";
  for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, event = "", json = "", id = ""] = /^event: (.*)\ndata: (.*)\nid: (.*)$/.exec(part) ?? [];
      if (event !== "") lines.push({ id, event, data: JSON.parse(json) });
    }
    if (enough(lines)) break;
  }
  stop.abort();
  return lines;
}
type Heard = { id: string; event: string; data: { acknowledgedBy?: string; level?: string } };

test("who is cut off mid-way and comes back with the last id hears everything once, in order", async () => {
  const hub = await quietHub();
  const cookie = await operatorCookie(hub);
  await hub.take(topics.status(id), statusOf());
  await hub.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = hub.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const levels = (lines: Heard[]) =>
    lines.filter(({ event: name }) => name === "posture").map(({ data }) => data.level);
  const switchTo = async (level: string) => {
    await hub.app.inject({ method: "PUT", url: "/api/posture", headers: { cookie }, payload: { level, reason: "r" } });
    await hub.live.settled();
  };
  const hearing = hearStream(url, cookie, undefined, (lines) => levels(lines).length === 1);
  await expect.poll(() => hub.live.listeners()).toBe(1);
  await switchTo("typhoon-blue");
  const first = await hearing;
  expect(first[0]?.event).toBe("hello");
  await expect.poll(() => hub.live.listeners()).toBe(0);
  for (const level of ["typhoon-yellow", "typhoon-orange"]) await switchTo(level);
  const rest = hearStream(url, cookie, first.at(-1)?.id, (lines) => levels(lines).length === 3);
  await expect.poll(() => hub.live.listeners()).toBe(1);
  await switchTo("typhoon-red");
  const all = [...first, ...(await rest)];
  expect(levels(all)).toEqual(["typhoon-blue", "typhoon-yellow", "typhoon-orange", "typhoon-red"]);
  const ids = all.filter(({ event: name }) => name !== "hello").map((line) => line.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("who was away too long, or at another process, is told to read everything again", async () => {
  const hub = await quietHub();
  const cookie = await operatorCookie(hub);
  await hub.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = hub.app.server.address() as AddressInfo;
  const lines = await hearStream(`http://127.0.0.1:${port}`, cookie, "01ABC-7", (all) => all.length > 0);
  expect(lines).toMatchObject([{ event: "reset", id: hub.live.now() }]);
});

describe("somebody kept to some areas", () => {
  async function keptPerson() {
    const hub = await quietHub();
    await hub.take(topics.status(id), statusOf());
    await hub.take(topics.devices(id), registrationOf(id));
    const elsewhere = { ...areas, areas: [...areas.areas, { ...areas.areas[0], id: "elsewhere", name: "别处" }] };
    const row = { kind: "areas" as const, at: 0, by: "test", source: "test", body: elsewhere };
    await hub.read(({ rulebook }) => rulebook.add(row));
    await hub.read(({ accounts }) =>
      accounts.put({ name: "ju", role: "committee", areas: ["dongchang"], passwordHash: "" }),
    );
    const token = "session of ju";
    const tokenHash = createHash("sha256").update(token).digest("hex");
    await hub.read(({ sessions }) => sessions.put({ tokenHash, account: "ju", expiresAt: start + 86_400_000 }));
    await hub.app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = hub.app.server.address() as AddressInfo;
    const cookie = `${cookieName}=${token}`;
    const hear = (after: string | undefined, enough: (lines: Heard[]) => boolean) =>
      hearStream(`http://127.0.0.1:${port}`, cookie, after, enough);
    return { hub, hear };
  }
  const never = () => false;

  test("who comes back with an id reads everything again: nothing of other areas is told by the way", async () => {
    const { hub, hear } = await keptPerson();
    const hearing = hear(undefined, (lines) => lines.length > 1);
    await expect.poll(() => hub.live.listeners()).toBe(1);
    await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
    const first = await hearing;
    expect(first[0]?.event).toBe("hello");
    await expect.poll(() => hub.live.listeners()).toBe(0);
    const back = await hear(first.at(-1)?.id, (lines) => lines.length > 0);
    expect(back).toMatchObject([{ event: "reset", id: hub.live.now(), data: {} }]);
  });

  test("whose areas change has the stream ended, and hears by the new ones when it comes back", async () => {
    const { hub, hear } = await keptPerson();
    const ask = await signedIn(hub);
    const hearing = hear(undefined, never);
    await expect.poll(() => hub.live.listeners()).toBe(1);
    const wish = { display: "居委", role: "committee", unit: null, areas: ["elsewhere"], phone: null, active: true };
    expect((await ask("PUT", "/api/people/ju", wish)).status).toBe(200);
    await hearing.catch((cut: unknown) => expect(cut).toBeInstanceOf(Error));
    await expect.poll(() => hub.live.listeners()).toBe(0);
    const later = hear(undefined, (lines) => lines.some(({ event: name }) => name === "posture"));
    await expect.poll(() => hub.live.listeners()).toBe(1);
    await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
    await hub.live.settled();
    expect((await ask("PUT", "/api/posture", { level: "typhoon-blue", reason: "台风" })).status).toBe(200);
    expect((await later).map(({ event: name }) => name)).toEqual(["hello", "posture"]);
  });
});

describe("what is kept of the last minutes", () => {
  const bounds = { events: 3, characters: 100, ms: 1000 };
  let at = 0;
  const letPass = (recent: Recent, ms: number) => {
    recent.add("a", "1");
    at += ms;
  };
  const kept = (recent: Recent, after: string) => recent.after(after)?.map(({ json }) => json) ?? null;

  test("is told from an id on", () => {
    const recent = keepRecent(() => at, bounds);
    const begin = recent.now();
    const one = recent.add("a", "1");
    recent.add("a", "2");
    expect([kept(recent, begin), kept(recent, one), kept(recent, recent.now())]).toEqual([["1", "2"], ["2"], []]);
  });

  test.each([
    ["too many came", (recent: Recent) => ["1", "2", "3", "4"].map((json) => recent.add("a", json))],
    ["too much came", (recent: Recent) => recent.add("a", "x".repeat(101))],
    ["it is too long ago", (recent: Recent) => letPass(recent, 1001)],
    ["something was lost", (recent: Recent) => recent.forget()],
  ])("is not told where %s", (_name, happen) => {
    const recent = keepRecent(() => at, bounds);
    const begin = recent.now();
    happen(recent);
    expect(kept(recent, begin)).toBeNull();
    expect(kept(recent, recent.now())).toEqual([]);
  });

  test.each(["", "x", "1", "01ABC-1", "-", "e-1.5"])("of %j nothing is known", (id) => {
    expect(keepRecent(() => at, bounds).after(id)).toBeNull();
  });
});
