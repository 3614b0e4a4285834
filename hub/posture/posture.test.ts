/** One switch from everyday to typhoon and back: what each gateway is told, who did it and why, and that nothing of a wish is lost. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Desired } from "../../core/desired.ts";
import type { Device } from "../../core/device.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Rule } from "../../core/rule.ts";
import { topics } from "../../core/topics.ts";
import { type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, devices, pit, registrationOf } from "../../test/kit/samples.ts";
import { type Ask, signedIn } from "../../test/kit/signed-in.ts";
import type { PostureView } from "../http/posture-views.ts";
import { postureNow } from "./posture.ts";
import { digestFrom, postureLevels, postures } from "./postures.ts";

const names = ["gw-1", "gw-2"] as GatewayId[];
let hub: QuietHub;
let ask: Ask;

const measures: Record<string, string> = { [pit]: "level", [cover]: "cover" };
const known = devices.map((device): Device => ({ ...device, measures: measures[device.id] ?? "", everyMs: 10_000 }));
const high = devices[0]?.rules[0] as Rule;

beforeEach(async () => {
  hub = await quietHub();
  ask = await signedIn(hub);
  for (const name of names) {
    await hub.take(topics.status(name), statusOf());
    await hub.take(topics.devices(name), registrationOf(name, { devices: known }));
  }
});

const switchTo = (level: string, reason = "市防汛指挥部发布") => ask("PUT", "/api/posture", { level, reason });
const wish = (body: object, name = "gw-1") => ask("PUT", `/api/gateways/${name}/desired`, body);
const sentTo = (name: string) =>
  hub.sent.filter(({ topic }) => topic === topics.desired(name as GatewayId)).map(({ body }) => body as Desired);
const wished = async (name = "gw-1") =>
  ((await ask("GET", `/api/gateways/${name}/desired`)).body as { desired?: Desired }).desired;

test("the preview of a switch knows how many devices of each class it reaches", async () => {
  const other = known.map((device) => (device.id === cover ? { ...device, everyMs: undefined } : device));
  await hub.take(topics.devices(names[1] as GatewayId), registrationOf("gw-2", { devices: other as Device[] }));
  expect((await ask("GET", "/api/posture/devices")).body).toMatchObject([
    { measures: "level", devices: 2 },
    { measures: "cover", devices: 1 },
  ]);
});

describe("typhoon orange", () => {
  test("reads level sensors four times as often and warns at four fifths, and leaves the rest alone", async () => {
    expect(await switchTo("typhoon-orange")).toMatchObject({ status: 200, body: { level: "typhoon-orange" } });
    for (const name of names)
      expect(sentTo(name)).toEqual([
        {
          hash: expect.any(String),
          devices: [{ id: pit, everyMs: 2500, rules: [{ ...high, when: { above: 0.96, clearBelow: 0.8 } }] }],
        },
      ]);
    expect(hub.sent.every(({ topic, retain }) => !topic.endsWith("/desired") || retain)).toBe(true);
  });

  test("and back: a gateway that had no wish runs what its settings say", async () => {
    await switchTo("typhoon-orange");
    await switchTo("everyday", "警报解除");
    expect(sentTo("gw-1").at(-1)?.devices).toEqual([]);
  });

  test("and back: a wish of the operator is what it was, with its hash", async () => {
    const own = {
      devices: [
        { id: pit, everyMs: 4000, rules: [{ ...high, when: { above: 2 } }] },
        { id: cover, everyMs: 500 },
      ],
    };
    await wish(own);
    const before = await wished();
    await switchTo("typhoon-orange");
    expect((await wished())?.devices).toEqual([
      { id: cover, everyMs: 500 },
      { id: pit, everyMs: 1000, rules: [{ ...high, when: { above: 1.6 } }] },
    ]);
    await switchTo("typhoon-red");
    await switchTo("everyday", "警报解除");
    expect(await wished()).toEqual(before);
    expect(sentTo("gw-1").at(-1)).toEqual(before);
  });

  test("takes up what an operator wishes meanwhile, and gives it back", async () => {
    await switchTo("typhoon-orange");
    await wish({ devices: [{ id: pit, everyMs: 8000 }] });
    expect((await wished())?.devices).toMatchObject([{ id: pit, everyMs: 2000, rules: [{ when: { above: 0.96 } }] }]);
    await switchTo("everyday", "警报解除");
    expect((await wished())?.devices).toEqual([{ id: pit, everyMs: 8000 }]);
  });

  test("reaches a gateway that comes later, and does not compound when one registers what it was told to run", async () => {
    await switchTo("typhoon-orange");
    const name = "gw-3" as GatewayId;
    await hub.take(topics.status(name), statusOf());
    await hub.take(topics.devices(name), registrationOf(name, { devices: known }));
    const [told, ...more] = sentTo(name);
    expect(told?.devices).toMatchObject([{ id: pit, everyMs: 2500 }]);
    expect(more).toEqual([]);
    const [level, ...rest] = known as [Device, ...Device[]];
    const { everyMs = 0, rules = [] } = told?.devices[0] ?? {};
    const running = { ...level, everyMs, rules, usual: { everyMs: 10_000, rules: level.rules } };
    await hub.take(topics.devices(name), registrationOf(name, { devices: [running, ...rest] }));
    expect(sentTo(name)).toHaveLength(1);
    await switchTo("typhoon-red");
    expect(sentTo(name).at(-1)?.devices).toMatchObject([{ everyMs: 2000, rules: [{ when: { above: 0.84 } }] }]);
  });

  test("leaves a gateway alone that does not say how often it reads", async () => {
    const name = "gw-old" as GatewayId;
    await hub.take(topics.status(name), statusOf());
    await hub.take(topics.devices(name), registrationOf(name));
    await switchTo("typhoon-orange");
    expect(sentTo(name)).toEqual([]);
  });

  test("does not lose links and sensors that are still to be tried, and does not try again what was", async () => {
    const settings = { links: [], devices: [] };
    await wish({ devices: [], settings });
    await switchTo("typhoon-orange");
    const pending = await wished();
    expect(pending?.settings).toEqual(settings);
    await hub.take(topics.reported("gw-1" as GatewayId), { hash: pending?.hash ?? "", state: "applied" });
    await switchTo("typhoon-red");
    expect(await wished()).not.toHaveProperty("settings");
    await switchTo("everyday", "警报解除");
    expect(await wished()).not.toHaveProperty("settings");
  });
});

describe("the switch", () => {
  test("says who, when and why, newest first, and the console hears of it", async () => {
    const heard: string[] = [];
    hub.live.listen((name, json) => name === "posture" && heard.push((JSON.parse(json) as PostureView).level));
    expect((await ask("GET", "/api/posture")).body).toMatchObject({ level: "everyday", history: [] });
    await switchTo("typhoon-blue", " 气象局发布蓝色预警 ");
    hub.clock.now += 3_600_000;
    await switchTo("typhoon-orange");
    await hub.live.settled();
    expect((await ask("GET", "/api/posture")).body).toMatchObject({
      ...{ level: "typhoon-orange", title: { zh: "台风橙色" }, since: hub.clock.now, digestFrom: 3 },
      history: [
        { level: "typhoon-orange", by: "operator", reason: "市防汛指挥部发布", at: hub.clock.now },
        { level: "typhoon-blue", by: "operator", reason: "气象局发布蓝色预警", at: hub.clock.now - 3_600_000 },
      ],
    });
    expect(heard.at(-1)).toBe("typhoon-orange");
    expect(await hub.read(postureNow)).toBe("typhoon-orange");
  });

  test("to the posture that is already changes nothing", async () => {
    await switchTo("typhoon-blue");
    const count = hub.sent.length;
    const { body } = await switchTo("typhoon-blue", "再发一次");
    expect((body as PostureView).history).toHaveLength(1);
    expect(hub.sent).toHaveLength(count);
  });

  test.each([
    ["without a reason", { level: "typhoon-blue", reason: " " }, 422, "REASON_REQUIRED"],
    ["to one that does not exist", { level: "typhoon-purple", reason: "x" }, 400, "INPUT_INVALID"],
  ])("%s is refused and tells nobody", async (_, body, status, code) => {
    expect(await ask("PUT", "/api/posture", body)).toMatchObject({ status, body: { code } });
    expect(hub.sent.filter(({ topic }) => topic.endsWith("/desired"))).toEqual([]);
  });
});

test("from level to level nothing gets slower, looser or more talkative", () => {
  const rank = (one: number | null) => one ?? 5;
  for (const [i, level] of postureLevels.entries()) {
    const before = postureLevels[i - 1];
    if (before === undefined) continue;
    expect(rank(digestFrom(level))).toBeLessThanOrEqual(rank(digestFrom(before)));
    for (const [name, change] of Object.entries(postures.levels[before].measures)) {
      const next = postures.levels[level].measures[name];
      expect(next?.interval).toBeLessThanOrEqual(change.interval);
      expect(next?.above).toBeLessThanOrEqual(change.above);
    }
  }
});
