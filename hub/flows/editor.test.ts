/** The editor's door: who deployed is written down, who signs out is out, who is signed out is shown where to sign in. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { browser, person } from "../../test/kit/people.ts";
import { type QuietHub, quietHub, silent } from "../../test/kit/quiet-hub.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { pause } from "../pause.ts";
import { openStore } from "../store/open.ts";
import type { SessionRow } from "../store/sessions.ts";
import { startDesk } from "./desk.ts";

const upgrade = {
  ...{ connection: "Upgrade", upgrade: "websocket" },
  ...{ "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" },
};

/** [RFC 6455 §4.2.2] */
function acceptance(key: string): string {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  return [...lines, `Sec-WebSocket-Accept: ${accept}`, "", ""].join("\r\n");
}

/** What stands in for Node-RED answers every request alike, and opens every socket. */
async function setUp(status = 204) {
  const editor = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  editor.on("upgrade", ({ headers }, socket) => void socket.write(acceptance(String(headers["sec-websocket-key"]))));
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

const wish = { display: "值班", role: "administrator", unit: null, areas: [], phone: null };

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

test.each(["/%66lows/flows", "/flows/FLOWS", "/flows/flows/", "/flows/./flows"])(
  "a deployment written as %s is one too",
  async (url) => {
    const { hub, ask } = await setUp();
    const cookies = { lilong: "session of operator" };
    const sent = await hub.app.inject({ method: "POST", url, cookies, payload: [] as never });
    const { body } = await ask("GET", "/api/audit?what=deployFlows");
    expect([sent.statusCode, body]).toMatchObject([204, [{ who: "operator", detail: "部署流程" }]]);
    expect(await changes(ask)).toMatchObject([["operator", { name: "部署流程" }]]);
  },
);

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

describe("the editor's socket", () => {
  const open = async (hub: QuietHub, headers: Record<string, string>) => {
    await hub.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = hub.app.server.address() as AddressInfo;
    const asked = request({ port, path: "/flows/comms", headers: { ...headers, ...upgrade } }).end();
    return new Promise<Socket | null>((resolve) => {
      asked.once("upgrade", (_answer, socket: Socket) => {
        onTestFinished(() => void socket.destroy());
        resolve(socket.on("error", () => undefined).resume());
      });
      asked.once("response", (answer) => {
        answer.resume();
        resolve(null);
      });
    });
  };
  const cookie = "lilong=session of operator";

  test("closes when its person is deactivated, reset or given another role, whoever does it", async () => {
    for (const [method, url, payload] of [
      ["PUT", "/api/people/operator", { ...wish, active: false }],
      ["PUT", "/api/people/operator", { ...wish, role: "read-only", active: true }],
      ["POST", "/api/people/operator/reset", undefined],
    ] as const) {
      const { hub } = await setUp();
      await person(hub, "chief");
      const chief = browser(hub, "127.0.0.1");
      await chief.signIn("chief");
      const socket = await open(hub, { cookie });
      expect(socket).not.toBeNull();
      const closed = once(socket as Socket, "close");
      expect((await chief.ask(method, url, payload)).status).toBe(200);
      await closed;
    }
  });

  test("does not open where the session's person has not given the password", async () => {
    const { hub } = await setUp();
    await hub.read(async ({ sessions }) => {
      const [row] = await sessions.listOf("operator");
      await sessions.change((row as SessionRow).id, { proved: ["10.0.0.1"], address: "10.0.0.1" });
    });
    expect(await open(hub, { cookie })).toBeNull();
  });
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

test("where the password was not given yet a browser is sent to where it is asked for, and back; a script gets the fault", async () => {
  const { hub } = await setUp();
  await hub.read(async ({ sessions }) => {
    const [row] = await sessions.listOf("operator");
    await sessions.change((row as SessionRow).id, { proved: ["10.0.0.1"], address: "10.0.0.1" });
  });
  const cookies = { lilong: "session of operator" };
  const page = await hub.app.inject({ url: "/flows/", headers: { accept: "text/html,*/*" }, cookies });
  expect([page.statusCode, page.headers.location]).toEqual([302, "/automation?editor=open"]);
  const script = await hub.app.inject({ url: "/flows/settings", headers: { accept: "application/json" }, cookies });
  expect([script.statusCode, script.json().code]).toEqual([403, "CONFIRM_REQUIRED"]);
});
