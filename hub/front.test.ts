/** People and platforms before the hub: through a proxy, by whose word they have an address of their own, and by the hub's own TLS. */
import { writeFileSync } from "node:fs";
import { get, request } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { goodPassword as password, person } from "../test/kit/people.ts";
import { operatorCookie, type QuietHub, quietHub, settingsFor, silent } from "../test/kit/quiet-hub.ts";
import { tempFolder } from "../test/kit/temp-folder.ts";
import { openAuthority } from "./enrolment/authority.ts";
import { openFront } from "./front.ts";
import { startHub } from "./main.ts";
import { readPair } from "./own-pair.ts";
import { pause } from "./pause.ts";

const proxy = "10.9.0.1";
const [wang, li] = ["203.0.113.7", "203.0.113.8"];

type Via = { from?: string; client?: string; name?: string; password?: string };

const behindProxy = () => quietHub({ front: { trustProxy: ["10.9.0.0/24"] } });

async function signIn({ app }: QuietHub, { from = proxy, client = wang, name = "lin", password = "wrong" }: Via) {
  const headers = { "x-forwarded-for": client, "x-forwarded-proto": "https" };
  return app.inject({ method: "POST", url: "/api/session", headers, payload: { name, password }, remoteAddress: from });
}

async function withPerson() {
  const hub = await behindProxy();
  await person(hub, "lin");
  return hub;
}

test("through a trusted proxy the client's address and https are what the proxy says; from anybody else they are not", async () => {
  const hub = await withPerson();
  const addresses = () =>
    hub.read(async ({ sessions }) => (await sessions.listOf("lin")).map(({ address }) => address).sort());
  const behind = await signIn(hub, { password });
  expect([behind.statusCode, behind.headers["set-cookie"]]).toEqual([200, expect.stringContaining("Secure")]);
  expect(await addresses()).toEqual([wang]);
  const stranger = await signIn(hub, { from: "198.51.100.9", password });
  expect(stranger.headers["set-cookie"]).not.toContain("Secure");
  expect(await addresses()).toEqual(["198.51.100.9", wang]);
  const cookie = await operatorCookie(hub);
  const told = (await hub.app.inject({ url: "/api/audit", headers: { cookie } })).json() as { address: string }[];
  expect(new Set(told.map(({ address }) => address))).toEqual(new Set(["198.51.100.9", wang]));
});

test("an address that tries too often is locked out; who comes by the same proxy from another is not", async () => {
  const hub = await withPerson();
  const tries = await Promise.all(Array.from({ length: 21 }, (_, i) => signIn(hub, { name: `name-${i}` })));
  expect(tries.filter(({ statusCode }) => statusCode === 429)).toHaveLength(1);
  expect((await signIn(hub, { password })).json()).toMatchObject({ detail: expect.stringContaining(wang) });
  expect((await signIn(hub, { client: li, password })).statusCode).toBe(200);
});

test("behind one proxy too, a session that comes from a new address is asked for the password before it writes", async () => {
  const hub = await withPerson();
  const cookie = String((await signIn(hub, { password })).headers["set-cookie"]).split(";")[0] ?? "";
  const write = (client: string) =>
    hub.app.inject({
      ...{ method: "PUT", url: "/api/posture", payload: {}, remoteAddress: proxy },
      headers: { cookie, "x-forwarded-for": client },
    });
  expect((await write(wang)).json().code).not.toBe("CONFIRM_REQUIRED");
  expect((await write(li)).json()).toMatchObject({ code: "CONFIRM_REQUIRED", detail: expect.stringContaining(li) });
});

test("who is refused at the door is told of by the address the proxy names", async () => {
  const hub = await behindProxy();
  const headers = { cookie: await operatorCookie(hub) };
  const wish = {
    ...{ platform: "ctwing", title: "电信平台", place: "陆家嘴街道", settings: {}, products: [] },
    ...{ quietAfterMs: 3_600_000, state: "on", secrets: { token: "a-long-token" } },
  };
  expect((await hub.app.inject({ method: "PUT", url: "/api/connectors/a", headers, payload: wish })).statusCode).toBe(
    200,
  );
  const push = (remoteAddress: string, client: string) =>
    hub.platforms.door.inject({
      ...{ method: "POST", url: "/door/a/wrong", payload: {}, remoteAddress },
      headers: { "x-forwarded-for": client },
    });
  await push(proxy, wang);
  await push("198.51.100.9", li);
  await hub.ingest.settled();
  const { rows } = await hub.read(({ faults }) => faults.page({ limit: 9, sort: "newest" }));
  const subjects = rows.filter(({ code }) => code === "PUSH_REFUSED").map(({ subject }) => subject);
  expect(subjects.sort()).toEqual(["198.51.100.9", wang]);
});

