/** Commands to devices behind a platform, over the API and a server that answers as CTWing does: every step and every end. */
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { DeviceId } from "../../../core/id.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import {
  type Answering,
  type Asked,
  type PretendPlatform,
  pretendPlatform,
} from "../../../test/kit/pretend-platform.ts";
import { operatorCookie } from "../../../test/kit/quiet-hub.ts";
import { signedIn } from "../../../test/kit/signed-in.ts";
import type { CommandView, DeviceView } from "../../http/views.ts";

const device = "c65c0ba81c2c7e28be3ca239632cb7ec";
const secrets = {
  ...{ token: "a-long-token", appKey: "the-app", appSecret: "the-secret" },
  masterKeys: "10045600 master-1, 10095421 master-2",
};
const products = [
  { product: "10045600", model: "nb-smoke" },
  { product: "10095421", model: "nb-cover" },
];

const saved = { code: 0, msg: "ok", result: { commandId: "674", commandStatus: "指令已保存", deviceId: device } };

type Commanded = PlatformRig & {
  api: PretendPlatform;
  /** Gives it and waits for what is sent at once; answers status and body. */
  give(
    verb: string,
    args: object,
    withinMs?: number,
    gateway?: string,
  ): Promise<{ status: number; body: { id: string; detail?: string } }>;
  see(id: string): Promise<CommandView>;
  /** The platform pushes how a command goes on. */
  goesOn(taskId: unknown, resultCode: string, resultDetail?: unknown): Promise<void>;
};

async function commanded(answer: Answering, more: object = {}): Promise<Commanded> {
  const api = await pretendPlatform(answer);
  const rig = await platformRig({ platform: "ctwing", settings: { api: api.url }, secrets, products, ...more });
  const report = { messageType: "dataReport", productId: "10045600", payload: { smoke_state: 0 } };
  const push = (body: object) =>
    rig.push({ path: "/a-long-token", body: { deviceId: device, timestamp: rig.clock.now, ...body } });
  await push(report);
  const cookie = await operatorCookie(rig);
  const ask = async (method: "GET" | "POST", path: string, payload?: object, gateway: string = rig.connector) => {
    const url = `/api/gateways/${gateway}/commands${path}`;
    const answered = await rig.app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
    return { status: answered.statusCode, body: answered.json() };
  };
  return {
    ...{ ...rig, api },
    async give(verb, args, withinMs, gateway) {
      const payload = { verb, args, ...(withinMs === undefined ? {} : { withinMs }) };
      const given = await ask("POST", "", payload, gateway);
      await rig.platforms.settled();
      return given;
    },
    see: async (id) => (await ask("GET", `/${id}`)).body,
    async goesOn(taskId, resultCode, resultDetail = "") {
      rig.clock.now += 1000;
      await push({
        messageType: "commandResponse",
        productId: "10045600",
        taskId,
        result: { resultCode, resultDetail },
      });
    },
  };
}

/** Whatever failed is tried again. */
async function later(rig: Commanded): Promise<void> {
  rig.clock.now += 4000;
  rig.platforms.tellDevices();
  await rig.platforms.settled();
}

const stepsOf = ({ steps = [] }: CommandView) => steps.map(({ step }) => step);
const silence = { minutes: 10, device };

/** As the platform's own library signs: written again here, from its text. */
function isSigned({ headers, body }: Asked): boolean {
  const { application, timestamp, masterkey, signature } = headers;
  const text = `application:${application}\ntimestamp:${timestamp}\nMasterKey:${masterkey}\n${body}\n`;
  return signature === createHmac("sha1", "the-secret").update(text).digest("base64");
}

