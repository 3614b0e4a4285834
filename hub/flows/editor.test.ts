/** The editor's door: who deployed is written down, who signs out is out, who is signed out is shown where to sign in. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { quietHub, silent } from "../../test/kit/quiet-hub.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { pause } from "../pause.ts";
import { openStore } from "../store/open.ts";
import { startDesk } from "./desk.ts";

/** What stands in for Node-RED answers every request alike, and opens every socket. */
async function setUp(status = 204) {
  const editor = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => void editor.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void editor.close());
  const url = `http://127.0.0.1:${(editor.address() as AddressInfo).port}`;
  const store = openStore(tempFolder(), 1);
  const log = silent;
  const desk = startDesk({ store, tell: () => {}, flows: () => "up", deadlineMs: 9, clock: () => 1, pause, log });
  onTestFinished(() => desk.close());
  const restarts: number[] = [];
  const flows = {
    ...{ desk, state: () => ({ state: "up" as const, ends: 0, rssMb: 1, pid: 1 }), isToken: () => false },
    editor: () => ({ url, door: "door" }),
    restart: () => restarts.push(1) > 0,
  };
  const hub = await quietHub({ store, flows });
  return { hub, restarts, ask: await signedIn(hub) };
}

const changes = async (ask: Awaited<ReturnType<typeof signedIn>>) =>
  ((await ask("GET", "/api/ledgers/changes")).body as { by: string; fields: object }[]).map(({ by, fields }) => [
    by,
    fields,
  ]);

test("a deployment is written into the book of changes with who and when", async () => {
  const { hub, ask } = await setUp();
  const cookies = { lilong: "session of operator" };
  await hub.app.inject({ method: "GET", url: "/flows/flows", cookies });
  await hub.app.inject({ method: "POST", url: "/flows/flows", cookies, payload: [] as never });
  const date = "2026-09-21";
  expect(await changes(ask)).toEqual([["operator", { name: "部署流程", kind: "流程部署", date, keeper: "operator" }]]);
});

test("a deployment that Node-RED refused is none", async () => {
  const { hub, ask } = await setUp(409);
  const cookies = { lilong: "session of operator" };
  await hub.app.inject({ method: "POST", url: "/flows/flows", cookies, payload: [] as never });
  expect(await changes(ask)).toEqual([]);
});

test("a deployment is a row of the audit chain, with who, from where and how much; also one that Node-RED refused", async () => {
  for (const [status, outcome] of [
    [204, "done"],
    [409, "HTTP 409"],
  ] as const) {
    const { hub, ask } = await setUp(status);
    const sent = { cookies: { lilong: "session of operator" }, headers: { "node-red-deployment-type": "nodes" } };
    await hub.app.inject({ method: "GET", url: "/flows/flows", ...sent });
    await hub.app.inject({ method: "POST", url: "/flows/flows", ...sent, payload: [] as never });
    const { body } = await ask("GET", "/api/audit?what=deployFlows");
    expect(body).toMatchObject([{ who: "operator", address: "127.0.0.1", outcome, detail: "部署流程 (nodes)" }]);
    expect((await ask("GET", "/api/audit/verify")).body).toMatchObject({ state: "whole" });
  }
});

test("a restart is asked of the process, and written down", async () => {
  const { ask, restarts } = await setUp();
  expect((await ask("POST", "/api/flows/restart")).status).toBe(200);
  expect(restarts).toHaveLength(1);
  expect(await changes(ask)).toMatchObject([["operator", { name: "重启流程" }]]);
});

test("a signed-out browser is shown where to sign in; a script gets the fault", async () => {
  const { hub } = await setUp();
  const page = await hub.app.inject({ url: "/flows/", headers: { accept: "text/html,*/*" } });
  expect([page.statusCode, page.headers.location]).toEqual([302, "/automation"]);
  const script = await hub.app.inject({ url: "/flows/settings", headers: { accept: "application/json" } });
  expect([script.statusCode, script.json().code]).toEqual([401, "SIGN_IN_REQUIRED"]);
});
