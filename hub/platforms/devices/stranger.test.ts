/** A device nobody adopted says alarm: somebody is told at once, and adopting it brings the real alert. */
import { beforeEach, describe, expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { type Ask, signedIn } from "../../../test/kit/signed-in.ts";
import { look } from "../../alerts/rules/watch.ts";
import type { AlertView } from "../../http/alert-view.ts";
import type { OverviewView } from "../../http/overview-views.ts";
import type { TaskView, TicketView } from "../../http/views.ts";
import { letGo } from "../../telemetry/upkeep.ts";

const dayMs = 86_400_000;
const headers = { "x-lilong-token": "a-secret-of-sixteen" };
let rig: PlatformRig;
let ask: Ask;

beforeEach(async () => {
  rig = await platformRig({
    platform: "webhook",
    settings: { proof: "header", mapping: '{"device": id, "properties": values}' },
    secrets: { secret: "a-secret-of-sixteen" },
  });
  ask = await signedIn(rig);
});

const say = async (id: string, values: object) => {
  rig.clock.now += 60_000;
  expect(await rig.push({ headers, body: { id, values } })).toMatchObject({ status: 200 });
};
const alerts = async () => (await ask("GET", "/api/alerts?state=open")).body as AlertView[];
const tasks = async () => (await ask("GET", "/api/tasks?state=open")).body as TaskView[];
const overview = async () => (await ask("GET", "/api/overview")).body as OverviewView;
const adopt = (device: string) =>
  ask("POST", `/api/connectors/${rig.connector}/devices/adopt`, {
    devices: [{ device, model: "nb-smoke", title: "502 烟感", place: "花园坊 3号楼 502" }],
  });

describe("a device nobody adopted", () => {
  test("that says alarm is a red alert with its platform, its id and its words; at the connector's place, for it has no other", async () => {
    await say("s-1", { smoke_state: "1" });
    expect(await alerts()).toMatchObject([
      {
        ...{ rule: "hub-stranger-alarm", device: "s-1", severity: 1, state: "unacknowledged", place: "花园坊" },
        title: { zh: "还没认领的设备在报警" },
        advice: {
          zh: expect.stringMatching(/^平台“webhook”上的设备 s-1 报：.*烟/),
          en: expect.stringContaining("s-1 of"),
        },
      },
    ]);
    await say("s-1", { smoke_state: "1" });
    expect(await alerts()).toHaveLength(1);
    await say("s-1", { smoke_state: "0" });
    expect(await alerts()).toMatchObject([{ state: "returned" }]);
  });

  test("brings the real alert by what it said before, once it is adopted, in place of that one", async () => {
    await say("s-1", { smoke_state: "1" });
    expect(await adopt("s-1")).toMatchObject({ status: 200 });
    await rig.platforms.settled();
    const open = await alerts();
    expect(open.find(({ rule }) => rule === "hub-stranger-alarm")).toMatchObject({ state: "returned" });
    expect(open.filter(({ rule }) => rule !== "hub-stranger-alarm")).toMatchObject([
      { device: "s-1", severity: 1, state: "unacknowledged", place: "花园坊 3号楼 502" },
    ]);
  });

  test("leaves one case to handle: the first is void once somebody is sent for the real one, unless it was accepted", async () => {
    const tickets = async () => (await ask("GET", "/api/tickets?state=all")).body as TicketView[];
    for (const id of ["s-1", "s-2"]) await say(id, { smoke_state: "1" });
    await rig.goRound();
    const accepted = (await tickets()).find(({ device }) => device === "s-2");
    expect((await ask("POST", `/api/tickets/${accepted?.id}/moves`, { move: "accept" })).status).toBe(200);
    for (const id of ["s-1", "s-2"]) await adopt(id);
    await rig.platforms.settled();
    await rig.goRound();
    const told = (await tickets()).map(({ device, title, state }) => `${device} ${title.zh} ${state}`);
    expect(told.sort()).toEqual([
      "s-1 烟雾报警 dispatched",
      "s-1 还没认领的设备在报警 voided",
      "s-2 烟雾报警 dispatched",
      "s-2 还没认领的设备在报警 handling",
    ]);
  });

  test("whose numbers nobody can read without its model raises nothing", async () => {
    await say("l-1", { liquid_level: 4000, battery: 3 });
    expect(await alerts()).toEqual([]);
  });

  test("is a task to adopt it with how many wait, and nothing else is asked of it; the overview says it too", async () => {
    await say("s-1", { smoke_state: "0" });
    await say("s-2", { smoke_state: "0" });
    expect(await tasks()).toMatchObject([
      {
        kind: "DEVICES_TO_ADOPT",
        subject: rig.connector,
        text: { zh: expect.stringMatching(/webhook.* 2 台设备等认领/) },
      },
    ]);
    expect(await overview()).toMatchObject({ unadopted: 2 });
    await adopt("s-1");
    expect(await tasks()).toMatchObject([{ text: { zh: expect.stringContaining(" 1 台设备等认领") } }]);
    await adopt("s-2");
    expect(await tasks()).toEqual([]);
    expect(await overview()).toMatchObject({ unadopted: 0 });
  });

  test("and that the hub lets go of after a month of silence leaves no alert behind; one it still knows goes on alarming", async () => {
    await say("s-1", { smoke_state: "1" });
    await say("s-2", { smoke_state: "1" });
    const { store, clock } = rig;
    const pause = async () => undefined;
    const keep = { keepRawDays: 400, keepMinuteDays: 400, keepHourDays: 400, keepFaultDays: 400, keepMessageDays: 30 };
    clock.now += 29 * dayMs;
    await say("s-2", { smoke_state: "1" });
    clock.now += 2 * dayMs;
    await letGo({ store, ...keep, clock: () => clock.now, log: silent, pause }, new AbortController().signal);
    const watching = { listeningSince: 0, sensorsAt: 0, batteriesAt: clock.now };
    await look({ store, tell: () => undefined, clock: () => clock.now, log: silent, pause }, watching);
    const open = (await rig.read((tables) => tables.alerts.list("open", 100))).filter(
      ({ rule }) => rule === "hub-stranger-alarm",
    );
    expect(open.map(({ device, state }) => [device, state]).sort()).toEqual([
      ["s-1", "returned"],
      ["s-2", "unacknowledged"],
    ]);
  });
});