describe("a command over CTWing", () => {
  it("is signed, in the device's own language, and kept there as long as it may be done", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const { body } = await rig.give("silence", silence, 90_500);
    const [asked] = rig.api.asked;
    expect(asked).toMatchObject({ method: "POST", path: "/aep_device_command/command" });
    expect(asked?.headers).toMatchObject({ application: "the-app", masterkey: "master-1", version: "20190712225145" });
    expect(asked && isSigned(asked)).toBe(true);
    expect(JSON.parse(asked?.body ?? "")).toEqual({
      content: { params: { minutes: 10 }, serviceIdentifier: "mute" },
      ...{ deviceId: device, operator: `lilong_${body.id.slice(-10)}`, productId: 10045600, ttl: 91, level: 1 },
    });
  });

  it("goes its way: saved, sent, delivered, done, each told by the platform", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const { status, body } = await rig.give("silence", silence);
    expect(status).toBe(200);
    expect(await rig.see(body.id)).toMatchObject({ state: "waiting" });
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved"]);
    await rig.goesOn(674, "SENT");
    await rig.goesOn("674", "DELIVERED");
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved", "sent", "delivered"]);
    await rig.goesOn(674, "SUCCESSFUL", { mute: 1 });
    const done = await rig.see(body.id);
    expect(done).toMatchObject({ state: "done", result: { mute: 1 } });
    expect(stepsOf(done)).toEqual(["given", "saved", "sent", "delivered", "done"]);
    await rig.goesOn(674, "DELIVERED");
    expect(await rig.see(body.id)).toEqual(done);
    expect(rig.api.asked).toHaveLength(1);
  });

  it("goes no step back: what the platform tells late changes nothing", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const { body } = await rig.give("silence", silence);
    await rig.goesOn(674, "DELIVERED");
    const told = await rig.see(body.id);
    await rig.goesOn(674, "SENT");
    await rig.goesOn(674, "SAVED");
    expect(await rig.see(body.id)).toEqual(told);
    expect(stepsOf(told)).toEqual(["given", "saved", "delivered"]);
  });

  it.each([
    ["FAILED", "failed", "no such service", "COMMAND_UNCARRIED: no such service"],
    ["EXPIRED", "expired", "", "COMMAND_UNCARRIED: it lay at the platform until it was too late"],
    ["TIMEOUT", "timeout", { code: 7 }, 'COMMAND_UNCARRIED: {"code":7}'],
    ["TIMEOUT", "timeout", null, "COMMAND_UNCARRIED: the device did not answer the platform"],
  ])("ends where the platform says %s", async (word, step, detail, error) => {
    const rig = await commanded(() => ({ body: saved }));
    const { body } = await rig.give("sample", { device });
    await rig.goesOn(674, word, detail);
    const failed = await rig.see(body.id);
    expect(failed).toMatchObject({ state: "failed", error });
    expect(stepsOf(failed).at(-1)).toBe(step);
  });

  it("fails with the platform's words where it is not taken", async () => {
    const rig = await commanded(() => ({ status: 401, body: { code: 401, msg: "signature is wrong" } }));
    const { body } = await rig.give("silence", silence);
    const failed = await rig.see(body.id);
    expect(failed.state).toBe("failed");
    expect(failed.error).toContain("HTTP 401 401 signature is wrong");
    expect(rig.api.asked).toHaveLength(1);
  });

  it("is sent again while the platform is out of order, or says nothing at all, until it is taken", async () => {
    const rig = await commanded(() => ({ status: 503, body: "" }));
    const { body } = await rig.give("silence", silence);
    rig.api.answer = () => null;
    rig.clock.now += 2000;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    expect(stepsOf(await rig.see(body.id))).toEqual(["given"]);
    rig.api.answer = () => ({ body: saved });
    rig.clock.now += 4000;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved"]);
    const told = rig.api.asked.filter(({ method }) => method === "POST");
    expect(new Set(told.map(({ body: sent }) => JSON.parse(sent).ttl)).size).toBe(2);
  });

  it("ends at its deadline, and is not sent after it", async () => {
    const rig = await commanded(() => ({ status: 503, body: "" }));
    const { body } = await rig.give("silence", silence, 5000);
    rig.clock.now += 5001;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    const late = await rig.see(body.id);
    expect(late.state).toBe("failed");
    expect(late.error).toMatch(/^COMMAND_EXPIRED/);
    rig.clock.now += 600_000;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    expect(rig.api.asked).toHaveLength(1);
    expect(await rig.see(body.id)).toEqual(late);
  });

  it("that the device has is as done as will ever be known when its time is over", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const { body } = await rig.give("silence", silence, 60_000);
    await rig.goesOn(674, "DELIVERED");
    rig.clock.now += 60_000;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    expect(await rig.see(body.id)).toMatchObject({ state: "done", result: { delivered: true } });
  });

  it("is known although the platform's message overtakes its answer", async () => {
    const [asked, overtaken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const rig = await commanded(async () => {
      asked.resolve();
      await overtaken.promise;
      return { body: saved };
    });
    const giving = rig.give("silence", silence);
    await asked.promise;
    const told = { messageType: "commandResponse", deviceId: device, productId: "10045600", taskId: 674 };
    await rig.platforms.door.inject({
      ...{
        method: "POST",
        url: `/door/${rig.connector}/a-long-token`,
        headers: { "content-type": "application/json" },
      },
      payload: { ...told, timestamp: rig.clock.now, result: { resultCode: "DELIVERED" } },
    });
    overtaken.resolve();
    const { body } = await giving;
    await rig.platforms.settled();
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved", "delivered"]);
    await rig.goesOn(674, "SUCCESSFUL");
    expect(await rig.see(body.id)).toMatchObject({ state: "done" });
  });

  it("is looked for where an earlier answer may be lost, and not told again where it is there", async () => {
    const rig = await commanded(() => ({ status: 504, body: "" }));
    const { body } = await rig.give("silence", silence);
    const { operator } = JSON.parse(rig.api.asked[0]?.body ?? "");
    const others = [{ commandId: "673", createBy: "lilong_another" }, 7];
    const own = { commandId: "674", commandStatus: "指令已送达", createBy: operator };
    rig.api.answer = () => ({ body: { code: 0, result: { list: [...others, own] } } });
    await rig.goesOn(674, "SENT");
    await later(rig);
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "delivered"]);
    await rig.goesOn(674, "SUCCESSFUL");
    expect(await rig.see(body.id)).toMatchObject({ state: "done" });
    const [told, ...looked] = rig.api.asked;
    expect(told?.method).toBe("POST");
    expect(looked).toHaveLength(1);
    const query = `productId=10045600&deviceId=${device}&pageNow=1&pageSize=40`;
    expect(looked[0]).toMatchObject({ method: "GET", path: `/aep_device_command/commands?${query}` });
    const { timestamp, signature } = looked[0]?.headers ?? {};
    const lines = ["MasterKey:master-1", `deviceId:${device}`, "pageNow:1", "pageSize:40", "productId:10045600"];
    const text = ["application:the-app", `timestamp:${timestamp}`, ...lines].map((line) => `${line}\n`).join("");
    expect(signature).toBe(createHmac("sha1", "the-secret").update(text).digest("base64"));
  });

  it.each([
    ["has no list of ours", { body: { code: 0, result: { list: [] } } }],
    ["refuses the list", { status: 403, body: { code: 1, msg: "no right" } }],
  ])("is told again where the platform %s", async (_, answer) => {
    const rig = await commanded(() => ({ status: 504, body: "" }));
    const { body } = await rig.give("silence", silence);
    rig.api.answer = ({ method }) => (method === "GET" ? answer : { body: saved });
    await later(rig);
    expect(rig.api.asked.map(({ method }) => method)).toEqual(["POST", "GET", "POST"]);
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved"]);
  });

  it("that somebody gave elsewhere is none of ours, whenever it is told", async () => {
    const rig = await commanded(() => ({ status: 503, body: "" }));
    const { body } = await rig.give("silence", silence);
    await rig.goesOn(99, "SUCCESSFUL");
    expect(stepsOf(await rig.see(body.id))).toEqual(["given"]);
    rig.api.answer = () => ({ body: saved });
    rig.clock.now += 2000;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    await rig.goesOn(98, "SUCCESSFUL");
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved"]);
  });

  it("waits while its connector is paused", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const pause = (state: "on" | "paused") =>
      rig.act(async ({ connectors }) => {
        const row = await connectors.find(rig.connector);
        if (row !== null) await connectors.put({ ...row, state });
      });
    await pause("paused");
    const { body } = await rig.give("silence", silence);
    expect(rig.api.asked).toHaveLength(0);
    await pause("on");
    rig.clock.now += 61_000;
    rig.platforms.tellDevices();
    await rig.platforms.settled();
    expect(stepsOf(await rig.see(body.id))).toEqual(["given", "saved"]);
  });
});

