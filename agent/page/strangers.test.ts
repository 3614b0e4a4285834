/** Whatever anybody on the LAN sends, signed in or not, the agent answers the next one: real sockets, a real process. */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { freePort } from "../../test/rig/broker.ts";
import { root } from "../../test/rig/paths.ts";
import { start } from "../../test/rig/processes.ts";

async function agent() {
  const data = tempFolder();
  const port = await freePort();
  const main = join(root, "agent", "main.ts");
  const running = start(process.execPath, [main, "--data", data, "--page-port", String(port)]);
  await running.says(/ready gw-\S+ 0 devices page/, 20_000);
  const url = `http://127.0.0.1:${port}`;
  const pin = readFileSync(join(data, "setup-pin"), "utf8").trim();
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  const signIn = async () => {
    const answer = await post("/api/session", { name: "安装员", pin });
    return { cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  };
  /** It is the same process that answers. */
  const isAlive = async () => {
    expect(running.child.exitCode).toBeNull();
    expect((await fetch(`${url}/api/session`)).status).toBe(200);
  };
  /** Bytes as they are; resolves with the status, or "" where the connection ends without one. */
  const raw = (bytes: string | Buffer, { isCut = false } = {}) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let heard = "";
      const end = () => {
        socket.destroy();
        resolve(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1] ?? "");
      };
      socket.on("error", end).on("close", end).setTimeout(400, end);
      socket.on("data", (part) => {
        heard += part.toString("latin1");
        if (heard.includes("\r\n")) end();
      });
      socket.write(bytes, () => isCut && setTimeout(end, 30));
    });
  return { url, post, signIn, isAlive, raw };
}

