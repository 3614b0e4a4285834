/** A centre is connected by the card in a file, or by an operator, whose word stays. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operatorCookie, type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { type DistrictCard, readDistrict } from "../rulebook/district.ts";
import { connectByFile } from "./connect.ts";
import { openIdentity } from "./https-json/identity.ts";

async function cardOf(name: string): Promise<DistrictCard> {
  const identity = await openIdentity(tempFolder(), "centre", 1_790_000_000_000);
  return identity.card({ zh: name, en: name }, "https://127.0.0.1:9");
}

function fileWith(content: unknown): string {
  const file = join(tempFolder(), "card.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const nameIn = async (hub: QuietHub) => {
  const { version, book } = await hub.store.read(readDistrict);
  return [version, book.state, book.card?.name.zh];
};

async function put(hub: QuietHub, url: string, payload: object) {
  cookies.set(hub, cookies.get(hub) ?? (await operatorCookie(hub)));
  const headers = { cookie: cookies.get(hub) as string };
  return hub.app.inject({ method: "PUT", url, headers, payload });
}
const cookies = new WeakMap<QuietHub, string>();
const connection = "/api/district/connection";

test("the card of a file connects, its newer one replaces it, and the same again changes nothing", async () => {
  const hub = await quietHub();
  expect(await nameIn(hub)).toEqual([0, "off", undefined]);
  const file = fileWith(await cardOf("一"));
  for (let i = 0; i < 2; i++) await connectByFile(hub.store, file, 5);
  expect(await nameIn(hub)).toEqual([1, "on", "一"]);
  await connectByFile(hub.store, fileWith(await cardOf("二")), 6);
  expect(await nameIn(hub)).toEqual([2, "on", "二"]);
});

test("what an operator connected stays, whatever a file says", async () => {
  const hub = await quietHub();
  const answer = await put(hub, connection, { card: await cardOf("浦东新区城运中心") });
  expect(answer.json()).toMatchObject({ state: "on", name: { zh: "浦东新区城运中心" } });
  await connectByFile(hub.store, fileWith(await cardOf("二")), 6);
  expect(await nameIn(hub)).toEqual([1, "on", "浦东新区城运中心"]);
});

test("a file that is not there, or no card, stops the start by name", async () => {
  const { store } = await quietHub();
  await expect(connectByFile(store, "/nowhere/card.json", 5)).rejects.toThrow(
    /^SETTING_INVALID: --district-card .* not there/,
  );
  await expect(connectByFile(store, fileWith("{"), 5)).rejects.toThrow(/^SETTING_INVALID: .* is no card/);
  await expect(connectByFile(store, fileWith({ url: "x" }), 5)).rejects.toThrow(/^SETTING_INVALID: .*\/name|required/);
});

test("a card that is none is refused by its field, and switching on without one too", async () => {
  const hub = await quietHub();
  const card = await cardOf("一");
  expect((await put(hub, connection, { card: { ...card, url: "http://x" } })).json()).toMatchObject({
    code: "INPUT_INVALID",
  });
  const payload = { source: "手工", state: "on", adapter: "https-json", reconcileAt: "02:30" };
  const on = await put(hub, "/api/rulebook/district", payload);
  expect(on.json()).toMatchObject({ code: "INPUT_INVALID", detail: expect.stringMatching(/^\/card is missing/) });
  expect(await nameIn(hub)).toEqual([0, "off", undefined]);
});

test("our own card and the comparison are an operator's to ask for; without a district there is none", async () => {
  const hub = await quietHub();
  const headers = { cookie: await operatorCookie(hub) };
  const card = await hub.app.inject({ url: "/api/district/card", headers });
  expect(card.json()).toMatchObject({ tlsName: "lilong-hub", publicKey: expect.stringContaining("BEGIN PUBLIC KEY") });
  expect(JSON.stringify(card.json())).not.toContain("PRIVATE");
  const reconcile = await hub.app.inject({ method: "POST", url: "/api/district/reconcile", headers });
  expect([reconcile.statusCode, reconcile.json().code]).toEqual([409, "DISTRICT_OFF"]);
});