/** Two files as an administrator lays them, of an authority of their own. */
async function files(folder = tempFolder()) {
  const authority = await openAuthority(join(folder, "authority"), Date.now());
  const settings = { tlsCert: join(folder, "cert.pem"), tlsKey: join(folder, "key.pem") };
  const lay = (pair: { cert: string; key: string }) => {
    writeFileSync(settings.tlsCert, pair.cert);
    writeFileSync(settings.tlsKey, pair.key);
  };
  const made = () => authority.brokerIdentity(Date.now());
  const first = await made();
  lay(first);
  return { settings, lay, made, first, ca: authority.certificate };
}

/** What a program that trusts `ca` gets; the name on the certificate is not asked for. */
function ask(url: string, ca: string, payload?: object): Promise<{ status: number; cookie: string }> {
  const headers = { "content-type": "application/json" };
  const options = { ca, checkServerIdentity: () => undefined, agent: false, headers };
  return new Promise((resolve, reject) => {
    const sent = (payload === undefined ? get : request)(url, { ...options, method: payload ? "POST" : "GET" });
    sent.on("response", (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, cookie: String(answer.headers["set-cookie"]) });
    });
    sent.on("error", reject);
    sent.end(payload && JSON.stringify(payload));
  });
}

/** Serial number of the certificate that the port shows. */
function serialAt(url: string, ca: string): Promise<string> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), ca, checkServerIdentity: () => undefined }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

test("with a certificate of its own, console and door speak https, and the cookie stays with it", async () => {
  const { settings, lay, made, ca } = await files();
  const data = tempFolder();
  writeFileSync(join(data, "operator-password"), password);
  const hub = await startHub(settingsFor(data, settings), silent);
  onTestFinished(() => hub.close());
  expect([hub.http, hub.door].map((url) => new URL(url).protocol)).toEqual(["https:", "https:"]);
  const entered = await ask(`${hub.http}/api/session`, ca, { name: "operator", password });
  expect(entered).toMatchObject({ status: 200, cookie: expect.stringContaining("Secure") });
  expect((await ask(`${hub.door}/door/nobody`, ca, {})).status).toBe(404);
  const before = await serialAt(hub.http, ca);
  lay(await made());
  hub.reload();
  const after = [await serialAt(hub.http, ca), await serialAt(hub.door, ca)];
  expect(after[0]).not.toBe(before);
  expect(after[1]).toBe(after[0]);
});

test("the files are looked at by themselves; a wrong pair is told once, and the one before stays", async () => {
  const { settings, lay, made, first } = await files();
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  let turn = () => {};
  const waiting = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((done) => {
      turn = done;
      signal.addEventListener("abort", () => done());
    });
  const front = openFront({ settings, clock: Date.now, pause: waiting, log });
  onTestFinished(() => front.close());
  const look = async () => {
    turn();
    await pause(0, new AbortController().signal);
  };
  await look();
  expect(lines).toEqual([]);
  const next = await made();
  lay({ ...next, key: first.key });
  await look();
  await look();
  expect(lines.filter((line) => line.includes("do not belong together"))).toHaveLength(1);
  lay(next);
  await look();
  expect(lines.filter((line) => line.includes("was read anew"))).toHaveLength(1);
});

test("a certificate that has ended is told of", async () => {
  const { settings } = await files();
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line) => void lines.push(line) });
  const front = openFront({ settings, clock: () => Date.parse("2100-01-01"), pause, log });
  onTestFinished(() => front.close());
  expect(lines).toEqual([expect.stringContaining("the certificate has ended")]);
});

test("a wrong pair stops the start in one line that names the file", async () => {
  const { settings, lay, made, first } = await files();
  const refusal = (given: Parameters<typeof readPair>[0]) => {
    try {
      readPair(given);
    } catch (error) {
      return String((error as Error).message);
    }
    return "taken";
  };
  const other = await made();
  const wrong = (what: string) => expect.stringMatching(new RegExp(`^SETTING_INVALID: ${what}`));
  expect(refusal(settings)).toBe("taken");
  expect(refusal({ tlsCert: settings.tlsCert })).toEqual(wrong("--tls-cert and --tls-key belong together; give both"));
  expect(refusal({ ...settings, tlsKey: "/nowhere.pem" })).toEqual(wrong("--tls-key /nowhere.pem cannot be read"));
  lay({ ...first, key: other.key });
  expect(refusal(settings)).toEqual(wrong("--tls-cert \\S+ and --tls-key \\S+ do not belong together"));
  lay({ ...first, cert: "x" });
  expect(refusal(settings)).toEqual(wrong("--tls-cert \\S+ is no certificate in PEM"));
  lay({ ...first, key: "x" });
  expect(refusal(settings)).toEqual(wrong("--tls-key \\S+ is no private key in PEM"));
});
