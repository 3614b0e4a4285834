/** What is told once: every write that tells or takes a secret keeps neither it nor a trace of it with its key. */
import type { RouteOptions } from "fastify";
import { expect, test } from "vitest";
import { browser, goodPassword, person } from "../../test/kit/people.ts";
import { quietHub } from "../../test/kit/quiet-hub.ts";

type Schema = { type?: string; enum?: unknown[]; properties?: Record<string, Schema> } & Record<string, unknown>;

const looksSecret = /^(token|codes?|secrets?|passwords?|old|new|recovery|otpauth|uri|privateKey)$/i;
/** `code` names a fault or the class of a case there. */
const plainCodes = /^\/api\/(registry\/imports|coverage\/imports|rulebook\/classes|tickets|flows\/handovers)(\/|$)/;

/** Names of the texts in a schema that look like secrets, however deep. */
function secretsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap((part) => secretsIn(part));
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, ...rest } = schema as Schema;
  const named = Object.entries(properties).filter(([name, part]) => looksSecret.test(name) && isText(part));
  return [...named.map(([name]) => name), ...secretsIn([...Object.values(properties), ...Object.values(rest)])];
}

/** A choice of words is no secret, nor is a number. */
function isText({ type, enum: words, items }: Schema): boolean {
  if (words !== undefined) return false;
  return type === "string" || (type === "array" && isText((items ?? {}) as Schema));
}

const isWrite = ({ method }: RouteOptions) => [method].flat().some((one) => one !== "GET" && one !== "HEAD");

test("every write whose question or answer holds a secret says so", async () => {
  const { app } = await quietHub();
  const held = app.declared.filter(isWrite).flatMap(({ url, schema, config }) => {
    const { 200: answer } = (schema?.response ?? {}) as Record<string, unknown>;
    const found = [...secretsIn(answer), ...secretsIn(schema?.body)].filter(
      (name) => name !== "code" || !plainCodes.test(url),
    );
    return found.length === 0 ? [] : [{ url, found: found.join(" "), secret: config?.secret === true }];
  });
  expect(held.length).toBeGreaterThan(8);
  expect(held.filter(({ secret }) => !secret)).toEqual([]);
});

test.each([
  ["a token", "/api/me/tokens", (at: number) => ({ name: "脚本", rights: ["look"], expiresAt: at + 1000 }), "token"],
  ["a code for a password", "/api/people", () => ({ name: "lin", ...newcomer }), "code"],
  ["a wall screen's link", "/api/walls", () => ({ name: "大厅" }), "secret"],
  ["a secret for one-time codes", "/api/me/totp", () => undefined, "secret"],
] as const)("%s is not kept with its key, nor told again", async (_name, url, bodyAt, field) => {
  const hub = await quietHub();
  await person(hub, "wang");
  const own = browser(hub);
  await own.signIn("wang");
  const send = () => own.ask("POST", url, bodyAt(hub.clock.now), { "idempotency-key": "k-1" });
  expect((await send()).body[field]).toBeTypeOf("string");
  expect(await hub.read(({ intents }) => intents.find("wang", "k-1"))).toMatchObject({ answer: null });
  expect(await send()).toMatchObject({ status: 409, body: { code: "KEY_DONE" } });
});

const newcomer = { display: "林", role: "read-only", unit: null, areas: [], phone: null };

test("what is kept of a changed password does not tell whether a guess at it is right", async () => {
  const hub = await quietHub();
  await person(hub, "wang");
  const own = browser(hub);
  await own.signIn("wang");
  const change = (old: string) =>
    own.ask("POST", "/api/me/password", { old, new: `${old} 2` }, { "idempotency-key": "k-1" });
  expect((await change(goodPassword)).status).toBe(200);
  const first = await hub.read(({ intents }) => intents.find("wang", "k-1"));
  expect((await change("another old one")).body).toMatchObject({ code: "KEY_DONE" });
  await own.ask(
    "POST",
    "/api/me/password",
    { old: `${goodPassword} 2`, new: `${goodPassword} 3` },
    { "idempotency-key": "k-2" },
  );
  const second = await hub.read(({ intents }) => intents.find("wang", "k-2"));
  expect(second?.hash).toBe(first?.hash);
});
