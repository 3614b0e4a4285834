/** Registered is not connected: of a device something must have come, and somebody must have said what it is. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { signedIn } from "../../../test/kit/signed-in.ts";
import type { OverviewView } from "../../http/overview-views.ts";

test("one that never spoke is known alone, in the overview and on its platform's page", async () => {
  const rig = await platformRig({
    platform: "webhook",
    settings: { proof: "header", mapping: '{"device": id, "properties": values}' },
    secrets: { secret: "a-secret-of-sixteen" },
  });
  const devices = [{ device: "mute", model: "nb-smoke", credential: "a-credential" }];
  const direct = await platformRig({ platform: "direct", devices }, rig);
  const ask = await signedIn(rig);
  const overview = async () => (await ask("GET", "/api/overview")).body as OverviewView;
  expect((await overview()).coverage).toMatchObject({ known: 1, connected: 0, healthy: 0 });
  const listed = async () => (await ask("GET", "/api/connectors/direct-1/devices")).body;
  expect(await listed()).toMatchObject([{ device: "mute", heardAt: null }]);
  expect((await ask("GET", "/api/district/coverage")).body).toMatchObject({ known: 1, connected: 0 });
  await direct.push({
    path: "/mute",
    headers: { authorization: "Bearer a-credential", "content-type": "application/senml+json" },
    body: [{ n: "smoke", vb: false }],
  });
  expect((await overview()).coverage).toMatchObject({ known: 1, connected: 1, healthy: 1 });
  expect(await listed()).toMatchObject([{ heardAt: rig.clock.now }]);
  const headers = { "x-lilong-token": "a-secret-of-sixteen" };
  await rig.push({ headers, body: { id: "s-1", values: { smoke_state: "0" } } });
  expect((await overview()).coverage).toMatchObject({ known: 2, connected: 1 });
});
