/** A certificate is renewed by its key, when the agent starts too; whatever else answers in the hub's place never takes its place. */
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { enrol, renewIfDue } from "../../agent/enrolment/enrolled.ts";
import { type Enrolled, readEnrolled } from "../../agent/enrolment/kept.ts";
import type { GatewayId } from "../../core/id.ts";
import { type Authority, openAuthority } from "../../hub/enrolment/authority.ts";
import { startHub } from "../../hub/main.ts";
import { settingsFor, signInTo, silent } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { root } from "../rig/paths.ts";
import { start } from "../rig/processes.ts";

const quiet = () => undefined;
const dayMs = 86_400_000;
const gateway = "gw-1" as GatewayId;

/** A hub whose clock is turned by hand, and a line to it on which somebody else may answer a renewal. */
async function setUp(now = Date.now()) {
  const clock = { now };
  const data = tempFolder();
  const hub = await startHub(settingsFor(data), silent, () => clock.now);
  onTestFinished(() => hub.close());
  const operator = await signInTo(hub, data);
  const line = { answer: null as string | null };
  const between = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    if (request.url === "/api/enrol/renew" && line.answer !== null) return void response.end(line.answer);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${hub.http}${request.url}`, { method: "POST", headers, body });
    response.writeHead(answer.status, headers).end(await answer.text());
  });
  await new Promise<void>((done) => between.listen(0, "127.0.0.1", done));
  onTestFinished(() => void between.close());
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  const { body } = await operator.ask("POST", "/api/enrolments", { gateway });
  return { clock, hub, line, url, data, code: (body as { code: string }).code };
}

type Stranger = (own: Enrolled, hub: Authority, now: number) => Promise<string> | string;
const certificateOf = async (authority: Authority, csr: string, name: string, now: number) =>
  JSON.stringify({ certificate: (await authority.issue(csr, name as GatewayId, now)).certificate });
const anotherKey = async () => {
  const { code, url } = await setUp();
  return enrol(tempFolder(), { hub: url, code }, quiet);
};

describe("a renewal that is answered with", { timeout: 60_000 }, () => {
  it.each([
    ["the page of a captive portal", () => "<html>请先登录</html>", /^HUB_FOREIGN.*not as a hub does/],
    ["an empty document", () => "{}", /^HUB_FOREIGN/],
    ["what is no certificate", () => '{"certificate":"x"}', /^CERTIFICATE_REFUSED.*cannot be read/],
    [
      "a certificate of another key",
      async (_own, hub, now) => certificateOf(hub, (await anotherKey()).csr, "gw-1", now),
      /^CERTIFICATE_REFUSED.*another key/,
    ],
    [
      "a certificate of another name",
      (own, hub, now) => certificateOf(hub, own.csr, "gw-2", now),
      /^CERTIFICATE_REFUSED.*that of "CN=gw-2"/,
    ],
    [
      "a certificate that another authority signed",
      async (own, _hub, now) => certificateOf(await openAuthority(tempFolder(), now), own.csr, "gw-1", now),
      /^CERTIFICATE_REFUSED.*not signed by the hub/,
    ],
    [
      "a certificate that ends as soon as the old one",
      (own, hub, now) => certificateOf(hub, own.csr, "gw-1", now - 500 * dayMs),
      /^CLOCK_DISAGREES/,
    ],
  ] as [string, Stranger, RegExp][])(
    "%s leaves the one that is there, and the next one succeeds",
    async (_, stranger, error) => {
      const { clock, line, url, code, data } = await setUp();
      const folder = tempFolder();
      const own = await enrol(folder, { hub: url, code }, quiet);
      const hub = await openAuthority(join(data, "authority"), clock.now);
      expect(await renewIfDue(folder, clock.now, quiet)).toBeNull();
      clock.now += 500 * dayMs;
      line.answer = await stranger(own, hub, clock.now);
      await expect(renewIfDue(folder, clock.now, quiet)).rejects.toThrow(error);
      expect(await readEnrolled(folder, quiet)).toEqual(own);
      line.answer = null;
      expect((await renewIfDue(folder, clock.now, quiet))?.certificate).not.toBe(own.certificate);
    },
  );
});

it("an agent that starts with a certificate near its end renews it at once, and comes in with the fresh one", {
  timeout: 60_000,
}, async () => {
  const { clock, hub, url, code, data: hubData } = await setUp(Date.now() - 500 * dayMs);
  const folder = tempFolder();
  const [data, settings] = [join(folder, "data"), join(folder, "gateway.json")];
  const agent = (...args: string[]) => {
    const main = ["--disable-warning=ExperimentalWarning", join(root, "agent/main.ts"), ...args];
    return start(process.execPath, [...main, "--settings", settings, "--data", data]);
  };
  const nobody = { gateway: { id: "new", title: "网关", place: "门卫室" }, links: [], devices: [] };
  writeFileSync(settings, JSON.stringify(nobody));
  await agent("enrol", "--hub", url, "--code", code).says(/gw-1 is enrolled/, 20_000);
  const first = await readEnrolled(data, quiet);
  clock.now = Date.now();
  const operator = await signInTo(hub, hubData);
  await agent().says(/ready gw-1[\s\S]*ready gw-1/, 20_000);
  expect((await readEnrolled(data, quiet))?.certificate).not.toBe(first?.certificate);
  expect((await operator.ask("GET", "/api/gateways/gw-1/certificates")).body).toHaveLength(2);
  await until(
    "the gateway to be online",
    async () => {
      const { body } = await operator.ask("GET", "/api/gateways");
      return (body as { id: string; state: string }[]).some(({ id, state }) => id === "gw-1" && state === "online");
    },
    20_000,
  );
});
