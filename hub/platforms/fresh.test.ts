/** How long what a device of a platform said speaks for the present: by how often it speaks itself, on pages and for the rule alike. */
import { expect, test } from "vitest";
import { type ConnectorSample, platformRig } from "../../test/kit/platform-rig.ts";
import { silent } from "../../test/kit/quiet-hub.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { look, type Watching } from "../alerts/rules/watch.ts";
import type { AlertView } from "../http/alert-view.ts";
import type { DeviceView } from "../http/views.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

const webhook: ConnectorSample = {
  platform: "webhook",
  settings: { proof: "header", mapping: '{"device": id, "product": "smoke", "properties": {"smoke_state": state}}' },
  secrets: { secret: "a-secret-of-sixteen" },
  products: [{ product: "smoke", model: "nb-smoke" }],
};

async function setUp(sample: ConnectorSample) {
  const rig = await platformRig(sample);
  const ask = await signedIn(rig);
  const watching: Watching = { listeningSince: rig.clock.now, sensorsAt: 0, batteriesAt: rig.clock.now };
  const options = { store: rig.store, clock: () => rig.clock.now, log: silent, pause: async () => undefined };
  const pass = async (ms: number) => {
    rig.clock.now += ms;
    watching.sensorsAt = 0;
    await look({ ...options, tell: () => undefined }, watching);
  };
  const stale = async () =>
    ((await ask("GET", "/api/alerts?state=open")).body as AlertView[]).filter(
      ({ rule }) => rule === "hub-sensor-stale",
    );
  const device = async (id: string) =>
    ((await ask("GET", "/api/devices")).body as DeviceView[]).find((one) => one.id === id);
  const counts = async () => ((await ask("GET", "/api/overview")).body as { devices: object }).devices;
  return { rig, pass, stale, device, counts };
}

test("a detector that speaks once a day is well the whole day, and late only when two more have passed", async () => {
  const { rig, pass, stale, device, counts } = await setUp(webhook);
  const headers = { "x-lilong-token": "a-secret-of-sixteen" };
  const push = () => rig.push({ headers, body: { id: "s-1", state: 0 } });
  expect(await push()).toMatchObject({ status: 200 });
  await rig.act(async ({ connectors }) => {
    const row = await connectors.find(rig.connector);
    if (row !== null) await connectors.put({ ...row, quietAfterMs: 30 * dayMs });
  });
  expect(await device("s-1")).toMatchObject({ freshMs: 3 * dayMs });
  await pass(dayMs);
  expect(await counts()).toMatchObject({ well: 1, silent: 0 });
  expect(await stale()).toEqual([]);
  await pass(2 * dayMs - 1000);
  expect(await stale()).toEqual([]);
  await pass(2000);
  expect(await counts()).toMatchObject({ well: 0, silent: 1 });
  expect(await stale()).toMatchObject([
    { device: "s-1", advice: { zh: expect.not.stringContaining("网关"), en: expect.not.stringContaining("gateway") } },
  ]);
});

test("of a device that speaks when it likes nobody knows how often: no rule says that it is late", async () => {
  const { rig, pass, stale, device, counts } = await setUp({
    platform: "direct",
    devices: [{ device: "mine", model: "mi-smoke-jtyjgd03mi", credential: "a-credential" }],
  });
  const headers = { authorization: "Bearer a-credential", "content-type": "application/senml+json" };
  const sent = await rig.push({ path: "/mine", headers, body: [{ n: "smoke", vb: false }] });
  expect(sent).toMatchObject({ status: 204 });
  expect(await device("mine")).toMatchObject({ freshMs: dayMs });
  await pass(11 * minuteMs);
  expect(await counts()).toMatchObject({ well: 1, silent: 0 });
  await pass(9 * dayMs);
  expect(await stale()).toEqual([]);
});
