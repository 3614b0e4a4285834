/** A gateway enrols with a one-time code and comes in by mutual TLS; everybody else stays out. Real hub, real broker, real agent. */
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { connectAsync, type IClientOptions } from "mqtt";
import { describe, expect, it, onTestFinished } from "vitest";
import { enrol } from "../../agent/enrolment/enrolled.ts";
import type { Enrolled } from "../../agent/enrolment/kept.ts";
import { nodeDisk } from "../../agent/journal/disk.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { startHub } from "../../hub/main.ts";
import { type Operator, settingsFor, signInTo, silent, startRig, statusOf } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";

const quiet = () => undefined;

async function setUp() {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  return { data, hub, operator, mqtts: hub.mqtts as string };
}

async function codeFor(operator: Operator, gateway: string): Promise<string> {
  const { status, body } = await operator.ask("POST", "/api/enrolments", { gateway });
  expect(status).toBe(200);
  return (body as { code: string }).code;
}

const identityOf = ({ key, certificate, ca }: Enrolled) => ({ key, cert: certificate, ca });

function come(url: string, name: string, identity: object, more: IClientOptions = {}) {
  const options = { clientId: name, username: name, reconnectPeriod: 0, connectTimeout: 5000, ...identity, ...more };
  const known = { checkServerIdentity: () => undefined };
  return connectAsync(url, { ...options, ...known } as IClientOptions, false).then((client) => {
    client.on("error", () => undefined);
    onTestFinished(async () => void (await client.endAsync(true)));
    return client;
  });
}

/** Another hub's authority and a gateway of it. */
async function stranger(): Promise<Enrolled> {
  const other = await setUp();
  return enrol(tempFolder(), { hub: other.hub.http, code: await codeFor(other.operator, "gw-1") }, quiet);
}

