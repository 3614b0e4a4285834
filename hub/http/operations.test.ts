/** Which right each operation needs, against a table written by hand: a route that asks for too little does not agree with itself only. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InjectOptions, RouteOptions } from "fastify";
import { beforeEach, describe, expect, test } from "vitest";
import { browser, person } from "../../test/kit/people.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { rights } from "../accounts/rights.ts";
import shipped from "../rulebook/defaults/roles.json" with { type: "json" };

const { source: _source, ...table } = JSON.parse(
  readFileSync(join(import.meta.dirname, "operation-rights.json"), "utf8"),
);
const lookingWrites: Record<string, string> = table["writes that who only looks may do, with the reason"];

/** Of the table: operation → what it needs. */
const wanted = new Map<string, string>(
  Object.entries(table as Record<string, string[] | object>).flatMap(([need, names]) =>
    (Array.isArray(names) ? names : Object.keys(names)).map((name) => [name, Array.isArray(names) ? need : "look"]),
  ),
);

type Operation = { id: string; method: string; url: string; config: NonNullable<RouteOptions["config"]> };

const methodsOf = ({ method }: RouteOptions) => [method].flat().filter((one) => one !== "HEAD" && one !== "OPTIONS");

function operationsOf({ app }: QuietHub): Operation[] {
  return app.declared.flatMap((route) => {
    const id = (route.schema as { operationId?: string } | undefined)?.operationId;
    const { url, config = {} } = route;
    return id === undefined ? [] : methodsOf(route).map((method) => ({ id, method, url, config }));
  });
}

/** In the table's words. */
function needOf({ access, right, or = [] }: Operation["config"]): string {
  if (access !== undefined) return access;
  const names = [...new Set([right, ...or])].join(" or ");
  return names === "district" ? "district right" : names;
}

type Document = { paths: Record<string, Record<string, { operationId: string }>> };

describe("operation → right", () => {
  let hub: QuietHub;
  let operations: Operation[];
  beforeEach(async () => {
    hub = await quietHub();
    operations = operationsOf(hub);
  });

  test("each operation of the API document is in the table, and the table has no other", async () => {
    const { paths } = (await hub.app.inject({ url: "/api/openapi.json" })).json() as Document;
    const told = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
    const known = new Set([...told, ...operations.map(({ id }) => id)]);
    expect([...known].filter((id) => !wanted.has(id)).sort()).toEqual([]);
    expect([...wanted.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  test("every route asks for what the table says", () => {
    const wrong = operations
      .filter(({ id, config }) => wanted.get(id) !== needOf(config))
      .map(({ id, config }) => `${id}: the route asks for "${needOf(config)}", the table for "${wanted.get(id)}"`);
    expect(wrong).toEqual([]);
  });

  test("no write is open to who only looks, but for those the table gives a reason for", () => {
    const writes = operations.filter(({ method, config }) => method !== "GET" && config.right === "look");
    expect(writes.map(({ id }) => id).sort()).toEqual(Object.keys(lookingWrites).sort());
  });

  test("every right opens something, and each is the right of a role", () => {
    const opened = new Set([...wanted.values()].flatMap((need) => need.replace(" right", "").split(" or ")));
    expect(rights.filter((right) => !opened.has(right))).toEqual([]);
  });
});

const roles = shipped.roles.map(({ id }) => id);

/** Who may do what would hurt, by hand: [administrator, shift-leader, operator, technician, committee, department, district, read-only]. */
const sensitive: [operation: string, may: string][] = [
  ["addPerson", "yes no no no no no no no"],
  ["changePerson", "yes no no no no no no no"],
  ["resetPassword", "yes no no no no no no no"],
  ["resetTotp", "yes no no no no no no no"],
  ["makeWall", "yes no no no no no no no"],
  ["importRulebook", "yes no no no no no no no"],
  ["setChannelSecrets", "yes no no no no no no no"],
  ["testChannel", "yes no no no no no no no"],
  ["connectDistrict", "yes no no no no no no no"],
  ["reconcileDistrict", "yes no no no no no no no"],
  ["switchPosture", "yes yes no no no no no no"],
  ["restartFlows", "yes no no no no no no no"],
  ["sayToPeople", "yes no no no no no no no"],
  ["listAudit", "yes yes no no no no no no"],
  ["openJointAction", "yes yes no no yes no no no"],
  ["endJointAction", "yes yes no no yes no no no"],
  ["makeCode", "yes yes no yes no no no no"],
  ["giveCommand", "yes yes no yes no no no no"],
  ["configureGateway", "yes yes no yes no no no no"],
  ["releaseKey", "yes yes no yes no no no no"],
  ["revoke", "yes yes no yes no no no no"],
  ["putConnector", "yes yes no yes no no no no"],
  ["makeCredential", "yes yes no yes no no no no"],
  ["importInventory", "yes yes no yes no no no no"],
  ["moveDevice", "yes yes no yes no no no no"],
  ["replaceDevice", "yes yes no yes no no no no"],
  ["finishTask", "yes yes yes yes no no no no"],
  ["voidLedgerEntry", "yes yes yes yes no no no no"],
  ["readLedgerFile", "yes yes yes yes no no no no"],
  ["moveTicket", "yes yes yes no yes yes no no"],
  ["reportTicket", "yes yes yes no yes yes no no"],
  ["answerQuestion", "yes yes yes no no no no no"],
  ["acknowledgeAlert", "yes yes yes yes yes no no no"],
  ["shelveAlert", "yes yes yes yes yes no no no"],
  ["readScores", "yes yes yes no no no yes yes"],
  ["exportScores", "yes yes yes no no no yes yes"],
  ["listTickets", "yes yes yes yes yes yes yes yes"],
];

test.each(roles)("%s may do what the rows of what would hurt say, and nothing more", async (role) => {
  const hub = await quietHub();
  const operations = operationsOf(hub);
  await person(hub, role, { role, areas: ["dongchang-committee"] });
  const someone = browser(hub);
  await someone.signIn(role);
  const wrong: string[] = [];
  for (const [id, may] of sensitive) {
    const operation = operations.find((one) => one.id === id);
    if (operation === undefined) throw new Error(`there is no operation ${id}`);
    const { method, url } = operation;
    const asked = await someone.ask(
      method,
      url.replaceAll(/:\w+/g, "x") as NonNullable<InjectOptions["url"]> as string,
    );
    const met = asked.body.code === "RIGHT_MISSING" ? "no" : "yes";
    const wish = may.split(" ")[roles.indexOf(role)];
    if (met !== wish || asked.status === 401) wrong.push(`${id}: ${met} (${asked.status}), not ${wish}`);
  }
  expect(wrong).toEqual([]);
});
