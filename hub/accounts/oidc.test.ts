/** Signing in by the organisation's own server: who is known comes in, who is not is told so, and nothing forged gets through. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { type OidcServer, oidcServer } from "../../test/kit/oidc-server.ts";
import { person } from "../../test/kit/people.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { cookieName } from "../http/session-cookie.ts";
import { openOidc } from "./oidc.ts";

let hub: QuietHub;
let server: OidcServer;
const claim = { oidcClaim: "preferred_username" };

beforeEach(async () => {
  server = await oidcServer();
  const oidcSecretFile = join(tempFolder(), "secret");
  writeFileSync(oidcSecretFile, "the client's secret\n");
  const oidc = openOidc({ oidcIssuer: server.issuer, oidcClient: "lilong", oidcSecretFile, ...claim });
  hub = await quietHub({ oidc });
  await person(hub, "chen", { passwordHash: "" });
});

/** Leaves, is sent back, and comes back with the cookie of the leaving. */
async function leave() {
  const left = await hub.app.inject({ url: "/api/oidc/leave" });
  expect(left.statusCode).toBe(302);
  const [kept] = left.cookies;
  expect(kept).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/api/oidc" });
  const sent = await fetch(left.headers.location ?? "", { redirect: "manual" });
  const back = new URL(sent.headers.get("location") ?? "");
  return { back, cookies: { [kept?.name ?? ""]: kept?.value ?? "" } };
}

const come = (back: URL, cookies: Record<string, string>) =>
  hub.app.inject({ url: `${back.pathname}${back.search}`, cookies });
const refusedOf = (location: unknown) => new URL(String(location), "http://x").searchParams.get("refused");
const told = () => hub.read(({ audit }) => audit.before(1e9, {}, 9));

test("who has an account here comes in with its rights", async () => {
  server.will.claims = { preferred_username: "chen" };
  const { back, cookies } = await leave();
  const answer = await come(back, cookies);
  expect(answer).toMatchObject({ statusCode: 302, headers: { location: "/" } });
  const session = answer.cookies.find(({ name }) => name === cookieName)?.value ?? "";
  const me = await hub.app.inject({ url: "/api/session", cookies: { [cookieName]: session } });
  expect(me.json()).toMatchObject({ name: "chen", role: "administrator" });
  expect(await told()).toMatchObject([{ who: "chen", what: "signIn", outcome: "done", detail: "by OpenID Connect" }]);
});

test("who has none, or was deactivated, is told so; both are in the trail", async () => {
  await person(hub, "li", { active: false });
  for (const name of ["zhou", "li"]) {
    server.will.claims = { preferred_username: name };
    const { back, cookies } = await leave();
    const answer = await come(back, cookies);
    expect(refusedOf(answer.headers.location)).toBe("PERSON_UNKNOWN");
    expect(answer.cookies.find((one) => one.name === cookieName)).toBeUndefined();
  }
  expect((await told()).map(({ who, outcome }) => [who, outcome])).toEqual([
    ["li", "PERSON_UNKNOWN"],
    ["zhou", "PERSON_UNKNOWN"],
  ]);
});

test("another browser's answer, another state, a code used twice, a wrong nonce, a token for somebody else are refused", async () => {
  server.will.claims = { preferred_username: "chen" };
  const one = await leave();
  expect(refusedOf((await come(one.back, {})).headers.location)).toBe("OIDC_REFUSED");
  const other = await leave();
  expect(refusedOf((await come(one.back, other.cookies)).headers.location)).toBe("OIDC_REFUSED");
  expect((await come(one.back, one.cookies)).headers.location).toBe("/");
  expect(refusedOf((await come(one.back, one.cookies)).headers.location)).toBe("OIDC_REFUSED");
  for (const wrong of [{ nonce: "another" }, { audience: "another" }, { claims: {} }]) {
    Object.assign(server.will, { nonce: undefined, audience: undefined, ...wrong });
    const { back, cookies } = await leave();
    expect(refusedOf((await come(back, cookies)).headers.location), JSON.stringify(wrong)).toBe("OIDC_REFUSED");
  }
});

test("a server that is away is said so and stops nothing else; half a setting stops the start", async () => {
  const oidcSecretFile = join(tempFolder(), "secret");
  writeFileSync(oidcSecretFile, "x");
  const away = openOidc({ oidcIssuer: "http://127.0.0.1:9", oidcClient: "lilong", oidcSecretFile, ...claim });
  const other = await quietHub({ oidc: away });
  expect((await other.app.inject({ url: "/api/oidc/leave" })).json()).toMatchObject({ code: "OIDC_UNREACHABLE" });
  expect((await other.app.inject({ url: "/api/door" })).json()).toMatchObject({ oidc: true });
  expect(() => openOidc({ oidcIssuer: "https://x", ...claim })).toThrow(/SETTING_INVALID.*go together/);
  const none = await quietHub();
  expect((await none.app.inject({ url: "/api/oidc/leave" })).json()).toMatchObject({ code: "OIDC_OFF" });
});