describe("the broker's door for enrolled gateways", { timeout: 60_000 }, () => {
  it("lets in who enrolled, under that name alone; who has no, another's or a foreign certificate stays out", async () => {
    const { hub, operator, mqtts } = await setUp();
    const own = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const neighbour = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-2") }, quiet);
    // A clock in 1970 shuts nobody out: all three certificates are good from then on.
    for (const pem of [own.certificate, own.ca]) expect(new X509Certificate(pem).validFromDate.getTime()).toBe(0);
    expect(own.url).toBe(`mqtts://127.0.0.1:${new URL(mqtts).port}`);

    const client = await come(mqtts, "gw-1", identityOf(own));
    await client.publishAsync(topics.status("gw-1" as GatewayId), JSON.stringify(statusOf()), { qos: 1 });
    await until("the hub to see it", async () => {
      const { body } = await operator.ask("GET", "/api/gateways");
      return (body as { id: string; state: string }[]).find(({ id, state }) => id === "gw-1" && state === "online");
    });

    await expect(come(mqtts, "gw-1", identityOf(neighbour))).rejects.toThrow(/[Nn]ot authorized/);
    await expect(come(mqtts, "gw-1", identityOf(own), { username: "gw-2" })).rejects.toThrow(/[Nn]ot authorized/);
    await expect(come(mqtts, "gw-1", { ca: own.ca })).rejects.toThrow();
    await expect(come(mqtts, "gw-1", { ...identityOf(await stranger()), ca: own.ca })).rejects.toThrow();
    const faults = (await operator.ask("GET", "/api/faults")).body as { code: string; detail: string }[];
    const told = faults.filter(({ code }) => code === "CERTIFICATE_REFUSED").map(({ detail }) => detail);
    expect(told.join("\n")).toMatch(/its certificate is that of "gw-2"/);
    expect(told.some((detail) => /certificate|verify|issuer/i.test(detail))).toBe(true);
  });

  it("shuts the plain door for a gateway that is enrolled", async () => {
    const { hub, operator } = await setUp();
    await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const plain = connectAsync(
      hub.mqtt,
      { clientId: "gw-1", username: "gw-1", password: "k", reconnectPeriod: 0 },
      false,
    );
    await expect(plain).rejects.toThrow(/[Nn]ot authorized/);
  });

  it("ends the connection of a gateway that is revoked, and never lets it in again", async () => {
    const { hub, operator, mqtts } = await setUp();
    const own = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const client = await come(mqtts, "gw-1", identityOf(own));
    const closed = new Promise<void>((done) => client.once("close", () => done()));
    expect((await operator.ask("POST", "/api/gateways/gw-1/certificates/revoke", { reason: "被偷了" })).status).toBe(
      200,
    );
    await closed;
    await expect(come(mqtts, "gw-1", identityOf(own))).rejects.toThrow(/[Nn]ot authorized/);
    const renewal = await fetch(`${hub.http}/api/enrol/renew`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ csr: own.csr }),
    });
    expect([renewal.status, ((await renewal.json()) as { detail: string }).detail]).toEqual([
      403,
      "it was revoked: 被偷了",
    ]);
    const list = (await operator.ask("GET", "/api/gateways/gw-1/certificates")).body;
    expect(list).toMatchObject([{ reason: "被偷了", revokedAt: expect.any(Number) }]);
  });

  it("ends a connection that never finishes its handshake, and speaks no old TLS", async () => {
    const { mqtts } = await setUp();
    const { hostname, port } = new URL(mqtts);
    const old = connectTls({
      host: hostname,
      port: Number(port),
      maxVersion: "TLSv1.1",
      minVersion: "TLSv1.1",
      rejectUnauthorized: false,
    });
    await expect(
      new Promise((done, failed) => old.once("secureConnect", done).once("error", failed)),
    ).rejects.toThrow();
  });

  it("finds two machines with one card, and hears neither until somebody decides", async () => {
    const { hub, operator, mqtts } = await setUp();
    const own = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const say = async (boot: string, session: number) => {
      const client = await come(mqtts, "gw-1", identityOf(own));
      const body = JSON.stringify(statusOf({ boot, session }));
      await client.publishAsync(topics.status("gw-1" as GatewayId), body, { qos: 1 });
    };
    await say("one", 1_000_001);
    await say("two", 2_000_001);
    await say("one", 1_000_002);
    await until("the clone to be told", async () => {
      const faults = (await operator.ask("GET", "/api/faults")).body as { code: string; detail: string }[];
      return faults.some(({ code, detail }) => code === "GATEWAY_CLONED" && /one/.test(detail) && /two/.test(detail));
    });
  });

  it("hands over what hung on old hardware to the new", async () => {
    const { hub, operator, mqtts } = await setUp();
    const old = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const settings = { links: [{ id: "bus-a" }], devices: [{ id: "pit-1" }], outputs: [], night: {} };
    const client = await come(mqtts, "gw-1", identityOf(old));
    await client.publishAsync(topics.status("gw-1" as GatewayId), JSON.stringify(statusOf()), { qos: 1 });
    const reported = JSON.stringify({ hash: "none", state: "applied", settings });
    await client.publishAsync(topics.reported("gw-1" as GatewayId), reported, { qos: 1, retain: true });
    await until("the hub to know it", async () => {
      const { body } = await operator.ask("GET", "/api/gateways/gw-1/desired");
      return (body as { reported?: object }).reported;
    });
    await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const { body } = await operator.ask("GET", "/api/gateways/gw-1/desired");
    expect((body as { desired: object }).desired).toMatchObject({ settings });
  });

  it("knows a gateway whose card was replaced: the old one is out", async () => {
    const { hub, operator, mqtts } = await setUp();
    const old = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    const fresh = await enrol(tempFolder(), { hub: hub.http, code: await codeFor(operator, "gw-1") }, quiet);
    await expect(come(mqtts, "gw-1", identityOf(old))).rejects.toThrow(/[Nn]ot authorized/);
    await come(mqtts, "gw-1", identityOf(fresh));
  });
});

