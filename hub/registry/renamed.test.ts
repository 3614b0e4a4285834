/** What got another name or place is found by the new one; what is over also by the old one. */
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { topics } from "../../core/topics.ts";
import { epochs, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, event, registrationOf } from "../../test/kit/samples.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import shipped from "../rulebook/defaults/areas.json" with { type: "json" };

const gw = "gw-1" as never;

/** The cover was lifted twice: the first case is over, the second one is open. */
async function twice() {
  const hub = await quietHub();
  await hub.take(topics.status(gw), statusOf());
  await hub.take(topics.devices(gw), registrationOf("gw-1"));
  const ask = await signedIn(hub);
  const raise = (n: string, from: number, what: "raised" | "cleared" = "raised") => {
    const one = event(what, hub.clock.now, { alert: `alert-${n}` as never, ticket: `ticket-${n}` as never });
    return hub.take(topics.batch(gw, "alert", epochs.alert, from), encodeAlerts([one]));
  };
  await raise("old", 0);
  await ask("POST", "/api/alerts/alert-old/acknowledge");
  hub.clock.now += 1000;
  await raise("old", 1, "cleared");
  await ask("POST", "/api/tickets/ticket-old/moves", { move: "void", reason: "误报" });
  hub.clock.now += 1000;
  await raise("new", 2);
  const ids = async (url: string, q: string) => {
    const { status, body } = await ask("GET", `${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(q)}`);
    expect(status).toBe(200);
    return (body as { id: string }[]).map(({ id }) => id).sort();
  };
  const search = async (q: string) => {
    const { body } = await ask("GET", `/api/search?q=${encodeURIComponent(q)}`);
    const { devices, tickets, gateways } = body as Record<string, { id: string }[]>;
    const named = (rows: { id: string }[] = []) => rows.map(({ id }) => id).sort();
    return { devices: named(devices), tickets: named(tickets), gateways: named(gateways) };
  };
  return { hub, ask, ids, search };
}

const both = ["ticket-new", "ticket-old"];

test("a device with another place and name is found by them, and so are its tickets and alerts, which the old place finds too", async () => {
  const { ask, ids, search } = await twice();
  await ask("PATCH", "/api/registry/devices/gw-1/cover-3", { place: "荣成路 8弄 西门外", name: "西门井盖" });
  for (const word of ["荣成路", "西门井盖", "荣成路 西门"]) {
    expect(await search(word), word).toMatchObject({ devices: [`gw-1/${cover}`], tickets: both });
    expect(await ids("/api/tickets", word)).toEqual(["ticket-new"]);
    expect(await ids("/api/alerts?state=all", word)).toEqual(["alert-new", "alert-old"]);
  }
  expect(await ids("/api/tickets?state=all", "东门")).toEqual(both);
  expect(await ids("/api/devices", "东门")).toEqual([]);
  await ask("PATCH", "/api/registry/devices/gw-1/cover-3", { place: null, name: null });
  expect(await ids("/api/devices", "荣成路")).toEqual([]);
  expect(await ids("/api/devices", "东门")).toEqual([cover]);
});

test("another name that a registration gives counts like one that people give", async () => {
  const { hub, ids } = await twice();
  const [pit, lid] = registrationOf("gw-1").devices;
  const moved = { ...lid, place: "张杨路 500号 门口" } as typeof lid;
  await hub.take(topics.devices(gw), registrationOf("gw-1", { devices: [pit, moved] as never }));
  expect(await ids("/api/tickets?state=all", "张杨路")).toEqual(both);
});

test("a gateway with another name is found by it, with its devices and their tickets", async () => {
  const { ask, search } = await twice();
  await ask("PATCH", "/api/registry/gateways/gw-1", { name: "泵房一号网关" });
  const found = await search("一号网关");
  expect(found.gateways).toEqual(["gw-1"]);
  expect(found.devices).toContain(`gw-1/${cover}`);
  expect(found.tickets).toEqual(both);
});

test("an area with another name is found by it and by the one before, with what lies in it", async () => {
  const { ask, ids, search } = await twice();
  const named = (name: string) => ({
    ...shipped,
    areas: shipped.areas.map((area) => (area.id === "dongchang" ? { ...area, name } : area)),
  });
  for (const name of ["崂山居委", "梅园居委"])
    expect((await ask("PUT", "/api/rulebook/areas", named(name))).status).toBe(200);
  expect((await search("梅园")).tickets).toEqual(both);
  expect((await search("梅园")).devices).toContain(`gw-1/${cover}`);
  expect(await ids("/api/tickets?state=all", "崂山居委")).toEqual(both);
  expect(await ids("/api/gateways", "梅园居委")).toEqual(["gw-1"]);
  expect(await ids("/api/tickets?state=all", "不存在的居委")).toEqual([]);
});
