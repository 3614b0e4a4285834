/** A fire panel hangs in one place and speaks of many: people are sent where it burns. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DeviceId } from "../../core/id.ts";
import { platformRig } from "../../test/kit/platform-rig.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import type { OverviewView } from "../http/overview-views.ts";
import type { AlertView, TicketView } from "../http/views.ts";
import { caseFacts, firstLine } from "../notify/case-facts.ts";
import { calledTicket } from "../tickets/called.ts";

const file = join(import.meta.dirname, "../../drivers/gbt26875/vectors.json");
const vectors: { name: string; hex: string }[] = JSON.parse(readFileSync(file, "utf8")).vectors;
const synthetic = Buffer.from(vectors.find(({ name }) => name.startsWith("SYNTHETIC"))?.hex ?? "", "hex");
const device = "000000000a01" as DeviceId;
const products = [{ product: "", model: "fire-panel-gbt26875" }];
const place = "3号楼2单元5层走廊烟感（花园坊报）";

const setUp = () => platformRig({ platform: "gbt26875", settings: { tcpPort: 0, udpPort: 0, ways: "tcp" }, products });

test("where it burns is in the alert, on its page, in the list, in the overview, on the ticket and in the notice", async () => {
  const rig = await setUp();
  const ask = await signedIn(rig);
  await rig.deliver("tcp 127.0.0.1", synthetic);
  const [alert] = (await ask("GET", "/api/alerts?state=open")).body as AlertView[];
  expect(alert).toMatchObject({ rule: "fire", place });
  expect((await ask("GET", `/api/alerts/${alert?.id}`)).body).toMatchObject({ place });
  const [ticket] = (await ask("GET", "/api/tickets")).body as TicketView[];
  expect(ticket).toMatchObject({ alert: alert?.id, place });
  expect((await ask("GET", `/api/tickets/${ticket?.id}`)).body).toMatchObject({ place });
  const { cases } = (await ask("GET", "/api/overview")).body as OverviewView;
  expect(cases).toMatchObject([{ ticket: { place }, alert: { place } }]);
  const told = await rig.read(async (tables) => {
    const row = await tables.tickets.find(ticket?.id as never);
    return row === null ? [] : [firstLine(await caseFacts(tables, row)).zh, (await calledTicket(tables, row)).zh];
  });
  expect(told).toEqual([expect.stringContaining(`${place} 消防主机火警`), expect.stringContaining(place)]);
});

test("an alarm of the panel that names no such point is where the panel hangs", async () => {
  const rig = await setUp();
  const ask = await signedIn(rig);
  await rig.deliver("tcp 127.0.0.1", synthetic);
  await rig.act(async (tables) => {
    const row = await tables.devices.find(rig.connector, device);
    const rules = (row?.document?.rules ?? []).map(({ placeFrom: _, ...rule }) => rule);
    await tables.devices.putDocument(rig.connector, { ...(row?.document as never as object), rules } as never);
  });
  expect((await ask("GET", "/api/alerts?state=open")).body).toMatchObject([{ place: "花园坊" }]);
});
