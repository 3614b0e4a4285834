/** Commands to devices behind Alibaba Cloud, over the API and a server that answers as its own does. */
import { expect, it } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { type Answering, pretendPlatform } from "../../../test/kit/pretend-platform.ts";
import { operatorCookie } from "../../../test/kit/quiet-hub.ts";
import { seal } from "../kit/envelope.ts";
import { signatureOf } from "./api.ts";

const device = "a1Smoke.smoke-01";
const account = { host: "iot-x.amqp.iothub.aliyuncs.com", clientId: "hub", accessKeyId: "testid", instance: "iot-x" };

it("signs as the published example of the RPC signature does", () => {
  const params = {
    ...{ Timestamp: "2016-02-23T12:46:24Z", Format: "XML", AccessKeyId: "testid", Action: "DescribeRegions" },
    ...{ SignatureMethod: "HMAC-SHA1", SignatureNonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf" },
    ...{ Version: "2014-05-26", SignatureVersion: "1.0" },
  };
  expect(signatureOf("GET", params, "testsecret")).toBe("OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
});

async function commanded(answer: Answering, more: object = {}) {
  const api = await pretendPlatform(answer);
  const rig = await platformRig({
    ...{ platform: "aliyun-iot", settings: { ...account, api: api.url, ...more } },
    ...{ secrets: { accessKeySecret: "testsecret" }, products: [{ product: "a1Smoke", model: "nb-smoke" }] },
  });
  const say = (tail: string, body: object, messageId: string) =>
    rig.deliver("default", seal({ topic: `/a1Smoke/smoke-01${tail}`, messageId }, Buffer.from(JSON.stringify(body))));
  await say("/thing/event/property/post", { items: { smoke_state: { value: 0, time: rig.clock.now } } }, "m-1");
  const cookie = await operatorCookie(rig);
  const url = `/api/gateways/${rig.connector}/commands`;
  const see = async (id: string) => (await rig.app.inject({ url: `${url}/${id}`, headers: { cookie } })).json();
  return {
    ...{ ...rig, api, see, say },
    async give(verb: string, args: object) {
      const payload = { verb, args: { device, ...args } };
      const given = await rig.app.inject({ method: "POST", url, headers: { cookie }, payload });
      await rig.platforms.settled();
      return given.statusCode === 200 ? see(given.json().id) : given.json();
    },
  };
}

it("is a signed service call, and ends when the queue tells the device's reply", async () => {
  const rig = await commanded(() => ({ body: { RequestId: "r", Success: true, Data: { MessageId: "674" } } }));
  const sent = await rig.give("silence", { minutes: 10 });
  expect(sent).toMatchObject({ state: "waiting", steps: [{ step: "given" }, { step: "sent" }] });
  const [asked] = rig.api.asked;
  expect(asked).toMatchObject({ method: "POST", path: "/" });
  const { Signature, ...params } = Object.fromEntries(new URLSearchParams(asked?.body));
  expect(params).toMatchObject({
    ...{ Action: "InvokeThingService", Identifier: "mute", Args: '{"minutes":10}', Version: "2018-01-20" },
    ...{ ProductKey: "a1Smoke", DeviceName: "smoke-01", IotInstanceId: "iot-x" },
  });
  expect(Signature).toBe(signatureOf("POST", params, "testsecret"));
  await rig.say("/thing/downlink/reply/message", { requestId: 674, code: 200, data: { mute: 1 } }, "m-2");
  expect(await rig.see(sent.id)).toMatchObject({ state: "done", result: { mute: 1 } });
});

it("is done at once where the service answers at once", async () => {
  const rig = await commanded(() => ({ body: { Success: true, Data: { MessageId: "1", Result: '{"code":200}' } } }));
  expect(await rig.give("sample", {})).toMatchObject({ state: "done", result: { code: 200 } });
});

it("fails with the platform's words", async () => {
  const body = { Success: false, Code: "iot.device.NotOnline", ErrorMessage: "the device is offline" };
  const rig = await commanded(() => ({ body }));
  const failed = await rig.give("sample", {});
  expect(failed).toMatchObject({ state: "failed" });
  expect(failed.error).toContain("iot.device.NotOnline the device is offline");
});

it("is refused where the connector names no API", async () => {
  const rig = await commanded(() => ({ body: {} }), { api: undefined });
  expect((await rig.give("sample", {})).detail).toBe("the connector has no api: set it, then give the command again");
  expect(rig.api.asked).toHaveLength(0);
});
