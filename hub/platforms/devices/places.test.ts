/** A device that says nothing of where it is, is where its connector is; one without a name goes by the sender's id. */
import { expect, test } from "vitest";
import type { GatewayId } from "../../../core/id.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { type QuietHub, silent } from "../../../test/kit/quiet-hub.ts";
import { signedIn } from "../../../test/kit/signed-in.ts";
import type { AlertView } from "../../http/alert-view.ts";
import type { DeviceView, TicketView } from "../../http/views.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import { putConnector } from "../connectors.ts";
import { registerAgain } from "./register.ts";

const headers = { "x-lilong-token": "a-secret-of-sixteen" };

async function setUp() {
  const rig = await platformRig({
    platform: "webhook",
    settings: { proof: "header", mapping: '{"device": id, "product": "smoke", "properties": {"smoke_state": state}}' },
    secrets: { secret: "a-secret-of-sixteen" },
    products: [{ product: "smoke", model: "nb-smoke" }],
  });
  const ask = await signedIn(rig);
  return { rig, ask, move: (place: string) => move(rig, rig.connector, place) };
}

const move = (rig: QuietHub, connector: GatewayId, place: string) =>
  rig.act(async (tables, changes) => {
    const row = (await tables.connectors.find(connector)) as ConnectorRow;
    const by = { by: "operator", now: rig.clock.now };
    await putConnector(tables, { ...row, place, secrets: {} }, rig.platforms.models, changes, by);
  });

test("its alarm stands at its connector's place and in that area, and in the list it has its id for a name", async () => {
  const { rig, ask, move } = await setUp();
  await move("东昌小区");
  await rig.push({ headers, body: { id: "c65c0ba81c2c", state: 1 } });
  const [alert] = (await ask("GET", "/api/alerts?state=open")).body as AlertView[];
  expect(alert).toMatchObject({ device: "c65c0ba81c2c", place: "东昌小区" });
  expect((await ask("GET", `/api/tickets/${alert?.ticket}`)).body).toMatchObject({ place: "东昌小区" } as TicketView);
  const [device] = (await ask("GET", "/api/devices")).body as DeviceView[];
  expect(device).toMatchObject({ place: "东昌小区", areaName: expect.stringContaining("东昌小区") });
  const listed = (await ask("GET", `/api/connectors/${rig.connector}/devices`)).body;
  expect(listed).toMatchObject([{ title: "c65c0ba81c2c" }]);
});

test("moves with its connector, unless somebody said where it is", async () => {
  const { rig, ask, move } = await setUp();
  await rig.push({ headers, body: { id: "s-1", state: 0 } });
  await rig.push({ headers, body: { id: "s-2", state: 0 } });
  const own = { devices: [{ device: "s-2", model: "nb-smoke", place: "花园坊 3号楼" }] };
  await ask("POST", `/api/connectors/${rig.connector}/devices/adopt`, own);
  await move("东昌小区");
  const devices = (await ask("GET", "/api/devices")).body as DeviceView[];
  expect(devices.map(({ id, place }) => [id, place]).sort()).toEqual([
    ["s-1", "东昌小区"],
    ["s-2", "花园坊 3号楼"],
  ]);
});

test("registered in an older way, is registered anew when the hub starts", async () => {
  const { rig, ask } = await setUp();
  await rig.push({ headers, body: { id: "s-1", state: 0 } });
  await rig.act(async (tables) => {
    const row = (await tables.devices.find(rig.connector, "s-1" as never))?.document;
    if (row) await tables.devices.putDocument(rig.connector, { ...row, place: "s-1" });
    await tables.gateways.putRegistration(rig.connector, { title: "", place: "", hash: "older", at: 1 });
  });
  const { store, clock, platforms } = rig;
  await registerAgain({ store, models: platforms.models, tell: () => undefined, clock: () => clock.now, log: silent });
  expect((await ask("GET", "/api/devices")).body).toMatchObject([{ id: "s-1", place: "花园坊" }]);
});