describe("a command that cannot be carried is refused with a sentence", () => {
  it("where the platform has no such verb, the device is not named or not there", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const refused = async (verb: string, args: object) => (await rig.give(verb, args)).body.detail;
    expect(await refused("restart", { what: "agent" })).toBe(
      '/verb "restart" cannot be carried by CTWing AEP (China Telecom): it carries silence, sample',
    );
    expect(await refused("silence", { minutes: 10 })).toBe(
      "/args/device is missing: at a platform, silence is for one device",
    );
    expect(await refused("silence", { device })).toMatch(/minutes/);
    expect(await refused("sample", { device: "another" })).toBe("device ctwing-1/another");
    expect(rig.api.asked).toHaveLength(0);
  });

  it("where nobody said what the device is, or its model has no words for it", async () => {
    const rig = await commanded(() => ({ body: saved }));
    const met = async (productId: string) => {
      const body = { messageType: "dataReport", deviceId: `of-${productId}`, productId, payload: {} };
      await rig.push({ path: "/a-long-token", body });
      return (await rig.give("silence", { minutes: 1, device: `of-${productId}` })).body.detail;
    };
    expect(await met("7")).toBe('nobody has said yet what "of-7" is: choose its model first');
    expect(await met("10095421")).toBe(
      '/verb "silence" means nothing to "nb-cover": its model file has no commands.silence',
    );
  });

  it("where the connector lacks what it needs", async () => {
    const rig = await commanded(() => ({ body: saved }), { secrets: { token: "a-long-token" } });
    const { status, body } = await rig.give("silence", silence);
    expect(status).toBe(400);
    expect(body.detail).toBe("the connector has no appKey: set it, then give the command again");
  });

  it("at a gateway, where a silence names one device", async () => {
    const rig = await commanded(() => ({ body: saved }));
    await rig.act(({ gateways }) => gateways.meet("gw-1" as never, rig.clock.now));
    const { body } = await rig.give("silence", silence, undefined, "gw-1");
    expect(body.detail).toBe("/args/device is for platforms' devices: a gateway silences all that sounds");
  });
});