const request = (path: string, body: string, more = "", length = Buffer.byteLength(body)) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}Content-Length: ${length}\r\n\r\n${body}`;
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

it("answers after each request that a stranger could end it with", { timeout: 60_000 }, async () => {
  const { raw, isAlive } = await agent();
  const cases: [name: string, bytes: string, status: RegExp, isCut?: true][] = [
    ["no address", "GET // HTTP/1.1\r\nHost: x\r\n\r\n", /404/],
    ["an open bracket", "GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n", /40[04]/],
    ["a broken escape", "GET /%zz%00 HTTP/1.1\r\nHost: x\r\n\r\n", /404/],
    ["a star", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", /404/],
    ["an upgrade", "GET // HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", /404/],
    ["HEAD of the stream", "HEAD /api/events HTTP/1.1\r\nHost: x\r\n\r\n", /404/],
    ["an origin of null", request("/api/session", "{}", "Origin: null\r\n"), /403/],
    ["an origin of nonsense", request("/api/session", "{}", "Origin: foo bar\r\n"), /403/],
    ["a name that is no text", request("/api/session", '{"name":{"toString":1},"pin":"1"}'), /400/],
    ["a PIN that is no text", request("/api/session", '{"name":"安装员","pin":{"toString":1}}'), /400/],
    ["a deep name", request("/api/session", `{"name":${nested(7500)},"pin":"1"}`), /400/],
    ["a deep body", request("/api/session", `{"name":"a","pin":"1","more":${nested(7000)}}`), /400/],
    ["a body that breaks off", request("/api/session", '{"na', "", 500), /^$/, true],
    ["a body that never comes", request("/api/session", "", "", 500), /^$/, true],
    ["a photo that breaks off", request("/api/photo/x", "\u00ff", "", 40_000), /401|^$/, true],
    ["a person of nobody", request("/api/__proto__/constructor", "{}"), /40[14]/],
  ];
  for (const [name, bytes, status, isCut = false] of cases) {
    expect(await raw(bytes, { isCut }), name).toMatch(status);
    await isAlive();
  }
});

it("answers after each request that somebody who is signed in could end it with", { timeout: 60_000 }, async () => {
  const { raw, post, signIn, isAlive, url } = await agent();
  const headers = await signIn();
  const cookie = `Cookie: ${headers.cookie}\r\n`;
  const sensor = { model: "qdy30a", title: "t", place: "p", settings: { unit: 9 }, link: "tcp:127.0.0.1:9" };
  const cases: [path: string, body: unknown, status: number][] = [
    ["enrol", { link: { toString: 1 } }, 400],
    ["place", { ...sensor, id: { toString: 1 } }, 400],
    ["place", { ...sensor, link: null }, 400],
    ["place", { ...sensor, link: { kind: 5 } }, 400],
    ["place", { ...sensor, link: { kind: "constructor" } }, 400],
    ["place", { ...sensor, link: "constructor:1" }, 400],
    ["place", { ...sensor, settings: null }, 400],
    ["place", { ...sensor, position: { latitude: 1e308, longitude: 1, accuracyM: 1 } }, 400],
    ["place", { ...sensor, id: "constructor" }, 200],
    ["replace/constructor", { settings: { unit: 10 }, link: "tcp:127.0.0.1:9" }, 200],
    ["search", { link: 5 }, 400],
    ["search", { link: { kind: "serial" } }, 400],
    ["search", { link: "tcp:127.0.0.1:9", mostUnits: "x" }, 400],
    ["prove/nobody", { how: { toString: 1 } }, 400],
    ["record", { signature: { toString: 1 } }, 400],
    ["constructor", {}, 404],
  ];
  for (const [path, body, status] of cases) {
    expect((await post(`/api/install/${path}`, body, headers)).status, `${path} ${JSON.stringify(body)}`).toBe(status);
    await isAlive();
  }
  await raw(request("/api/photo/x", "\u00ff\u00d8", cookie, 400_000), { isCut: true });
  await raw(request("/api/install/photo/x", "\u00ff\u00d8", cookie, 400_000), { isCut: true });
  await isAlive();
  expect((await fetch(`${url}/api/install`, { headers })).status).toBe(200);
});

const paths = fc.oneof(
  fc.constantFrom(
    "/",
    "//",
    "/api/session",
    "/api/signout",
    "/api/person",
    "/api/patrol",
    "/api/silence",
    "/api/photo/x",
  ),
  fc.constantFrom(
    "/api/note/x",
    "/api/shelve/x",
    "/api/events",
    "/api/view",
    "/record/x",
    "/api/install",
    "*",
    "http://[",
  ),
  fc.webPath(),
  fc.string().map((text) => `/${text.replace(/[\s\r\n]/g, "")}`),
);
const headerText = fc.string().map((text) => text.replace(/[\r\n]/g, ""));
const strange = fc.record({
  method: fc.constantFrom("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"),
  path: paths,
  origin: fc.option(headerText),
  cookie: fc.option(fc.oneof(headerText, fc.constant(`lilong=${"0".repeat(64)}`))),
  body: fc.oneof(fc.json({ maxDepth: 20 }), fc.string(), fc.constantFrom("", "{", "[]", "null", '{"name":1}')),
  /** What is said beyond what comes: the rest breaks off. */
  missing: fc.constantFrom(0, 0, 0, 1, 500),
});

it("answers after whatever else a stranger sends", { timeout: 120_000 }, async () => {
  const { raw, isAlive } = await agent();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(strange, async ({ method, path, origin, cookie, body, missing }) => {
      const length =
        method === "GET" || method === "HEAD" ? "" : `Content-Length: ${Buffer.byteLength(body) + missing}\r\n`;
      const more = `${origin === null ? "" : `Origin: ${origin}\r\n`}${cookie === null ? "" : `Cookie: ${cookie}\r\n`}`;
      await raw(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}${length}\r\n${length === "" ? "" : body}`, {
        isCut: missing > 0,
      });
      if (++count % 10 === 0) await isAlive();
    }),
    { numRuns: 400 },
  );
  await isAlive();
});

const verbs = fc.constantFrom(
  ...["note/x", "shelve/x", "acknowledge/x", "patrol", "silence", "test", "person", "dismiss", "install/place"],
  ...["install/replace/x", "install/remove/x", "install/key/x", "install/prove/x", "install/record", "install/search"],
);
const field = fc.constantFrom(
  "name",
  "pin",
  "text",
  "place",
  "title",
  "severity",
  "minutes",
  "reason",
  "link",
  "kind",
  "settings",
);
const bodies = fc.dictionary(
  fc.oneof(field, fc.constantFrom("id", "model", "position", "key", "signature", "__proto__", "toString")),
  fc.oneof(fc.jsonValue(), fc.constantFrom("qdy30a", "tcp:127.0.0.1:9", "constructor", "", "安装员")),
);

it("answers after whatever somebody who is signed in sends", { timeout: 120_000 }, async () => {
  const { post, signIn, isAlive } = await agent();
  const headers = await signIn();
  await fc.assert(
    fc.asyncProperty(verbs, bodies, async (verb, body) => {
      const { status } = await post(`/api/${verb}`, body, headers);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
  await isAlive();
});