describe("a one-time code", { timeout: 60_000 }, () => {
  it("is typed in small letters, with spaces, and o for 0", async () => {
    const { hub, operator } = await setUp();
    const code = (await codeFor(operator, "gw-1"))
      .toLowerCase()
      .replaceAll("-", " ")
      .replaceAll("0", "o")
      .replaceAll("1", "l");
    expect((await enrol(tempFolder(), { hub: hub.http, code }, quiet)).gateway).toBe("gw-1");
  });

  it("that was used is over for another gateway, and answers the same one alike after a power cut", async () => {
    const { hub, operator } = await setUp();
    const code = await codeFor(operator, "gw-1");
    const folder = tempFolder();
    let writes = 0;
    // The power goes between the hub's answer and the card.
    const cut = {
      ...nodeDisk,
      open: (path: string, how: "read" | "change" | "create") => {
        if (how === "create" && ++writes > 1) throw Object.assign(new Error("power"), { code: "EIO" });
        return nodeDisk.open(path, how);
      },
    };
    await expect(enrol(folder, { hub: hub.http, code }, quiet, cut)).rejects.toThrow(/^DISK_FAILED/);
    await expect(enrol(tempFolder(), { hub: hub.http, code }, quiet)).rejects.toThrow(
      /^ENROLMENT_OVER.*another gateway/,
    );
    const again = await enrol(folder, { hub: hub.http, code }, quiet);
    await come(hub.mqtts as string, "gw-1", identityOf(again));
  });

  it("is for one of two who come at once", async () => {
    const { hub, operator } = await setUp();
    const code = await codeFor(operator, "gw-1");
    const both = await Promise.allSettled([1, 2].map(() => enrol(tempFolder(), { hub: hub.http, code }, quiet)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("tried wrong ten times is dead, with the right one neither", async () => {
    const { hub, operator } = await setUp();
    const code = await codeFor(operator, "gw-1");
    const wrong = `${code.slice(0, -1)}${code.endsWith("7") ? "8" : "7"}`;
    const folder = tempFolder();
    for (let i = 0; i < 10; i++)
      await expect(enrol(folder, { hub: hub.http, code: wrong }, quiet)).rejects.toThrow(
        /^ENROLMENT_REFUSED: the code is wrong/,
      );
    await expect(enrol(folder, { hub: hub.http, code }, quiet)).rejects.toThrow(/^ENROLMENT_OVER.*10 times/);
  });

  it("ends after its day", async () => {
    const data = tempFolder();
    let now = Date.now();
    const hub = await startHub(settingsFor(data), silent, () => now);
    onTestFinished(() => hub.close());
    const operator = await signInTo(hub, data);
    const code = await codeFor(operator, "gw-1");
    now += 25 * 3_600_000;
    await expect(enrol(tempFolder(), { hub: hub.http, code }, quiet)).rejects.toThrow(/^ENROLMENT_OVER.*ended at/);
  });

  it("that is no code, and a hub that is none, are said so", async () => {
    const { hub } = await setUp();
    await expect(enrol(tempFolder(), { hub: hub.http, code: "1234" }, quiet)).rejects.toThrow(/16 letters/);
    await expect(enrol(tempFolder(), { hub: "hub", code: "0123456789ABCDEF" }, quiet)).rejects.toThrow(/is not http/);
    await expect(enrol(tempFolder(), { hub: "http://127.0.0.1:9", code: "0123456789ABCDEF" }, quiet)).rejects.toThrow(
      /^HUB_UNREACHABLE/,
    );
    await expect(enrol(tempFolder(), { hub: hub.http, code: "0123456789ABCDEF" }, quiet)).rejects.toThrow(
      /no such code/,
    );
  });

  it("is not kept at the hub, and makes nobody a gateway called like the hub", async () => {
    const { data, operator } = await setUp();
    const code = await codeFor(operator, "gw-1");
    const bytes = Buffer.concat(["hub.db", "hub.db-wal"].map((name) => readFileSync(join(data, name))));
    expect(bytes.includes(code.replaceAll("-", "").slice(4))).toBe(false);
    expect((await operator.ask("POST", "/api/enrolments", { gateway: "lilong-hub" })).status).toBe(400);
    expect(statSync(join(data, "authority", "authority.pem")).mode & 0o077).toBe(0);
  });
});

it("a gateway enrols from its own command line and comes in by mqtts", {
  timeout: 60_000,
}, async () => {
  const { hub, operator } = await setUp();
  const folder = tempFolder();
  const data = join(folder, "data");
  const settings = join(folder, "gateway.json");
  writeFileSync(
    settings,
    JSON.stringify({ gateway: { id: "new", title: "网关", place: "门卫室" }, links: [], devices: [] }),
  );
  const code = await codeFor(operator, "gw-cli");
  const agent = (...args: string[]) => {
    const main = ["--disable-warning=ExperimentalWarning", join(root, "agent/main.ts"), ...args];
    return start(process.execPath, [...main, "--settings", settings, "--data", data]);
  };
  const enrolling = agent("enrol", "--link", `lilong:enrol?hub=${encodeURIComponent(hub.http)}&code=${code}`);
  await enrolling.says(/gw-cli is enrolled at mqtts:/, 20_000);
  expect(statSync(join(data, "enrolled.json")).mode & 0o077).toBe(0);
  await agent().says(/ready gw-cli/, 20_000);
  await until(
    "the gateway to be online",
    async () => {
      const { body } = await operator.ask("GET", "/api/gateways");
      return (body as { id: string; state: string }[]).some(({ id, state }) => id === "gw-cli" && state === "online");
    },
    20_000,
  );
});