describe("what a device can be told", () => {
  const carries = async (rig: PlatformRig, id: string) => {
    const row = await rig.read(({ devices }) => devices.find(rig.connector, id as DeviceId));
    const url = `/api/devices/${rig.connector}/${row?.id}`;
    return ((await (await signedIn(rig, `asks-${id.slice(0, 8)}`))("GET", url)).body as DeviceView).carries;
  };

  it("is what its model, its platform and the connector's secrets can carry; otherwise why not", async () => {
    const rig = await commanded(() => null);
    expect(await carries(rig, device)).toEqual({ verbs: ["silence", "sample"] });
    for (const [id, product] of [
      ["cover-1", "10095421"],
      ["new-1", "unheard"],
    ])
      await rig.push({
        path: "/a-long-token",
        body: { messageType: "dataReport", deviceId: id, productId: product, timestamp: rig.clock.now, payload: {} },
      });
    expect(await carries(rig, "cover-1")).toEqual({ verbs: [], why: "model" });
    expect(await carries(rig, "new-1")).toEqual({ verbs: [], why: "unadopted" });
  });

  it("is nothing while the connector lacks a secret, or over a platform that carries none", async () => {
    const rig = await commanded(() => null, { secrets: { token: "a-long-token" } });
    expect(await carries(rig, device)).toEqual({ verbs: [], why: "settings" });
    const hook = await platformRig(
      { platform: "direct", devices: [{ device: "d-1", model: "nb-smoke", credential: "a-credential" }] },
      rig,
    );
    expect(await carries(hook, "d-1")).toEqual({ verbs: [], why: "platform" });
  });
});
